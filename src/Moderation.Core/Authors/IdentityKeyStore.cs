using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Authors;

/// <summary>The keys with which websites sign identity tokens.</summary>
internal sealed class IdentityKeyStore(Database database)
{
    private const string AddSql = """
        insert into identity_key (identity_key_id, site_id, kid, algorithm, secret_sealed, public_key, label, created_at, created_by)
        values (@IdentityKeyId, @Site, @Kid, @Algorithm, @SecretSealed, @PublicKey, @Label, @CreatedAt, @CreatedBy)
        on conflict do nothing
        """;

    /// <summary>False when the site has had a key of this name already, be it revoked; then nothing is changed.</summary>
    public Task<bool> AddAsync(IdentityKey key, CancellationToken cancellationToken) => database.RunAsync((unit, token) => AddAsync(unit, key, token), cancellationToken);

    /// <inheritdoc cref="AddAsync(IdentityKey, CancellationToken)"/>
    public static async Task<bool> AddAsync(Unit unit, IdentityKey key, CancellationToken cancellationToken)
    {
        var row = new { key.IdentityKeyId, Site = key.Site.Value, key.Kid, Algorithm = key.Algorithm.ToText(), key.SecretSealed, key.PublicKey, key.Label, key.CreatedAt, key.CreatedBy };
        return await unit.ExecuteAsync(AddSql, row, cancellationToken).ConfigureAwait(false) == 1;
    }

    private const string ListSql = """
        select identity_key_id, site_id, kid, algorithm, secret_sealed, public_key, label, created_at, created_by, revoked_at
        from identity_key
        where site_id = @site
        order by created_at, kid
        limit 1000
        """;

    /// <summary>The keys of a site, revoked ones too, oldest first.</summary>
    public Task<IReadOnlyList<IdentityKey>> ListAsync(SiteId site, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => ListAsync(unit, site, token), cancellationToken);

    /// <inheritdoc cref="ListAsync(SiteId, CancellationToken)"/>
    public static async Task<IReadOnlyList<IdentityKey>> ListAsync(Unit unit, SiteId site, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<Row>(ListSql, new { site = site.Value }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToKey())];

    private const string RevokeSql = """
        update identity_key
        set revoked_at = @at
        where site_id = @site and kid = @kid and revoked_at is null
        """;

    /// <summary>False when the site has no such key that is valid.</summary>
    public Task<bool> RevokeAsync(SiteId site, string kid, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => RevokeAsync(unit, site, kid, at, token), cancellationToken);

    /// <inheritdoc cref="RevokeAsync(SiteId, string, DateTimeOffset, CancellationToken)"/>
    public static async Task<bool> RevokeAsync(Unit unit, SiteId site, string kid, DateTimeOffset at, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(RevokeSql, new { site = site.Value, kid, at }, cancellationToken).ConfigureAwait(false) == 1;

    private sealed record Row
    {
        public Guid IdentityKeyId { get; init; }

        public required string SiteId { get; init; }

        public required string Kid { get; init; }

        public required string Algorithm { get; init; }

        public byte[]? SecretSealed { get; init; }

        public byte[]? PublicKey { get; init; }

        public string? Label { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public required string CreatedBy { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }

        public IdentityKey ToKey() => new()
        {
            IdentityKeyId = IdentityKeyId,
            Site = Sites.SiteId.Parse(SiteId),
            Kid = Kid,
            Algorithm = EnumText.Parse<IdentityAlgorithm>(Algorithm),
            SecretSealed = SecretSealed,
            PublicKey = PublicKey,
            Label = Label,
            CreatedAt = CreatedAt,
            CreatedBy = CreatedBy,
            RevokedAt = RevokedAt,
        };
    }
}
