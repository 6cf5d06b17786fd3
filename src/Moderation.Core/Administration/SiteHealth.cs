namespace Moderation.Administration;

/// <summary>How things are on a site; queues and errors are those of the installation.</summary>
internal sealed record SiteHealth
{
    /// <summary>The store's part of <see cref="QueueDepth"/> is counted up to here.</summary>
    public const int MaxDepth = 10_000;

    /// <summary>This process can score.</summary>
    public required bool IsScoring { get; init; }

    /// <summary>The number of the model that decides; null when none is registered.</summary>
    public required int? ModelNumber { get; init; }

    /// <summary>Since when it decides.</summary>
    public required DateTimeOffset? ModelSince { get; init; }

    /// <summary>When the submission that has waited longest for a person was received; null when none waits.</summary>
    public required DateTimeOffset? OldestReceivedAt { get; init; }

    /// <summary>Flagged because there were no scores, counted up to <see cref="Review.ReviewCounts.Limit"/>.</summary>
    public required int Unscored { get; init; }

    /// <summary>What waits for a person, each queue counted up to <see cref="Review.ReviewCounts.Limit"/>.</summary>
    public required int Waiting { get; init; }

    /// <summary>What is accepted and not judged yet.</summary>
    public required long QueueDepth { get; init; }

    /// <summary>The broker cannot be asked.</summary>
    public required bool IsBrokerAway { get; init; }

    /// <summary>What could not be judged and needs a person.</summary>
    public required long Errors { get; init; }
}
