using System.Globalization;
using Moderation.Pages;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Review;

/// <summary>
/// Opens, closes or hides a page, and makes one that nobody has commented on yet. A page that comes with the website's own name keeps its thread under a new address.
/// Every change is in the audit trail; setting what is so already changes nothing.
/// </summary>
internal sealed class SetPage(Database database, PageStore pages, AuditStore audit, TimeProvider clock)
{
    /// <summary>The page as it is afterwards.</summary>
    public Task<Page> HandleAsync(SiteId site, PageSettings wanted, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => SetAsync(unit, site, wanted, token), cancellationToken);

    private async Task<Page> SetAsync(Unit unit, SiteId site, PageSettings wanted, CancellationToken cancellationToken)
    {
        Page page = (await pages.ResolveManyAsync(unit, site, [wanted.Page], cancellationToken).ConfigureAwait(false)).Single();
        Page after = page with
        {
            Mode = wanted.Mode ?? page.Mode,
            ClosesAt = wanted.HasClosesAt ? wanted.ClosesAt?.ToMicros() : page.ClosesAt,
        };
        if (after == page)
        {
            return page;
        }

        DateTimeOffset now = clock.UtcNowMicros();
        if (!await pages.SetModeAsync(unit, after.PageId, after.Mode, after.ClosesAt, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The page {after.PageId} was found and is not there.");
        }

        await audit.AppendManyAsync(unit, [Entry(after, wanted.Actor, now)], cancellationToken).ConfigureAwait(false);
        return after;
    }

    private static AuditEntry Entry(Page page, string actor, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now),
        Site = page.Site,
        Kind = AuditKind.Admin,
        Actor = actor,
        Decision = "set_page",
        Reason = page.Mode.ToText(),
        Note = string.Create(CultureInfo.InvariantCulture, $"page {page.PageId:D}, closes at {page.ClosesAt:O}"),
        At = now,
    };
}
