namespace Moderation.Policies;

/// <summary>A site's own thresholds, every one optional: scores from 0 to 1, acting at or above. Null takes the model card's default.</summary>
internal sealed record PolicyThresholds
{
    /// <summary>Spam at or above this is flagged.</summary>
    public double? SpamFlag { get; init; }

    /// <summary>Spam at or above this is rejected without a person.</summary>
    public double? SpamReject { get; init; }

    /// <summary>Per abuse category, by its name (<c>insult</c>): flagged at or above.</summary>
    public IReadOnlyDictionary<string, double>? AbuseFlag { get; init; }

    /// <summary>Per abuse category: near-certain at or above.</summary>
    public IReadOnlyDictionary<string, double>? AbuseReject { get; init; }

    /// <summary>For <c>threat</c> and <c>severe_toxicity</c>: first in the review queue at or above.</summary>
    public IReadOnlyDictionary<string, double>? Priority { get; init; }

    /// <summary>For models trained on the site's own decisions: flagged at or above.</summary>
    public double? LikelyToReject { get; init; }
}
