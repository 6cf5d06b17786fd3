using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Persons;

/// <summary>A submission as it is exported, and as it can be imported again.</summary>
internal sealed record ExportedSubmission
{
    public required Guid Id { get; init; }

    public required string Site { get; init; }

    public required ExportedPage Page { get; init; }

    public Guid? ParentId { get; init; }

    public required ExportedAuthor Author { get; init; }

    /// <summary>Empty when it was erased or its time is over.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required SubmissionState State { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public Verdict? Verdict { get; init; }

    public Scores? Scores { get; init; }

    public string? ModelVersion { get; init; }

    public int? PolicyVersion { get; init; }

    public bool Featured { get; init; }

    /// <summary>What people decided about it, oldest first.</summary>
    public required IReadOnlyList<ExportedDecision> Decisions { get; init; }
}

/// <summary>Where it stands.</summary>
internal sealed record ExportedPage(string Url, string? Id, string? Title);

/// <summary>Who wrote it, without any address.</summary>
internal sealed record ExportedAuthor(string? Name, string? Url);

/// <summary>One decision about it.</summary>
internal sealed record ExportedDecision(string Decision, string? Reason, string? Note, string By, SubmissionState? From, SubmissionState? To, DateTimeOffset At);
