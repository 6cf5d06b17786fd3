using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>A valid reply of another system, with what was decided about it there.</summary>
internal sealed record ImportedReply
{
    public required ValidReply Reply { get; init; }

    /// <summary>Where it stood; <see cref="SubmissionState.Received"/> has it judged here.</summary>
    public required SubmissionState State { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ImportedDecision> Decisions { get; init; }
}

/// <summary>One decision about it.</summary>
internal sealed record ImportedDecision(string Decision, string? Reason, string? Note, DateTimeOffset At);
