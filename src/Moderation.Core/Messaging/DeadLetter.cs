using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>Something that could not be judged and needs a person. What was sent is sealed: it may hold an address.</summary>
internal sealed record DeadLetter
{
    public required Guid DeadLetterId { get; init; }

    /// <summary>Null when it is not known whose it was.</summary>
    public SiteId? Site { get; init; }

    /// <summary>Null when it is not known which it was.</summary>
    public SubmissionId? SubmissionId { get; init; }

    /// <summary>Where it came in.</summary>
    public required string Source { get; init; }

    /// <summary>Why it could not be judged, as a stable code.</summary>
    public required string Reason { get; init; }

    /// <summary>More about it in words, without anything its author wrote; null when the code says all.</summary>
    public string? Detail { get; init; }

    /// <summary>What was sent, sealed; null when it is stored as a submission.</summary>
    public byte[]? PayloadSealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was sent in again; null while it waits.</summary>
    public DateTimeOffset? RedrivenAt { get; init; }
}
