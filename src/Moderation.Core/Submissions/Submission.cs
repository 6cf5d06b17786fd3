using Moderation.Policies;

namespace Moderation.Submissions;

/// <summary>What a visitor sent with "leave a reply", exactly as accepted, with the newest verdict on it.</summary>
internal sealed record Submission
{
    public required SubmissionKey Key { get; init; }

    public required Guid PageId { get; init; }

    /// <summary>The submission it answers, on the same page; null for a root.</summary>
    public SubmissionId? ParentId { get; init; }

    /// <summary>The root of its thread; its own id for a root.</summary>
    public required SubmissionId RootId { get; init; }

    /// <summary>The withdrawn submission that this one is an edit of; null for a first version.</summary>
    public SubmissionId? ReplacesId { get; init; }

    public SubmissionState State { get; init; }

    /// <summary>Counts the changes of state; 0 as long as it is Received.</summary>
    public int Version { get; init; }

    public required SubmissionSource Source { get; init; }

    /// <summary>Sent with a test key: judged, never public, never a label.</summary>
    public bool IsTest { get; init; }

    /// <summary>True for a comment that a client of another service asked about and wanted kept: reviewed like any other, and never shown here, because its own site does that.</summary>
    public bool IsUnlisted { get; init; }

    public required string AuthorName { get; init; }

    public string? AuthorUrl { get; init; }

    /// <summary>The e-mail address, sealed; null when none was given or when its time was over.</summary>
    public byte[]? EmailSealed { get; init; }

    /// <summary>A keyed hash of the e-mail address, for an exact look-up.</summary>
    public byte[]? EmailHash { get; init; }

    /// <summary>A keyed hash of who the author claims or is proven to be; null when nothing tells authors apart.</summary>
    public byte[]? AuthorKey { get; init; }

    /// <summary>True when the website vouched for the author, whose key then is that of a verified one.</summary>
    public bool IsAuthorVerified { get; init; }

    /// <summary>A keyed hash of the network it came from, with a salt that changes daily; for a blocked network one that stays the same.</summary>
    public byte[]? NetworkHash { get; init; }

    /// <summary>What the block of its network asked for when it came, flag or reject; null when the network was not blocked.</summary>
    public Verdict? NetworkBlock { get; init; }

    /// <summary>The text; empty after erasure.</summary>
    public required string Body { get; init; }

    /// <summary>A keyed hash of the normalised text, 16 bytes.</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>A keyed hash of everything that makes two posts "the same content".</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>True when the field that people do not see was filled in.</summary>
    public bool IsHoneypotFilled { get; init; }

    /// <summary>How long the form was open; null when it was not said.</summary>
    public double? ElapsedSeconds { get; init; }

    /// <summary>Picked by the newsroom.</summary>
    public bool IsFeatured { get; init; }

    /// <summary>When its author sent it, as the website says.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the state changed last; null as long as it is Received.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>From when public reads show the state; null as long as it is Received.</summary>
    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>The newest verdict; null before the first.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Higher goes first in the review queue.</summary>
    public int Priority { get; init; }

    /// <summary>Every reason of the newest verdict, as a JSON array; null before the first.</summary>
    public string? ReasonsJson { get; init; }

    /// <summary>Null as long as it was never scored.</summary>
    public Scores? Scores { get; init; }

    /// <summary>SHA-256 of the model that scored it; null as long as it was never scored.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>The version of the policy that judged it; null before the first verdict.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>How often judging failed.</summary>
    public int JudgeAttempts { get; init; }
}
