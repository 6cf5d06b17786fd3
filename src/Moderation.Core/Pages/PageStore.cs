using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Pages;

/// <summary>Pages, known by the website's own id for them or else by their address.</summary>
internal sealed class PageStore(Database database)
{
    private static readonly RowSet<Reference> References = new RowSet<Reference>("reference")
        .Integer("place", row => row.Place).Text("site_id", row => row.Site).Text("page_key", row => row.Key).Text("url", row => row.Url);

    private static readonly RowSet<NewPage> NewPages = new RowSet<NewPage>("fresh")
        .Uuid("page_id", row => row.PageId).Text("site_id", row => row.Site).Text("page_key", row => row.Key).Text("url", row => row.Url)
        .Text("external_id", row => row.ExternalId).Text("title", row => row.Title).Time("created_at", row => row.At).Time("updated_at", row => row.At);

    private static readonly RowSet<SeenUrl> SeenUrls = new RowSet<SeenUrl>("seen")
        .Text("site_id", row => row.Site).Text("url", row => row.Url).Uuid("page_id", row => row.PageId);

    private static readonly RowSet<PageChange> PageChanges = new RowSet<PageChange>("change")
        .Uuid("changed_page", row => row.PageId).Text("new_key", row => row.Key).Text("new_url", row => row.Url)
        .Text("new_external_id", row => row.ExternalId).Text("new_title", row => row.Title).Time("changed_at", row => row.At);

    private int changes;

    private string LookUpSql => $"""
        select reference.place, true as by_key, page.page_id, page.site_id, page.url, page.external_id, page.title, page.mode, page.closes_at,
            page.created_at, site.closes_pages_after_days, site.staffing
        from {database.Dialect.Rows(References)}
        join page on page.site_id = reference.site_id and page.page_key = reference.page_key
        join site on site.site_id = page.site_id
        union all
        select reference.place, false as by_key, page.page_id, page.site_id, page.url, page.external_id, page.title, page.mode, page.closes_at,
            page.created_at, site.closes_pages_after_days, site.staffing
        from {database.Dialect.Rows(References)}
        join page_url on page_url.site_id = reference.site_id and page_url.url = reference.url
        join page on page.page_id = page_url.page_id
        join site on site.site_id = page.site_id
        """;

    /// <summary>
    /// The page of each reference, in the order given. Makes pages not seen before; moves a page known by its id to the address and headline given last; gives a page
    /// known only by its address the id that comes with it. Every address a page was seen under leads to it. One statement when nothing is new.
    /// </summary>
    public async Task<IReadOnlyList<Page>> ResolveManyAsync(Unit unit, SiteId site, IReadOnlyList<PageReferenceToResolve> references, CancellationToken cancellationToken)
    {
        // What is said last about a page counts; one look-up for each distinct reference.
        PageReferenceToResolve[] distinct = [.. references.Distinct()];
        PageResolution resolution = await LookUpAsync(unit, site, distinct, cancellationToken).ConfigureAwait(false);
        if (resolution.Missing.Count > 0)
        {
            // Where the same batch names a page by its address alone and by its id, only the page with the id is made; the other reference finds it by its address.
            DateTimeOffset now = database.Clock.UtcNowMicros();
            HashSet<string> named = [.. resolution.Missing.Where(missing => missing.ExternalId is not null).Select(missing => missing.Url)];
            NewPage[] fresh =
            [
                .. resolution.Missing.Where(missing => missing.ExternalId is not null || !named.Contains(missing.Url)).Select(missing => new NewPage(Guid.CreateVersion7(now), site.Value, PageResolution.KeyOf(missing), missing.Url, missing.ExternalId, missing.Title, now)),
            ];
            await InsertAsync(unit, fresh, cancellationToken).ConfigureAwait(false);
            resolution = await LookUpAsync(unit, site, distinct, cancellationToken).ConfigureAwait(false);
        }

        await WriteAsync(unit, site, resolution, cancellationToken).ConfigureAwait(false);
        return [.. references.Select(reference => resolution.PageOf(reference))];
    }

