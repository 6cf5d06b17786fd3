namespace Moderation.Submissions;

/// <summary>Where a page of the audit trail ended.</summary>
/// <param name="At">When its last entry was written.</param>
/// <param name="EntryId">That entry.</param>
internal readonly record struct AuditCursor(DateTimeOffset At, Guid EntryId);
