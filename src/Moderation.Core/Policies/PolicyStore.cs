using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Policies;

/// <summary>The versions of each site's policy. A version is never changed; the highest one counts.</summary>
internal sealed class PolicyStore(Database database)
{
    private const string CurrentSql = """
        select version, document, created_at, created_by
        from policy
        where site_id = @site
        order by version desc
        limit 1
        """;

    /// <summary>The version that counts; null as long as the site has none of its own.</summary>
    public Task<PolicyDocument?> CurrentAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<PolicyDocument>(CurrentSql, new { site = site.Value }, token), cancellationToken);

    private const string FindSql = """
        select version, document, created_at, created_by
        from policy
        where site_id = @site and version = @version
        """;

    /// <summary>Null when there is no such version.</summary>
    public Task<PolicyDocument?> FindAsync(SiteId site, int version, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<PolicyDocument>(FindSql, new { site = site.Value, version }, token), cancellationToken);

    private const string ListSql = """
        select version, document, created_at, created_by
        from policy
        where site_id = @site
        order by version desc
        limit @limit
        """;

    /// <summary>The newest versions, newest first.</summary>
    public Task<IReadOnlyList<PolicyDocument>> ListAsync(SiteId site, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<PolicyDocument>>(
        async (unit, token) => await unit.QueryAsync<PolicyDocument>(ListSql, new { site = site.Value, limit }, token).ConfigureAwait(false), cancellationToken);

    private const string AddVersionSql = """
        insert into policy (site_id, version, document, created_at, created_by)
        select @site, @expectedVersion + 1, @document, @now, @actor
        where coalesce((select max(version) from policy where site_id = @site), 0) = @expectedVersion
        on conflict do nothing
        """;

    /// <summary>
    /// Adds the version after the one its writer saw (0 when there was none). False when another version was added meanwhile; then nothing changed.
    /// </summary>
    public Task<bool> AddVersionAsync(SiteId site, string document, int expectedVersion, string actor, CancellationToken cancellationToken)
    {
        return database.RunAsync((unit, token) => AddVersionAsync(unit, site, document, expectedVersion, actor, token), cancellationToken);
    }

    /// <inheritdoc cref="AddVersionAsync(SiteId, string, int, string, CancellationToken)"/>
    public async Task<bool> AddVersionAsync(Unit unit, SiteId site, string document, int expectedVersion, string actor, CancellationToken cancellationToken)
    {
        var arguments = new { site = site.Value, document, expectedVersion, actor, now = database.Clock.UtcNowMicros() };
        return await unit.ExecuteAsync(AddVersionSql, arguments, cancellationToken).ConfigureAwait(false) == 1;
    }
}
