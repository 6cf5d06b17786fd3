using Moderation.Storage;

namespace Moderation.Sites;

/// <summary>Sites and the origins they allow.</summary>
internal sealed class SiteStore(Database database)
{
    private const string AddSql = """
        insert into site (site_id, name, public_key_salt, public_key_hash, requires_email, closes_pages_after_days, created_at)
        values (@SiteId, @Name, @PublicKeySalt, @publicKeyHash, @RequiresEmail, @ClosesPagesAfterDays, @CreatedAt)
        on conflict do nothing
        """;

    /// <summary>Adds a site with its origins. False when the id or the public key is taken; then nothing is changed.</summary>
    public Task<bool> AddAsync(Site site, byte[] publicKeyHash, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => AddAsync(unit, site, publicKeyHash, token), cancellationToken);

    /// <inheritdoc cref="AddAsync(Site, byte[], CancellationToken)"/>
    public static async Task<bool> AddAsync(Unit unit, Site site, byte[] publicKeyHash, CancellationToken cancellationToken)
    {
        var row = new { SiteId = site.Id.Value, site.Name, site.PublicKeySalt, publicKeyHash, site.RequiresEmail, site.ClosesPagesAfterDays, site.CreatedAt };
        if (await unit.ExecuteAsync(AddSql, row, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        foreach (string origin in site.AllowedOrigins)
        {
            await AddOriginAsync(unit, site.Id, origin, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private const string SetSql = """
        update site
        set name = @Name, requires_email = @RequiresEmail, closes_pages_after_days = @ClosesPagesAfterDays
        where site_id = @site
        """;

    /// <summary>False when there is no such site.</summary>
    public static async Task<bool> SetAsync(Unit unit, SiteId site, SiteSettings settings, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(SetSql, new { site = site.Value, settings.Name, settings.RequiresEmail, settings.ClosesPagesAfterDays }, cancellationToken).ConfigureAwait(false) == 1;

    private const string FindSql = """
        select site_id, name, public_key_salt, requires_email, closes_pages_after_days, created_at
        from site
        where site_id = @site
        """;

    /// <summary>Null when there is no such site.</summary>
    public Task<Site?> FindAsync(SiteId site, CancellationToken cancellationToken) => FindAsync(FindSql, new { site = site.Value }, cancellationToken);

    private const string FindByPublicKeySql = """
        select site_id, name, public_key_salt, requires_email, closes_pages_after_days, created_at
        from site
        where public_key_hash = @publicKeyHash
        """;

    /// <summary>The site that owns a public site key, by the keyed hash of it; null when none does.</summary>
    public Task<Site?> FindByPublicKeyHashAsync(byte[] publicKeyHash, CancellationToken cancellationToken) =>
        FindAsync(FindByPublicKeySql, new { publicKeyHash }, cancellationToken);

    private const string ListSql = """
        select site_id, name, public_key_salt, requires_email, closes_pages_after_days, created_at
        from site
        order by site_id
        limit 10000
        """;

    private const string ListAllOriginsSql = """
        select site_id, origin
        from site_origin
        order by site_id, origin
        limit 100000
        """;

    /// <summary>Every site, in the order of the ids.</summary>
    public Task<IReadOnlyList<Site>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Site>>(
            async (unit, token) =>
            {
                ILookup<string, string> origins = (await unit.QueryAsync<OriginRow>(ListAllOriginsSql, null, token).ConfigureAwait(false))
                    .ToLookup(row => row.SiteId, row => row.Origin);
                List<SiteRow> rows = await unit.QueryAsync<SiteRow>(ListSql, null, token).ConfigureAwait(false);
                return [.. rows.Select(row => row.ToSite([.. origins[row.SiteId]]))];
            },
            cancellationToken);

    private const string ListOriginsSql = """
        select origin
        from site_origin
        where site_id = @site
        order by origin
        limit 1000
        """;

    /// <summary>The origins a site allows, in text order.</summary>
    public Task<IReadOnlyList<string>> ListOriginsAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async (unit, token) => await unit.QueryAsync<string>(ListOriginsSql, new { site = site.Value }, token).ConfigureAwait(false), cancellationToken);

    private const string AddOriginSql = """
        insert into site_origin (site_id, origin)
        values (@site, @origin)
        on conflict do nothing
        """;

    /// <summary>False when the site allows it already.</summary>
    public Task<bool> AddOriginAsync(SiteId site, string origin, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => AddOriginAsync(unit, site, origin, token), cancellationToken);

    /// <inheritdoc cref="AddOriginAsync(SiteId, string, CancellationToken)"/>
    public static async Task<bool> AddOriginAsync(Unit unit, SiteId site, string origin, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(AddOriginSql, new { site = site.Value, origin }, cancellationToken).ConfigureAwait(false) == 1;

    private const string RemoveOriginSql = """
        delete from site_origin
        where site_id = @site and origin = @origin
        """;

    /// <summary>False when the site does not allow it.</summary>
    public Task<bool> RemoveOriginAsync(SiteId site, string origin, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => RemoveOriginAsync(unit, site, origin, token), cancellationToken);

    /// <inheritdoc cref="RemoveOriginAsync(SiteId, string, CancellationToken)"/>
    public static async Task<bool> RemoveOriginAsync(Unit unit, SiteId site, string origin, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(RemoveOriginSql, new { site = site.Value, origin }, cancellationToken).ConfigureAwait(false) == 1;

    private const string SetClosingSql = """
        update site
        set closes_pages_after_days = @days
        where site_id = @site
        """;

    /// <summary>Sets the age in days at which pages of the site close; null: age closes none. False when there is no such site.</summary>
    public Task<bool> SetClosingAsync(SiteId site, int? days, CancellationToken cancellationToken) =>
        database.RunAsync(async (unit, token) => await unit.ExecuteAsync(SetClosingSql, new { site = site.Value, days }, token).ConfigureAwait(false) == 1, cancellationToken);

    private Task<Site?> FindAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (unit, token) =>
            {
                SiteRow? row = await unit.QuerySingleOrDefaultAsync<SiteRow>(sql, arguments, token).ConfigureAwait(false);
                return row?.ToSite(await unit.QueryAsync<string>(ListOriginsSql, new { site = row.SiteId }, token).ConfigureAwait(false));
            },
            cancellationToken);

    private sealed record OriginRow
    {
        public required string SiteId { get; init; }

        public required string Origin { get; init; }
    }

    private sealed record SiteRow
    {
        public required string SiteId { get; init; }

        public required string Name { get; init; }

        public required string PublicKeySalt { get; init; }

        public bool RequiresEmail { get; init; }

        public int? ClosesPagesAfterDays { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public Site ToSite(IReadOnlyList<string> origins) =>
            new()
            {
                Id = Sites.SiteId.Parse(SiteId),
                Name = Name,
                AllowedOrigins = origins,
                PublicKeySalt = PublicKeySalt,
                RequiresEmail = RequiresEmail,
                ClosesPagesAfterDays = ClosesPagesAfterDays,
                CreatedAt = CreatedAt,
            };
    }
}
