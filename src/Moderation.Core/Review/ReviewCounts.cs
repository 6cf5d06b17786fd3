namespace Moderation.Review;

/// <summary>How many wait in each queue of a site, counted up to <see cref="Limit"/>: however many there are, no more rows are read.</summary>
internal sealed record ReviewCounts
{
    /// <summary>A count of this many means "this many or more".</summary>
    public const int Limit = 100;

    public required int Flagged { get; init; }

    public required int SpamLikely { get; init; }

    public required int Reported { get; init; }

    public required int Unscored { get; init; }

    public required int Escalated { get; init; }

    /// <summary>When the submission that has waited longest was received; null when none waits.</summary>
    public DateTimeOffset? OldestReceivedAt { get; init; }
}
