using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Administration;

/// <summary>Entries of the audit trail about what governs: sites, keys, policies, and what waits in the error queues.</summary>
internal static class AdminAudit
{
    /// <param name="site">The site it is about; null: the installation.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="what">What was done, as a code such as <c>key_added</c>.</param>
    /// <param name="how">A detail as a code; null when there is none.</param>
    /// <param name="note">What it was done to, in words; never a secret and never an address.</param>
    /// <param name="at">When.</param>
    public static AuditEntry Entry(SiteId? site, string actor, string what, string? how, string? note, DateTimeOffset at) => new()
    {
        EntryId = Guid.CreateVersion7(at),
        Site = site,
        Kind = AuditKind.Admin,
        Actor = actor,
        Decision = what,
        Reason = how,
        Note = note,
        At = at,
    };
}
