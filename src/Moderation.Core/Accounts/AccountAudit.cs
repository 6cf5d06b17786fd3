using Moderation.Submissions;

namespace Moderation.Accounts;

/// <summary>Entries of the audit trail about accounts: sign-ins, and what was done to whom.</summary>
internal static class AccountAudit
{
    /// <param name="actor">Who did it.</param>
    /// <param name="what">What was done, as a code such as <c>sign_in</c>.</param>
    /// <param name="how">A detail as a code; null when there is none.</param>
    /// <param name="about">The person it was done to, where that is not the actor.</param>
    /// <param name="at">When.</param>
    public static AuditEntry Entry(string actor, string what, string? how, Moderator? about, DateTimeOffset at) => new()
    {
        EntryId = Guid.CreateVersion7(at),
        Kind = AuditKind.Admin,
        Actor = actor,
        Decision = what,
        Reason = how,
        Note = about?.Actor,
        At = at,
    };
}
