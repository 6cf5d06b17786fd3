using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.Submissions;

/// <summary>One line of the audit trail. Only added, never changed.</summary>
internal sealed record AuditEntry
{
    public required Guid EntryId { get; init; }

    /// <summary>Null when it is about the installation.</summary>
    public SiteId? Site { get; init; }

    /// <summary>Null when it is not about a submission.</summary>
    public SubmissionId? SubmissionId { get; init; }

    /// <summary>The version of the submission that this led to.</summary>
    public int? Version { get; init; }

    public required AuditKind Kind { get; init; }

    /// <summary>Who caused it: <c>moderator:{id}</c>, <c>policy:{version}</c>, <c>site</c>, <c>author</c> or <c>system</c>.</summary>
    public required string Actor { get; init; }

    public SubmissionState? FromState { get; init; }

    public SubmissionState? ToState { get; init; }

    public Verdict? Verdict { get; init; }

    /// <summary>What a person concluded, as a lower-case word.</summary>
    public string? Decision { get; init; }

    /// <summary>The person's reason, as a code.</summary>
    public string? Reason { get; init; }

    /// <summary>The person's own words.</summary>
    public string? Note { get; init; }

    /// <summary>Every reason of a verdict, as a JSON array.</summary>
    public string? ReasonsJson { get; init; }

    /// <summary>The scores of a verdict, as a JSON object.</summary>
    public string? ScoresJson { get; init; }

    public string? ModelVersion { get; init; }

    public int? PolicyVersion { get; init; }

    public required DateTimeOffset At { get; init; }
}
