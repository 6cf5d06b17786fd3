using System.Globalization;

namespace Moderation.Scoring.Training;

/// <summary>
/// Derives default thresholds from the review budget on validation texts re-weighted to 5 % spam and 3 % abusive: each category gets the false-positive rate at which
/// the next part of the budget would stop more elsewhere.
/// </summary>
internal static class ThresholdDerivation
{
    private const double MinSpamReject = 0.98;
    private const double MinAbuseReject = 0.95;
    private const double PriorityRate = 0.002;
    private const double MaxThreshold = 0.99;
    private const double MinThreshold = 0.01;

    // Coarse on purpose: fine steps would follow single validation texts.
    private static readonly double[] Rates = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04];

    // Toxicity is what every kind of abuse is labelled with too, and what people look at first: a text that is plainly toxic is flagged for it, whatever else flags it already.
    private const double LeastToxicityRate = 0.01;

    private enum Group
    {
        Acceptable,
        Abusive,
        Spam,
    }

    public static DefaultThresholds Derive(ValidationScores scores, double budget)
    {
        var groups = GroupTexts(scores);
        // Of each category the scores of the acceptable texts, rising: a false-positive rate is a place in them.
        var acceptable = scores.Offered.ToDictionary(
            category => category,
            category => Enumerable.Range(0, groups.Length)
                .Where(row => groups[row] == Group.Acceptable && (category == Category.Spam || IsReadForAbuse(scores.Texts[row]))).Select(row => scores[row, category]).Order().ToArray());
        var rates = Spend(scores, groups, acceptable, budget);
        // What acts on nothing by default gets the rate of its closest kin, for policies that choose to act on it.
        var flags = At(acceptable, category => rates.TryGetValue(category, out var rate) ? rate
            : rates.GetValueOrDefault(category == Category.Profanity ? Category.Toxicity : Category.Spam, PriorityRate));
        var shares = Flagged(scores, groups, flags);
        var abuse = scores.Offered.Where(category => category is not (Category.Spam or Category.LikelyToReject)).ToArray();
        var priority = At(acceptable, _ => PriorityRate);
        return new DefaultThresholds
        {
            SpamFlag = flags.GetValueOrDefault(Category.Spam, 1),
            SpamReject = Math.Max(MinSpamReject, flags.GetValueOrDefault(Category.Spam, 1)),
            AbuseFlag = new SortedDictionary<Category, double>(abuse.ToDictionary(category => category, category => flags[category])),
            AbuseReject = new SortedDictionary<Category, double>(abuse.ToDictionary(category => category, category => Math.Max(MinAbuseReject, flags[category]))),
            Priority = new SortedDictionary<Category, double>(abuse
                .Where(category => category is Category.Threat or Category.SevereToxicity)
                .ToDictionary(category => category, category => Math.Max(priority[category], flags[category]))),
            LikelyToReject = flags.GetValueOrDefault(Category.LikelyToReject, 1),
            ReviewBudget = budget,
            HowDerived = Describe(groups, rates, shares),
        };
    }

    /// <summary>
    /// Spends the budget step by step: of all categories, the one whose higher false-positive rate stops most violating texts per submission it flags.
    /// </summary>
    private static Dictionary<Category, double> Spend(ValidationScores scores, Group?[] groups, Dictionary<Category, double[]> acceptable, double budget)
    {
        var steps = acceptable.Keys.Where(category => category is not (Category.Profanity or Category.LikelyToReject))
            .ToDictionary(category => category, category => category == Category.Toxicity ? Array.IndexOf(Rates, LeastToxicityRate) : 0);
        var now = At(steps);
        while (true)
        {
            var best = (Gain: 0.0, Category: Category.Spam, Step: 0, Shares: now);
            foreach (var (category, step) in steps.ToArray())
            {
                // Not only the next step: the first ones may stop nothing that others do not stop already.
                for (var higher = step + 1; higher < Rates.Length; higher++)
                {
                    steps[category] = higher;
                    var next = At(steps);
                    var gain = (next.Stopped - now.Stopped) / Math.Max(next.Total - now.Total, 1e-6);
                    if (next.Total <= budget && gain > best.Gain)
                    {
                        best = (gain, category, higher, next);
                    }
                }

                steps[category] = step;
            }

            if (best.Gain <= 0)
            {
                return steps.ToDictionary(entry => entry.Key, entry => Rates[entry.Value]);
            }

            steps[best.Category] = best.Step;
            now = best.Shares;
        }

        Shares At(Dictionary<Category, int> at) =>
            Flagged(scores, groups, ThresholdDerivation.At(acceptable, category => at.TryGetValue(category, out var step) ? Rates[step] : 0));
    }

    // A category flags the given share of the acceptable texts.
    private static Dictionary<Category, double> At(Dictionary<Category, double[]> acceptable, Func<Category, double> rate)
    {
        var thresholds = new Dictionary<Category, double>();
        foreach (var (category, values) in acceptable)
        {
            var place = Math.Min((int)Math.Ceiling(values.Length * (1 - rate(category))), values.Length - 1);
            thresholds[category] = place < 0 ? 0.5 : Math.Round(Math.Clamp(values[place], MinThreshold, MaxThreshold), 3);
        }

        return thresholds;
    }

    private static Shares Flagged(ValidationScores scores, Group?[] groups, Dictionary<Category, double> thresholds)
    {
        Span<double> all = stackalloc double[3];
        Span<double> flagged = stackalloc double[3];
        double rejectedSpam = 0, readForAbuse = 0, flaggedForAbuse = 0;
        var acting = thresholds.Where(entry => entry.Key is not (Category.LikelyToReject or Category.Profanity)).ToArray();
        for (var row = 0; row < groups.Length; row++)
        {
            if (groups[row] is not { } group)
            {
                continue;
            }

            var weight = scores.WeightOf(row, group == Group.Spam ? Category.Spam : Category.Toxicity);
            all[(int)group] += weight;
            // What is rejected as certain spam needs no review.
            if (thresholds.ContainsKey(Category.Spam) && scores[row, Category.Spam] >= MinSpamReject)
            {
                rejectedSpam += group == Group.Spam ? weight : 0;
                continue;
            }

            var isSpam = Array.Exists(acting, entry => entry.Key == Category.Spam && scores[row, entry.Key] >= entry.Value);
            var isAbuse = Array.Exists(acting, entry => entry.Key != Category.Spam && scores[row, entry.Key] >= entry.Value);
            if (group != Group.Acceptable)
            {
                flagged[(int)group] += isSpam || isAbuse ? weight : 0;
                continue;
            }

            flagged[0] += isSpam ? weight : 0;
            readForAbuse += IsReadForAbuse(scores.Texts[row]) ? weight : 0;
            flaggedForAbuse += isAbuse && !isSpam && IsReadForAbuse(scores.Texts[row]) ? weight : 0;
        }

        var acceptable = Part(flagged[0], all[0]) + Part(flaggedForAbuse, readForAbuse);
        var (abusive, spam) = (Part(flagged[1], all[1]), Part(flagged[2], all[2]));
        var rejected = Part(rejectedSpam, all[2]);
        var ordinary = 1 - ReferencePrevalence.Abusive - ReferencePrevalence.Spam;
        return new Shares(
            (ordinary * acceptable) + (ReferencePrevalence.Abusive * abusive) + (ReferencePrevalence.Spam * spam),
            acceptable,
            abusive,
            spam,
            rejected,
            (ReferencePrevalence.Abusive * abusive) + (ReferencePrevalence.Spam * (spam + rejected)));

        static double Part(double some, double all) => all == 0 ? 0 : some / all;
    }

    // A text nobody read for abuse is no acceptable text for the abuse categories: some of those are abusive, and a flag would count as a mistake.
    private static bool IsReadForAbuse(LabelledText text) => text.Labels[Category.Toxicity] is not null;

    private static Group?[] GroupTexts(ValidationScores scores) => [.. scores.Texts.Select<LabelledText, Group?>(text =>
        text.Labels[Category.Spam] is true ? Group.Spam
        : text.Labels[Category.Toxicity] is true || text.Labels[Category.LikelyToReject] is true ? Group.Abusive
        : text.Labels[Category.Toxicity] is false || text.Labels[Category.Spam] is false ? Group.Acceptable
        : null)];

    private static string Describe(Group?[] groups, Dictionary<Category, double> rates, Shares shares) => string.Create(
        CultureInfo.InvariantCulture,
        $"On {groups.Count(group => group == Group.Acceptable)} acceptable, {groups.Count(group => group == Group.Abusive)} abusive and {groups.Count(group => group == Group.Spam)} "
        + $"spam validation texts, weighted to {ReferencePrevalence.Spam:0%} spam and {ReferencePrevalence.Abusive:0%} abusive, the budget is spent step by step where it stops most. "
        + $"Acceptable texts each category may flag: {string.Join(", ", rates.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key.ToText()} {entry.Value:0.00%}")))}; profanity alone flags nothing. "
        + $"Together they flag {shares.Total:0.00%} of submissions "
        + $"({shares.Acceptable:0.0%} of the acceptable, {shares.Abusive:0.0%} of the abusive, {shares.Spam:0.0%} of the spam; another {shares.Rejected:0.0%} of the spam scores {MinSpamReject} or "
        + $"more, is rejected and needs no review).");

    /// <summary>What thresholds do: shares of all submissions (total, stopped violating) and of each group.</summary>
    private readonly record struct Shares(double Total, double Acceptable, double Abusive, double Spam, double Rejected, double Stopped);
}
