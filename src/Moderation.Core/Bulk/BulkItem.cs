using Moderation.Submissions;

namespace Moderation.Bulk;

/// <summary>One submission of a decision about many.</summary>
internal sealed record BulkItem
{
    public required Guid BulkId { get; init; }

    public required SubmissionId Submission { get; init; }

    /// <summary>The place in the order in which they are gone through.</summary>
    public required int Position { get; init; }

    /// <summary>The version the moderator saw, or that it had when the list was made: what changed since is left alone.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>It came to the campaign after the decision.</summary>
    public bool IsFollower { get; init; }

    /// <summary>The version that the decision led to; null when it changed nothing.</summary>
    public int? Version { get; init; }

    /// <summary>What became of it; null before its turn.</summary>
    public string? Outcome { get; init; }

    /// <summary>The state it is in now.</summary>
    public SubmissionState State { get; init; }
}
