using Moderation.Sites;

namespace Moderation.Pages;

/// <summary>Pages by their address, for doors that are asked about the same page thousands of times a second: looking it up each time cost as much as the rest of an answer.</summary>
internal sealed class PagesByAddress(PageStore pages, TimeProvider clock)
{
    private readonly PageMemory<(SiteId Site, string Url)> memory = new(pages, clock);

    /// <summary>The page that was seen under this canonical address, as it is or was up to a second ago; null when none was.</summary>
    public ValueTask<Page?> FindAsync(SiteId site, string url, CancellationToken cancellationToken) =>
        memory.TryFind((site, url), out Page? page) ? ValueTask.FromResult(page) : new ValueTask<Page?>(ReadAsync(site, url, cancellationToken));

    private async Task<Page?> ReadAsync(SiteId site, string url, CancellationToken cancellationToken)
    {
        PageMoment moment = memory.Now();
        Page? page = await pages.FindByUrlAsync(site, url, cancellationToken).ConfigureAwait(false);
        memory.Remember((site, url), page, moment);
        return page;
    }
}
