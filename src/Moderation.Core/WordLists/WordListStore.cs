using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.WordLists;

/// <summary>The word lists of every site. A list's entries stand in one text, a line each: they are read and written together, up to fifty thousand of them.</summary>
internal sealed class WordListStore(Database database)
{
    /// <summary>The most lists of one site.</summary>
    public const int MaxLists = 100;

    private const string StampsSql = """
        select list_id, version
        from word_list
        where site_id = @site
        order by list_id
        limit 100
        """;

    /// <summary>Which lists a site has and in which version, in a fixed order: what tells whether anything changed.</summary>
    public async Task<IReadOnlyList<(Guid Id, int Version)>> StampsAsync(SiteId site, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync((unit, token) => unit.QueryAsync<StampRow>(StampsSql, new { site = site.Value }, token), cancellationToken).ConfigureAwait(false)).Select(row => (row.ListId, row.Version))];

    private const string ListSql = """
        select list_id, site_id, name, action, page_id, starts_at, ends_at, '' as entries, entry_count, version, updated_at, updated_by
        from word_list
        where site_id = @site
        order by name, list_id
        limit 100
        """;

    /// <summary>The lists of a site by name, without their entries.</summary>
    public Task<IReadOnlyList<WordList>> ListAsync(SiteId site, CancellationToken cancellationToken) => QueryAsync(ListSql, new { site = site.Value }, cancellationToken);

    private const string LoadSql = """
        select list_id, site_id, name, action, page_id, starts_at, ends_at, entries, entry_count, version, updated_at, updated_by
        from word_list
        where site_id = @site
        order by list_id
        limit 100
        """;

    /// <summary>The lists of a site with their entries.</summary>
    public Task<IReadOnlyList<WordList>> LoadAsync(SiteId site, CancellationToken cancellationToken) => QueryAsync(LoadSql, new { site = site.Value }, cancellationToken);

    private const string FindSql = """
        select list_id, site_id, name, action, page_id, starts_at, ends_at, entries, entry_count, version, updated_at, updated_by
        from word_list
        where list_id = @id and site_id = @site
        """;

    /// <summary>One list with its entries; null when the site has none with this id.</summary>
    public async Task<WordList?> FindAsync(SiteId site, Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync(FindSql, new { id, site = site.Value }, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    private const string AddSql = """
        insert into word_list (list_id, site_id, name, action, page_id, starts_at, ends_at, entries, entry_count, version, created_at, updated_at, updated_by)
        select @id, @site, @name, @action, @pageId, @startsAt, @endsAt, @entries, @count, 1, @now, @now, @actor
        where (select count(*) from word_list where site_id = @site) < 100
        on conflict do nothing
        """;

    /// <summary>False when the name is taken on the site, or the site has <see cref="MaxLists"/> already.</summary>
    public async Task<bool> AddAsync(Unit unit, WordList list, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(AddSql, Arguments(list), cancellationToken).ConfigureAwait(false) == 1;

    private const string ReplaceSql = """
        update word_list
        set name = @name, action = @action, page_id = @pageId, starts_at = @startsAt, ends_at = @endsAt, entries = @entries, entry_count = @count,
            version = version + 1, updated_at = @now, updated_by = @actor
        where list_id = @id and site_id = @site and version = @version
          and not exists (select 1 from word_list other where other.site_id = @site and other.name = @name and other.list_id <> @id)
        """;

    /// <summary>Writes a list over the version it names. False when that is not the newest version any more, or the name is taken.</summary>
    public async Task<bool> ReplaceAsync(Unit unit, WordList list, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(ReplaceSql, Arguments(list), cancellationToken).ConfigureAwait(false) == 1;

    private const string RemoveSql = """
        delete from word_list
        where list_id = @id and site_id = @site
        """;

    /// <summary>False when there was no such list.</summary>
    public async Task<bool> RemoveAsync(Unit unit, SiteId site, Guid id, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(RemoveSql, new { id, site = site.Value }, cancellationToken).ConfigureAwait(false) == 1;

    private static object Arguments(WordList list) => new
    {
        id = list.Id,
        site = list.Site.Value,
        name = list.Name,
        action = list.Action.ToText(),
        pageId = list.PageId,
        startsAt = list.StartsAt,
        endsAt = list.EndsAt,
        entries = string.Join('\n', list.Entries),
        count = list.Entries.Count,
        version = list.Version,
        now = list.UpdatedAt,
        actor = list.UpdatedBy,
    };

    private Task<IReadOnlyList<WordList>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WordList>>(
            async (unit, token) => [.. (await unit.QueryAsync<Row>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToList())], cancellationToken);

    private sealed record StampRow
    {
        public Guid ListId { get; init; }

        public int Version { get; init; }
    }

    private sealed record Row
    {
        public Guid ListId { get; init; }

        public required string SiteId { get; init; }

        public required string Name { get; init; }

        public required string Action { get; init; }

        public Guid? PageId { get; init; }

        public DateTimeOffset? StartsAt { get; init; }

        public DateTimeOffset? EndsAt { get; init; }

        public required string Entries { get; init; }

        public int EntryCount { get; init; }

        public int Version { get; init; }

        public DateTimeOffset UpdatedAt { get; init; }

        public required string UpdatedBy { get; init; }

        public WordList ToList() => new()
        {
            Id = ListId,
            Site = Sites.SiteId.Parse(SiteId),
            Name = Name,
            Action = EnumText.Parse<Verdict>(Action),
            PageId = PageId,
            StartsAt = StartsAt,
            EndsAt = EndsAt,
            Entries = Entries.Length == 0 ? [] : Entries.Split('\n'),
            EntryCount = EntryCount,
            Version = Version,
            UpdatedAt = UpdatedAt,
            UpdatedBy = UpdatedBy,
        };
    }
}
