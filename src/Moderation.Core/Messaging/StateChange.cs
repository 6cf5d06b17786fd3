using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>One change of a submission's state, about to be announced.</summary>
internal sealed record StateChange
{
    public required SubmissionState Before { get; init; }

    /// <summary>The submission after the change: its version, times, model and policy are those of the event.</summary>
    public required Submission After { get; init; }

    public required Page Page { get; init; }

    /// <summary>A pseudonym: <c>policy:{version}</c>, <c>moderator:{id}</c>, <c>site</c>, <c>author</c> or <c>system</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>Null when a person decided.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The trace it belongs to, as <c>traceparent</c>; null for the one of what runs now.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Stable codes.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