    private const string FindByUrlSql = """
        select page.page_id, page.site_id, page.url, page.external_id, page.title, page.mode, page.closes_at,
            page.created_at, site.closes_pages_after_days, site.staffing
        from page_url
        join page on page.page_id = page_url.page_id
        join site on site.site_id = page.site_id
        where page_url.site_id = @site and page_url.url = @url
        """;

    /// <summary>The page that was seen under this canonical address; null when none was.</summary>
    public Task<Page?> FindByUrlAsync(SiteId site, string url, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (unit, token) => (await unit.QuerySingleOrDefaultAsync<PageRow>(FindByUrlSql, new { site = site.Value, url }, token).ConfigureAwait(false))?.ToPage(),
            cancellationToken);

    private string FindManySql => $"""
        select page.page_id, page.site_id, page.url, page.external_id, page.title, page.mode, page.closes_at, page.created_at, site.closes_pages_after_days, site.staffing
        from page
        join site on site.site_id = page.site_id
        where {database.Dialect.In("page.page_id", "pages")}
        """;

    /// <summary>The pages with these ids; unknown ones are left out.</summary>
    public Task<IReadOnlyDictionary<Guid, Page>> FindManyAsync(IReadOnlyCollection<Guid> pages, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => FindManyAsync(unit, pages, token), cancellationToken);

