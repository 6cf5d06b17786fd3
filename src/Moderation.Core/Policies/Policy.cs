namespace Moderation.Policies;

/// <summary>
/// What a site wants: one version of its policy, stored as a JSON document. A member that a document leaves out has the value written here,
/// so that <c>{}</c> is the default policy.
/// </summary>
internal sealed record Policy
{
    /// <summary>The policy of a site that never changed anything.</summary>
    public static Policy Default { get; } = new();

    /// <summary>Whether people look before or after the public does; a page can ask for more, not for less.</summary>
    public ModerationMode Mode { get; init; } = ModerationMode.PostModeration;

    /// <summary>The site's own thresholds; what is null there comes from the model's card.</summary>
    public PolicyThresholds Thresholds { get; init; } = new();

    /// <summary>A text with this many links or more is flagged, unless its author is trusted. At least 1.</summary>
    public int MaxLinks { get; init; } = 2;

    /// <summary>The evasion (0 to 1) at or above which a text is flagged for its disguised words.</summary>
    public double EvasionThreshold { get; init; } = 0.8;

    /// <summary>What happens to text that the model does not understand.</summary>
    public NotUnderstoodChoice NotUnderstood { get; init; } = NotUnderstoodChoice.Flag;

    /// <summary>True to reject near-certain abuse without a person. Off unless a site chooses it.</summary>
    public bool RejectsAbuse { get; init; }

    /// <summary>How much one author or one network may send.</summary>
    public FloodLimits Flood { get; init; } = new();

    /// <summary>When the same text is a duplicate or a campaign.</summary>
    public DuplicateLimits Duplicates { get; init; } = new();

    /// <summary>The share (0 to 1) of submissions that people are willing to review; suggested thresholds are derived from it.</summary>
    public double ReviewBudget { get; init; } = 0.08;
}
