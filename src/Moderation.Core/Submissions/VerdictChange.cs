using Moderation.Policies;

namespace Moderation.Submissions;

/// <summary>A verdict as it is written over a submission, provided that the submission still is in the state and version the verdict was made for.</summary>
internal sealed record VerdictChange
{
    public required SubmissionKey Key { get; init; }

    /// <summary>The state the submission must be in.</summary>
    public required SubmissionState From { get; init; }

    /// <summary>The version it must have; it becomes the next.</summary>
    public required int ExpectedVersion { get; init; }

    public required SubmissionState To { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>From when public reads show it; for a verdict the time of the verdict.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    public required Verdict Verdict { get; init; }

    public required int Priority { get; init; }

    /// <summary>Every reason, as a JSON array.</summary>
    public required string ReasonsJson { get; init; }

    /// <summary>Null when it could not be scored.</summary>
    public Scores? Scores { get; init; }

    /// <summary>Null when it could not be scored.</summary>
    public string? ModelVersion { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>How often judging has failed so far.</summary>
    public int JudgeAttempts { get; init; }
}
