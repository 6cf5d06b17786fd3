using System.Globalization;

namespace Moderation.Scoring.Training;

/// <summary>
/// Derives default thresholds from the review budget: one false-positive rate for every category, as large as the budget allows on validation texts re-weighted to
/// 5 % spam and 3 % abusive.
/// </summary>
internal static class ThresholdDerivation
{
    private const double MinSpamReject = 0.98;
    private const double MinAbuseReject = 0.95;
    private const double PriorityRate = 0.002;
    private const double MaxThreshold = 0.99;
    private const double MinThreshold = 0.01;
    private const int Steps = 40;

    private enum Group
    {
        Acceptable,
        Abusive,
        Spam,
    }

    public static DefaultThresholds Derive(ValidationScores scores, double budget)
    {
        var groups = GroupTexts(scores);
        var offered = scores.Offered.ToArray();
        double low = 0, high = budget;
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Flagged(scores, groups, At(scores, groups, offered, middle)).Total <= budget ? (middle, high) : (low, middle);
        }

        var flags = At(scores, groups, offered, low);
        var shares = Flagged(scores, groups, flags);
        var abuse = offered.Where(category => category is not (Category.Spam or Category.LikelyToReject)).ToArray();
        var priority = At(scores, groups, offered, PriorityRate);
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
            HowDerived = Describe(groups, low, shares),
        };
    }

    // A category flags the given share of acceptable texts.
    private static Dictionary<Category, double> At(ValidationScores scores, Group?[] groups, Category[] offered, double rate)
    {
        var thresholds = new Dictionary<Category, double>();
        foreach (var category in offered)
        {
            var values = Enumerable.Range(0, groups.Length).Where(row => groups[row] == Group.Acceptable).Select(row => scores[row, category]).Order().ToArray();
            var place = Math.Clamp((int)Math.Ceiling(values.Length * (1 - rate)), 0, values.Length - 1);
            thresholds[category] = values.Length == 0 ? 0.5 : Math.Round(Math.Clamp(values[place], MinThreshold, MaxThreshold), 3);
        }

        return thresholds;
    }

    private static (double Total, double Acceptable, double Abusive, double Spam) Flagged(ValidationScores scores, Group?[] groups, Dictionary<Category, double> thresholds)
    {
        var all = new double[3];
        var flagged = new double[3];
        for (var row = 0; row < groups.Length; row++)
        {
            if (groups[row] is not { } group)
            {
                continue;
            }

            var weight = scores.WeightOf(row, group == Group.Spam ? Category.Spam : Category.Toxicity);
            all[(int)group] += weight;
            // What is rejected as certain spam needs no review.
            var isRejected = thresholds.ContainsKey(Category.Spam) && scores[row, Category.Spam] >= MinSpamReject;
            flagged[(int)group] += !isRejected && thresholds.Any(entry => entry.Key != Category.LikelyToReject && scores[row, entry.Key] >= entry.Value) ? weight : 0;
        }

        var (acceptable, abusive, spam) = (Share(0), Share(1), Share(2));
        var prevalences = (ReferencePrevalence.Abusive, ReferencePrevalence.Spam);
        return (((1 - prevalences.Abusive - prevalences.Spam) * acceptable) + (prevalences.Abusive * abusive) + (prevalences.Spam * spam), acceptable, abusive, spam);

        double Share(int group) => all[group] == 0 ? 0 : flagged[group] / all[group];
    }

    private static Group?[] GroupTexts(ValidationScores scores) => [.. scores.Texts.Select<LabelledText, Group?>(text =>
        text.Labels[Category.Spam] is true ? Group.Spam
        : text.Labels[Category.Toxicity] is true || text.Labels[Category.LikelyToReject] is true ? Group.Abusive
        : text.Labels[Category.Toxicity] is false || text.Labels[Category.Spam] is false ? Group.Acceptable
        : null)];

    private static string Describe(Group?[] groups, double rate, (double Total, double Acceptable, double Abusive, double Spam) shares) => string.Create(
        CultureInfo.InvariantCulture,
        $"On {groups.Count(group => group == Group.Acceptable)} acceptable, {groups.Count(group => group == Group.Abusive)} abusive and {groups.Count(group => group == Group.Spam)} "
        + $"spam validation texts, weighted to {ReferencePrevalence.Spam:0%} spam and {ReferencePrevalence.Abusive:0%} abusive: every category may flag {rate:0.00%} of the acceptable texts; "
        + $"together the categories then flag {shares.Total:0.00%} of submissions ({shares.Acceptable:0.0%} of the acceptable, {shares.Abusive:0.0%} of the abusive, {shares.Spam:0.0%} of the spam; "
        + $"spam at or above {MinSpamReject} is rejected and needs no review).");
}
