using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Training;

/// <summary>
/// Moves the thresholds of what was taught so that they stop no more acceptable kept texts than before: a correction shifts scores here and there, and a threshold stands for a share of
/// acceptable texts that may be stopped, not for a number.
/// </summary>
internal static class KeptThresholds
{
    private const int Halvings = 20;
    private const double MostLogOdds = 6;

    /// <summary>The base's thresholds, moved for the categories that were taught: first each so that it stops as many as before, then all together so that the whole does.</summary>
    public static DefaultThresholds Move(DefaultThresholds known, Model before, Model after, IReadOnlyList<LabelledText> kept, IReadOnlyCollection<Category> taught)
    {
        LabelledText[] acceptable = [.. kept.Where(text => !text.Labels.IsViolating)];
        var old = ManyTexts.Answer(before, acceptable, text => before.Score(text.Input));
        var now = ManyTexts.Answer(after, acceptable, text => after.Score(text.Input));
        var single = Shifted(known, (category, threshold) => taught.Contains(category) ? AsMany(old, now, category, threshold) : threshold);
        var allowed = old.Count(known.Stop);
        double low = 0, high = MostLogOdds;
        if (now.Count(single.Stop) <= allowed)
        {
            return single;
        }

        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            (low, high) = now.Count(Higher(middle).Stop) <= allowed ? (low, middle) : (middle, high);
        }

        return Higher(high);

        DefaultThresholds Higher(double logOdds) => Shifted(single, (category, threshold) => taught.Contains(category) ? Raise(threshold, logOdds) : threshold);
    }

    private static DefaultThresholds Shifted(DefaultThresholds thresholds, Func<Category, double, double> move)
    {
        return thresholds with { SpamFlag = move(Category.Spam, thresholds.SpamFlag), AbuseFlag = All(thresholds.AbuseFlag), Priority = All(thresholds.Priority) };

        SortedDictionary<Category, double> All(IReadOnlyDictionary<Category, double> entries) => new(entries.ToDictionary(entry => entry.Key, entry => move(entry.Key, entry.Value)));
    }

    private static double AsMany(ScoredText[] old, ScoredText[] now, Category category, double threshold)
    {
        var stopped = old.Count(scored => scored[category] >= threshold);
        if (stopped == 0 || stopped == now.Length)
        {
            return threshold;
        }

        // Between the last that is stopped and the first that is not.
        var scores = now.Select(scored => scored[category] ?? 0).OrderDescending().ToArray();
        return Math.Round((scores[stopped - 1] + scores[stopped]) / 2, 4);
    }

    private static double Raise(double threshold, double logOdds) => threshold is <= 0 or >= 1
        ? threshold
        : Math.Round(1 / (1 + Math.Exp(-Math.Log(threshold / (1 - threshold)) - logOdds)), 4);
}
