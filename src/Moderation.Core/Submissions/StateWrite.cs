namespace Moderation.Submissions;

/// <summary>A change of state alone, with the state and version it starts from.</summary>
internal sealed record StateWrite(
    SubmissionKey Key, SubmissionState From, int ExpectedVersion, SubmissionState To, DateTimeOffset DecidedAt, DateTimeOffset EffectiveAt);
