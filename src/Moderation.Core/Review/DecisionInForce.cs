using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>Which decision counts when some were undone. Pure.</summary>
internal static class DecisionInForce
{
    /// <summary>
    /// The decision that stands after everything in the trail: the last one, unless it was undone; then the one before, and so on. An undone undo brings back what it took away.
    /// Null when no decision stands: the machine's verdict or the author's withdrawal does.
    /// </summary>
    /// <param name="trail">The audit trail in any order; entries that changed no state are passed over.</param>
    public static AuditEntry? Of(IReadOnlyList<AuditEntry> trail)
    {
        AuditEntry[] changes = [.. trail.Where(entry => entry.FromState is not null && entry.ToState is not null && entry.Kind is AuditKind.Decision or AuditKind.Withdrawal).OrderBy(entry => entry.Version)];
        int last = changes.Length - 1;
        while (last >= 0 && IsUndo(changes[last]))
        {
            // What it undid is the change before it: what stands is what stood before that.
            last -= 2;
        }

        return last >= 0 && changes[last].Kind == AuditKind.Decision ? changes[last] : null;
    }

    private static bool IsUndo(AuditEntry entry) => entry.Kind == AuditKind.Decision && entry.Decision == Decision.Reopen.ToText();
}