    /// <inheritdoc cref="FindManyAsync(IReadOnlyCollection{Guid}, CancellationToken)"/>
    public async Task<IReadOnlyDictionary<Guid, Page>> FindManyAsync(Unit unit, IReadOnlyCollection<Guid> pages, CancellationToken cancellationToken) =>
        (await unit.QueryAsync<PageRow>(FindManySql, new { pages = unit.Dialect.List(pages) }, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.PageId, row => row.ToPage());

    private const string ListSql = """
        select page.page_id, page.site_id, page.url, page.external_id, page.title, page.mode, page.closes_at, page.created_at, site.closes_pages_after_days, site.staffing
        from page
        join site on site.site_id = page.site_id
        where page.site_id = @site and (page.created_at, page.page_id) < (@beforeTime, @beforeId)
          and (@words = '' or lower(coalesce(page.title, '')) like @words escape '!' or lower(page.url) like @words escape '!')
        order by page.created_at desc, page.page_id desc
        limit @limit
        """;

    /// <summary>Pages of a site, the newest first.</summary>
    /// <param name="site">The site.</param>
    /// <param name="words">What stands in the headline or the address; empty: anything.</param>
    /// <param name="before">The page that ended the list before; null for the first.</param>
    /// <param name="limit">The most pages.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<IReadOnlyList<Page>> ListAsync(SiteId site, string words, Page? before, int limit, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            site = site.Value,
            words = words.Length == 0 ? "" : $"%{words.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%",
            beforeTime = before?.CreatedAt ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero),
            beforeId = before?.PageId ?? Guid.Empty,
            limit,
        };
        return database.ReadAsync<IReadOnlyList<Page>>(
            async (unit, token) => [.. (await unit.QueryAsync<PageRow>(ListSql, arguments, token).ConfigureAwait(false)).Select(row => row.ToPage())], cancellationToken);
    }

    private const string SetModeSql = """
        update page
        set mode = @mode, closes_at = @closesAt, updated_at = @now
        where page_id = @pageId
        """;

    /// <summary>False when there is no such page.</summary>
    public Task<bool> SetModeAsync(Guid pageId, PageMode mode, DateTimeOffset? closesAt, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => SetModeAsync(unit, pageId, mode, closesAt, token), cancellationToken);

    /// <summary>Counts what this process changed about what pages accept, once it is committed; whoever remembers pages forgets them when it moves.</summary>
    public int Changes => Volatile.Read(ref changes);

    /// <inheritdoc cref="SetModeAsync(Guid, PageMode, DateTimeOffset?, CancellationToken)"/>
    public async Task<bool> SetModeAsync(Unit unit, Guid pageId, PageMode mode, DateTimeOffset? closesAt, CancellationToken cancellationToken)
    {
        unit.AfterCommit(() => Interlocked.Increment(ref changes));
        return await unit.ExecuteAsync(SetModeSql, new { pageId, mode = mode.ToText(), closesAt, now = database.Clock.UtcNowMicros() }, cancellationToken).ConfigureAwait(false) == 1;
    }

    private async Task<PageResolution> LookUpAsync(Unit unit, SiteId site, PageReferenceToResolve[] references, CancellationToken cancellationToken)
    {
        Reference[] rows = [.. references.Select((reference, place) => new Reference(place, site.Value, PageResolution.KeyOf(reference), reference.Url))];
        return new PageResolution(references, await unit.QueryManyAsync<Reference, PageRow>(LookUpSql, References, rows, cancellationToken).ConfigureAwait(false));
    }

    private string InsertSql => $"""
        insert into page ({NewPages.ColumnNames})
        select {NewPages.ColumnNames}
        from {database.Dialect.Rows(NewPages)}
        where true
        on conflict do nothing
        """;

    private string InsertUrlSql => $"""
        insert into page_url (site_id, url, page_id)
        select seen.site_id, seen.url, page.page_id
        from {database.Dialect.Rows(SeenUrls)}
        join page on page.page_id = seen.page_id
        where true
        on conflict do nothing
        """;

    /// <summary>Another process may make the same pages at the same time; the order of the keys keeps the two from waiting for each other.</summary>
    private async Task InsertAsync(Unit unit, NewPage[] fresh, CancellationToken cancellationToken)
    {
        NewPage[] ordered = [.. fresh.DistinctBy(page => page.Key).OrderBy(page => page.Key, StringComparer.Ordinal)];
        await unit.ExecuteManyAsync(InsertSql, NewPages, ordered, cancellationToken).ConfigureAwait(false);

        // A page that lost the race was not inserted, and its address belongs to the winner: the join leaves it out.
        SeenUrl[] urls = [.. ordered.DistinctBy(page => page.Url).OrderBy(page => page.Url, StringComparer.Ordinal).Select(page => new SeenUrl(page.Site, page.Url, page.PageId))];
        await unit.ExecuteManyAsync(InsertUrlSql, SeenUrls, urls, cancellationToken).ConfigureAwait(false);
    }

    private string ChangeSql => $"""
        update page
        set page_key = change.new_key, url = change.new_url, external_id = change.new_external_id, title = change.new_title, updated_at = change.changed_at
        from {database.Dialect.Rows(PageChanges)}
        where page.page_id = change.changed_page
        """;

    private string MoveUrlSql => $"""
        insert into page_url (site_id, url, page_id)
        select seen.site_id, seen.url, seen.page_id
        from {database.Dialect.Rows(SeenUrls)}
        where true
        on conflict (site_id, url) do update set page_id = excluded.page_id
        """;

    private async Task WriteAsync(Unit unit, SiteId site, PageResolution resolution, CancellationToken cancellationToken)
    {
        DateTimeOffset now = database.Clock.UtcNowMicros();
        PageChange[] changes =
        [
            .. resolution.Changed.OrderBy(page => page.PageId).Select(page => new PageChange(page.PageId, PageResolution.KeyOf(page), page.Url, page.ExternalId, page.Title, now)),
        ];
        await unit.ExecuteManyAsync(ChangeSql, PageChanges, changes, cancellationToken).ConfigureAwait(false);

        SeenUrl[] urls = [.. resolution.Moved.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new SeenUrl(site.Value, pair.Key, pair.Value))];
        await unit.ExecuteManyAsync(MoveUrlSql, SeenUrls, urls, cancellationToken).ConfigureAwait(false);
    }

    private sealed record Reference(int Place, string Site, string Key, string Url);

    private sealed record NewPage(Guid PageId, string Site, string Key, string Url, string? ExternalId, string? Title, DateTimeOffset At);

    private sealed record SeenUrl(string Site, string Url, Guid PageId);

    private sealed record PageChange(Guid PageId, string? Key, string Url, string? ExternalId, string? Title, DateTimeOffset At);
}
