using Moderation.Submissions;

namespace Moderation.Retention;

/// <summary>Where a walk is: behind the submission of this time and key. No key: before the first of this time.</summary>
internal readonly record struct RetentionCursor(DateTimeOffset At, SubmissionKey? Key);
