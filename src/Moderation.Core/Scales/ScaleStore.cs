using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Scales;

/// <summary>The scales that were fitted to a site's own old scores. One for a site at most; none means the one that ships.</summary>
internal sealed class ScaleStore(Database database)
{
    private const string FindSql = """
        select document
        from score_scale
        where site_id = @site
        """;

    /// <summary>The scale of a site as JSON; null when it has none of its own.</summary>
    public Task<string?> FindAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<string>(FindSql, new { site = site.Value }, token), cancellationToken);

    private const string FindOwnSql = """
        select document, created_at, created_by
        from score_scale
        where site_id = @site
        """;

    /// <summary>The scale of a site with who gave it and when; null when it has none of its own.</summary>
    public Task<OwnScale?> FindOwnAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<OwnScale>(FindOwnSql, new { site = site.Value }, token), cancellationToken);

    private const string SetSql = """
        insert into score_scale (site_id, document, created_at, created_by)
        values (@site, @document, @now, @actor)
        on conflict (site_id) do update
        set document = excluded.document, created_at = excluded.created_at, created_by = excluded.created_by
        """;

    /// <summary>Gives a site a scale, in place of the one it had.</summary>
    public Task SetAsync(Unit unit, SiteId site, string document, string actor, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(SetSql, new { site = site.Value, document, actor, now = database.Clock.UtcNowMicros() }, cancellationToken);

    private const string RemoveSql = """
        delete from score_scale
        where site_id = @site
        """;

    /// <summary>Takes a site's own scale away. False when it had none.</summary>
    public static async Task<bool> RemoveAsync(Unit unit, SiteId site, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(RemoveSql, new { site = site.Value }, cancellationToken).ConfigureAwait(false) == 1;
}

/// <summary>A site's own scale as its row reads.</summary>
internal sealed record OwnScale
{
    /// <summary>As JSON.</summary>
    public required string Document { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }
}
