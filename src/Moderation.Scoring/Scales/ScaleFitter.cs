using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Scales;

/// <summary>
/// Fits a <see cref="ScoreScale"/>. At low steps of the other scale the knot lies where as many of our scores are above as of theirs. From one half on it lies, no lower than
/// that and no higher than our own model would flag, where both scores decide alike most often: a threshold then stops what it used to stop, as far as our score knows, and
/// never less than our own default would. Pure.
/// </summary>
public static class ScaleFitter
{
    /// <summary>An attribute with fewer scores than this is left out.</summary>
    public const int LeastTexts = 50;

    private const int Folds = 10;

    // A step that fewer texts reach is noise.
    private const int LeastBeyond = 3;

    // Where a map begins and ends, in log odds: beyond it nothing was ever scored.
    private const double FarLogOdds = 16;

    // A probability of 0.98 reads at least 0.99 on the other scale, whatever the texts of the fit reached.
    private const double CertainLogOdds = 3.9;

    private const double CertainValue = 0.99;

    // From here on decisions count, below it only the order of texts.
    private const double LeastDecision = 0.5;

    // Up to here a threshold means "a person looks" and our own flag threshold is the limit; from here the limit rises to where our own policy is near-certain.
    private const double LastFlag = 0.8;

    // Steps that fall together are kept apart by this much, so that the map rises strictly.
    private const double LeastGap = 0.001;

    private const double NearCertain = 0.95;

    private static readonly double[] Steps = [.. Enumerable.Range(1, 19).Select(step => step * 0.05), 0.97, 0.98];

    private static readonly double[] Reported = [0.7, 0.8, 0.9];

    /// <summary>Fits one map for each attribute that the texts have scores of.</summary>
    /// <exception cref="ScaleFitException">No attribute has enough scores.</exception>
    public static ScoreScale Fit(Model model, OldScores scores)
    {
        AttributeScale[] attributes = [.. PairsOf(model, scores).Select(one => Fit(one.Attribute.Name, one.Pairs, Limits(model.Card.Thresholds, one.Attribute.Category)))];
        return attributes.Length > 0
            ? new ScoreScale { ModelVersion = model.Sha256, File = scores.Name, FileSha256 = scores.Sha256, Attributes = attributes }
            : throw new ScaleFitException($"{scores.Name} has no attribute with different scores of {LeastTexts} texts or more; {string.Join(", ", ScaleAttributes.All.Select(known => known.Name))} are known.");
    }

    /// <summary>How often a scale and the old scores decide the same, for each attribute that can be fitted; of an attribute the scale lacks nothing is said.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ScaleAgreement>> Measure(Model model, OldScores scores, ScoreScale scale) => PairsOf(model, scores)
        .Where(one => scale.Find(one.Attribute.Name) is not null)
        .ToDictionary(one => one.Attribute.Name, one =>
        {
            var map = scale.Find(one.Attribute.Name)!.Map;
            var mapped = Array.ConvertAll(one.Pairs, pair => map.Apply(1 / (1 + Math.Exp(-pair.Ours))));
            return (IReadOnlyList<ScaleAgreement>)[.. Reported.Select(threshold => Agreement(threshold, mapped, one.Pairs))];
        });

    /// <summary>Our log odds beside their scores, for each attribute with enough of both to be fitted.</summary>
    private static List<(ScaleAttribute Attribute, (double Ours, double Theirs)[] Pairs)> PairsOf(Model model, OldScores scores)
    {
        var ours = ManyTexts.Answer(model, scores.Texts, text => model.Score(new ScoringInput { Text = text.Text }));
        var found = new List<(ScaleAttribute, (double, double)[])>();
        foreach (var attribute in ScaleAttributes.All)
        {
            var pairs = scores.Texts.Zip(ours)
                .Where(pair => pair.First.Scores.ContainsKey(attribute.Name) && pair.Second[attribute.Category] is not null)
                .Select(pair => (Ours: ScaleMap.LogOddsOf(pair.Second[attribute.Category]!.Value), Theirs: pair.First.Scores[attribute.Name]))
                .ToArray();
            if (pairs.Length >= LeastTexts && pairs.Any(pair => pair.Theirs != pairs[0].Theirs) && pairs.Any(pair => pair.Ours != pairs[0].Ours))
            {
                found.Add((attribute, pairs));
            }
        }

        return found;
    }

    private static AttributeScale Fit(string attribute, (double Ours, double Theirs)[] pairs, (double Flag, double Certain) limits)
    {
        var mapped = new double[pairs.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var map = FitMap([.. pairs.Where((_, index) => index % Folds != fold)], limits);
            for (var index = fold; index < pairs.Length; index += Folds)
            {
                mapped[index] = map.Apply(1 / (1 + Math.Exp(-pairs[index].Ours)));
            }
        }

        var whole = FitMap(pairs, limits);
        return new AttributeScale
        {
            Attribute = attribute,
            LogOdds = whole.LogOdds,
            Values = whole.Values,
            Texts = pairs.Length,
            RankCorrelation = Math.Round(Ranks.Correlation([.. pairs.Select(pair => pair.Ours)], [.. pairs.Select(pair => pair.Theirs)]), 3),
            Agreement = [.. Reported.Select(threshold => Agreement(threshold, mapped, pairs))],
        };
    }

