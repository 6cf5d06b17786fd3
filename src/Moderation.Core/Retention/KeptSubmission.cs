using Moderation.Submissions;

namespace Moderation.Retention;

/// <summary>What decides how much of a submission may still be kept, and what there is of it.</summary>
internal sealed record KeptSubmission
{
    public required SubmissionKey Key { get; init; }

    public required SubmissionState State { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The score for spam; null when it was never scored.</summary>
    public double? Spam { get; init; }

    public bool HasText { get; init; }

    public bool HasAddress { get; init; }

    public bool HasNetwork { get; init; }

    /// <summary>Under which its author is counted; null when there is none, or it was let go of.</summary>
    public byte[]? AuthorKey { get; init; }
}
