using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Models;

/// <summary>Entries of the audit trail about models.</summary>
internal static class ModelAudit
{
    /// <param name="site">The site; null: every site.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="what">What was done, as a code such as <c>promote_model</c>.</param>
    /// <param name="how">A detail as a code; null when there is none.</param>
    /// <param name="note">The person's own words.</param>
    /// <param name="sha256">The model it was done with.</param>
    /// <param name="at">When.</param>
    public static AuditEntry Entry(SiteId? site, string actor, string what, string? how, string? note, string sha256, DateTimeOffset at) => new()
    {
        EntryId = Guid.CreateVersion7(at),
        Site = site,
        Kind = AuditKind.Admin,
        Actor = actor,
        Decision = what,
        Reason = how,
        Note = note,
        ModelVersion = sha256,
        At = at,
    };
}