    private static ScaleAgreement Agreement(double threshold, double[] mapped, (double Ours, double Theirs)[] pairs) => new()
    {
        Threshold = threshold,
        Equal = Math.Round(mapped.Where((value, index) => value >= threshold == pairs[index].Theirs >= threshold).Count() / (double)mapped.Length, 4),
        Ours = mapped.Count(value => value >= threshold),
        Theirs = pairs.Count(pair => pair.Theirs >= threshold),
        Both = mapped.Where((value, index) => value >= threshold && pairs[index].Theirs >= threshold).Count(),
    };

    /// <summary>Our own thresholds of a category, in log odds.</summary>
    private static (double Flag, double Certain) Limits(DefaultThresholds thresholds, Category category)
    {
        var (flag, certain) = category switch
        {
            Category.Spam => (thresholds.SpamFlag, thresholds.SpamReject),
            Category.LikelyToReject => (thresholds.LikelyToReject, NearCertain),
            _ => (thresholds.AbuseFlag.GetValueOrDefault(category, NearCertain), thresholds.AbuseReject.GetValueOrDefault(category, NearCertain)),
        };
        return (ScaleMap.LogOddsOf(flag), ScaleMap.LogOddsOf(Math.Max(flag, certain)));
    }

    private static ScaleMap FitMap((double Ours, double Theirs)[] pairs, (double Flag, double Certain) limits)
    {
        var descending = pairs.OrderByDescending(pair => pair.Ours).ToArray();
        var logOdds = new List<double> { -FarLogOdds };
        var values = new List<double> { 0 };
        foreach (var step in Steps)
        {
            var reaching = pairs.Count(pair => Reaches(pair.Theirs, step));
            if (reaching < LeastBeyond || reaching > pairs.Length - LeastBeyond)
            {
                continue;
            }

            // Between the last of ours that shall reach the step and the first that shall not.
            var knot = (descending[reaching - 1].Ours + descending[reaching].Ours) / 2;
            if (step >= LeastDecision)
            {
                var limit = step <= LastFlag ? limits.Flag : limits.Flag + ((limits.Certain - limits.Flag) * (step - LastFlag) / (1 - LastFlag));
                knot = MostAgreement(descending, step, knot, limit);
            }

            // Four digits keep the file small.
            knot = Math.Round(Math.Max(knot, logOdds[^1] + LeastGap), 4);
            if (knot < FarLogOdds - 1)
            {
                logOdds.Add(knot);
                values.Add(Math.Round(step, 2));
            }
        }

        if (logOdds[^1] < CertainLogOdds && values[^1] < CertainValue)
        {
            logOdds.Add(CertainLogOdds);
            values.Add(CertainValue);
        }

        logOdds.Add(FarLogOdds);
        values.Add(1);
        return new ScaleMap(logOdds, values);
    }

    /// <summary>The point from <paramref name="lowest"/> to <paramref name="highest"/> at which both scores decide alike most often; of equal ones the lowest.</summary>
    private static double MostAgreement((double Ours, double Theirs)[] descending, double step, double lowest, double highest)
    {
        var (best, mostAlike, both) = (lowest, int.MinValue, 0);
        for (var above = 0; above < descending.Length; above++)
        {
            both += above > 0 && Reaches(descending[above - 1].Theirs, step) ? 1 : 0;
            if (descending[above].Ours >= highest)
            {
                continue;
            }

            // With that many texts above it. The first point below the limit stands for the limit itself.
            var isFirst = above == 0 || descending[above - 1].Ours >= highest;
            var point = isFirst ? highest : (descending[above - 1].Ours + descending[above].Ours) / 2;
            if (point < lowest)
            {
                break;
            }

            // Alike are those above that reach the step and those below that do not; what all points share is left out.
            var alike = (2 * both) - above;
            if (alike >= mostAlike && (isFirst || descending[above - 1].Ours > descending[above].Ours))
            {
                (best, mostAlike) = (point, alike);
            }
        }

        return best;
    }

    private static bool Reaches(double score, double step) => score >= step - 1e-9;
}

/// <summary>A scale cannot be fitted; the message is a sentence for the user.</summary>
public sealed class ScaleFitException : Exception
{
    public ScaleFitException()
        : this("The scale cannot be fitted.")
    {
    }

    public ScaleFitException(string message)
        : base(message)
    {
    }

    public ScaleFitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
