using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Blocks;

/// <summary>The blocks of each site. One that ended stays as a row, so that an audit can tell what was in force when.</summary>
internal sealed class BlockStore(Database database)
{
    /// <summary>The most blocks in force that a site can have.</summary>
    public const int MaxInForce = 100_000;

    private const string AddSql = """
        insert into block (block_id, site_id, kind, action, match_hash, network_sealed, shown, note, created_at, created_by, expires_at, changed_at)
        values (@BlockId, @Site, @Kind, @Action, @MatchHash, @NetworkSealed, @Shown, @Note, @CreatedAt, @CreatedBy, @ExpiresAt, @CreatedAt)
        on conflict do nothing
        """;

    private const string LiftSameSql = """
        update block
        set lifted_at = @at, changed_at = @at
        where site_id = @site and kind = @kind and match_hash = @hash and lifted_at is null
        """;

    /// <summary>Adds a block. One that recognises the same ends: the newest says what happens and for how long.</summary>
    public async Task AddAsync(Unit unit, Block block, CancellationToken cancellationToken)
    {
        var same = new { site = block.Site.Value, kind = block.Kind.ToText(), hash = block.MatchHash, at = block.CreatedAt };
        await unit.ExecuteAsync(LiftSameSql, same, cancellationToken).ConfigureAwait(false);
        var row = new
        {
            block.BlockId,
            Site = block.Site.Value,
            Kind = block.Kind.ToText(),
            Action = block.Action.ToText(),
            block.MatchHash,
            block.NetworkSealed,
            block.Shown,
            block.Note,
            block.CreatedAt,
            block.CreatedBy,
            block.ExpiresAt,
        };
        await unit.ExecuteAsync(AddSql, row, cancellationToken).ConfigureAwait(false);
    }

    private const string LiftSql = $"""
        update block
        set lifted_at = @at, changed_at = @at
        where site_id = @site and block_id = @id and lifted_at is null
        returning {BlockRow.Columns}
        """;

    /// <summary>Ends a block; null when the site has no such block that was not lifted.</summary>
    public async Task<Block?> LiftAsync(Unit unit, SiteId site, Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        (await unit.QuerySingleOrDefaultAsync<BlockRow>(LiftSql, new { site = site.Value, id, at }, cancellationToken).ConfigureAwait(false))?.ToBlock();

    private const string EraseSql = """
        update block
        set shown = null, note = null, changed_at = @now, match_hash = case when lifted_at is not null or expires_at <= @now then @none else match_hash end
        where match_hash = @hash and site_id = @site
        """;

    /// <summary>
    /// Somebody is erased: blocks of that person lose name and note, and those that ended what recognises as well. One in force goes on to recognise, by a keyed hash alone: to be erased must be no way
    /// around a block. How many there were.
    /// </summary>
    public static Task<int> EraseAsync(Unit unit, SiteId site, byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(EraseSql, new { site = site.Value, hash, now, none = Array.Empty<byte>() }, cancellationToken);

    private const string ListSql = $"""
        select {BlockRow.Columns}
        from block
        where site_id = @site and (created_at, block_id) < (@beforeTime, @beforeId)
        order by created_at desc, block_id desc
        limit @limit
        """;

    /// <summary>The blocks of a site, also those that ended, newest first; after the one that ended the page before, null for the first page.</summary>
    public Task<IReadOnlyList<Block>> ListAsync(SiteId site, Block? before, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { site = site.Value, beforeTime = before?.CreatedAt ?? DateTimeOffset.MaxValue.AddYears(-1), beforeId = before?.BlockId ?? Guid.Empty, limit };
        return ListAsync(ListSql, arguments, cancellationToken);
    }

    private const string FindSql = $"""
        select {BlockRow.Columns}
        from block
        where site_id = @site and block_id = @id
        """;

    /// <summary>Null when the site has no such block.</summary>
    public Task<Block?> FindAsync(SiteId site, Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(async (unit, token) => (await unit.QuerySingleOrDefaultAsync<BlockRow>(FindSql, new { site = site.Value, id }, token).ConfigureAwait(false))?.ToBlock(), cancellationToken);

    private const string StampSql = """
        select count(*) as made, count(lifted_at) as lifted
        from block
        where site_id = @site
        """;

    /// <summary>Changes whenever a block of the site is made or lifted: both counts only grow.</summary>
    public Task<BlockStamp> StampAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync(async (unit, token) => (await unit.QuerySingleOrDefaultAsync<BlockStamp>(StampSql, new { site = site.Value }, token).ConfigureAwait(false))!, cancellationToken);

    private const string ListInForceSql = $"""
        select {BlockRow.Columns}
        from block
        where site_id = @site and lifted_at is null and (expires_at is null or expires_at > @now)
        order by created_at desc, block_id desc
        limit @limit
        """;

    /// <summary>The blocks that count at a time; the newest <see cref="MaxInForce"/> if there are more.</summary>
    public Task<IReadOnlyList<Block>> ListInForceAsync(SiteId site, DateTimeOffset now, CancellationToken cancellationToken) =>
        ListAsync(ListInForceSql, new { site = site.Value, now, limit = MaxInForce }, cancellationToken);

    private Task<IReadOnlyList<Block>> ListAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Block>>(
            async (unit, token) => [.. (await unit.QueryAsync<BlockRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToBlock())], cancellationToken);
}

/// <summary>How many blocks a site ever made and how many of them it lifted.</summary>
internal sealed record BlockStamp
{
    public long Made { get; init; }

    public long Lifted { get; init; }
}
