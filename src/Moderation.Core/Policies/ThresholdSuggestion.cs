using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>
/// Thresholds that would use up a site's review budget on its own stream: every category may flag the same share of submissions, as large as the budget allows together
/// with what is flagged for other reasons. Only suggested: a threshold changes when a person changes the policy. Pure.
/// </summary>
internal sealed record ThresholdSuggestion
{
    /// <summary>With fewer submissions a share of a few percent is chance.</summary>
    public const int MinTexts = 500;

    private const double MinThreshold = 0.01;
    private const double MaxThreshold = 0.99;
    private const int Steps = 30;

    /// <summary>Submissions looked at.</summary>
    public required int Texts { get; init; }

    /// <summary>The share of them that is flagged with the thresholds that count now.</summary>
    public required double FlaggedNow { get; init; }

    /// <summary>The share that is flagged whatever the thresholds are.</summary>
    public required double FlaggedAnyway { get; init; }

    /// <summary>The share that would be flagged with these thresholds.</summary>
    public required double FlaggedThen { get; init; }

    /// <summary>The share of all submissions that each category alone may flag.</summary>
    public required double ShareOfEach { get; init; }

    /// <summary>The suggested thresholds, in the form in which a policy names them.</summary>
    public required PolicyThresholds Thresholds { get; init; }

    /// <summary>Null with fewer than <see cref="MinTexts"/> submissions.</summary>
    /// <param name="stream">A sample of what the model that counts now has scored.</param>
    /// <param name="now">The thresholds that count now; what is rejected for spam needs no review.</param>
    /// <param name="policy">The policy that counts now: its budget, and whether profanity flags.</param>
    public static ThresholdSuggestion? Derive(IReadOnlyList<StreamText> stream, Thresholds now, Policy policy)
    {
        StreamText[] reviewed = [.. stream.Where(text => !(text[Category.Spam] >= now.SpamReject))];
        if (stream.Count < MinTexts || reviewed.Length == 0)
        {
            return null;
        }

        Category[] acting = [.. Categories.All.Where(category => category != Category.LikelyToReject && ScoreChecks.Acts(policy, category) && Current(now, category) is not null)];
        Dictionary<Category, double[]> sorted = acting.ToDictionary(category => category, category => reviewed.Select(text => text[category] ?? 0).Order().ToArray());
        (double low, double high) = (0, policy.ReviewBudget);
        for (int step = 0; step < Steps; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = Share(reviewed, At(sorted, middle), stream.Count) <= policy.ReviewBudget ? (middle, high) : (low, middle);
        }

        Dictionary<Category, double> suggested = At(sorted, low);
        return new ThresholdSuggestion
        {
            Texts = stream.Count,
            FlaggedNow = Share(reviewed, acting.ToDictionary(category => category, category => Current(now, category)!.Value), stream.Count),
            FlaggedAnyway = Share(reviewed, [], stream.Count),
            FlaggedThen = Share(reviewed, suggested, stream.Count),
            ShareOfEach = low,
            Thresholds = new PolicyThresholds
            {
                SpamFlag = suggested.TryGetValue(Category.Spam, out double spam) ? spam : null,
                AbuseFlag = suggested.Where(entry => entry.Key != Category.Spam).OrderBy(entry => entry.Key).ToDictionary(entry => entry.Key.ToText(), entry => entry.Value),
            },
        };
    }

    private static double? Current(Thresholds now, Category category) => category == Category.Spam ? now.SpamFlag : now.AbuseFlag(category);

    /// <summary>The thresholds at which each category flags the share; rounded up, so that it is not more.</summary>
    private static Dictionary<Category, double> At(Dictionary<Category, double[]> sorted, double share) => sorted.ToDictionary(
        entry => entry.Key,
        entry =>
        {
            int flagged = (int)(entry.Value.Length * share);
            double score = flagged == 0 ? MaxThreshold : entry.Value[^flagged];
            return Math.Clamp(Math.Ceiling(score * 1000) / 1000, MinThreshold, MaxThreshold);
        });

    private static double Share(StreamText[] reviewed, Dictionary<Category, double> thresholds, int all) =>
        (double)reviewed.Count(text => text.IsFlaggedAnyway || thresholds.Any(entry => text[entry.Key] >= entry.Value)) / all;
}
