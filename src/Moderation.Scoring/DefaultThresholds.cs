namespace Moderation.Scoring;

/// <summary>
/// Thresholds a policy starts with, derived by the trainer from the review budget on validation texts re-weighted to the reference prevalence.
/// All are scores from 0 to 1 and mean "at or above". A category the model does not offer has no entry.
/// </summary>
public sealed record DefaultThresholds
{
    /// <summary>Spam at or above this is flagged.</summary>
    public required double SpamFlag { get; init; }

    /// <summary>Spam at or above this is rejected without a person; never below 0.98.</summary>
    public required double SpamReject { get; init; }

    /// <summary>
    /// Per abuse category (everything but spam and likely-to-reject): flag at or above. The entry of profanity is for policies that choose to act on swearing;
    /// by default nothing does, because swearing alone is no violation.
    /// </summary>
    public required IReadOnlyDictionary<Category, double> AbuseFlag { get; init; }

    /// <summary>Per abuse category: the score a policy may reject at, where rejecting without a person is chosen.</summary>
    public required IReadOnlyDictionary<Category, double> AbuseReject { get; init; }

    /// <summary>For threat and severe toxicity: flag with high priority at or above.</summary>
    public required IReadOnlyDictionary<Category, double> Priority { get; init; }

    /// <summary>For site models: flag when likely to be rejected at or above this.</summary>
    public required double LikelyToReject { get; init; }

    /// <summary>Share (0 to 1) of all submissions that these thresholds were allowed to flag together.</summary>
    public required double ReviewBudget { get; init; }

    /// <summary>The derivation in words and numbers, for people.</summary>
    public required string HowDerived { get; init; }

    /// <summary>Whether a text with these scores is flagged or rejected by default, as far as scores decide: spam or abuse at a threshold, or not understood.</summary>
    public bool Stop(ScoredText scored) =>
        !scored.IsUnderstood || scored[Category.Spam] >= SpamFlag
        || AbuseFlag.Any(entry => entry.Key != Category.Profanity && scored[entry.Key] >= entry.Value);
}
