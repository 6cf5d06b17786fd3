using Moderation.Storage;

namespace Moderation.Sites;

/// <summary>API keys, found by their keyed hash.</summary>
internal sealed class ApiKeyStore(Database database)
{
    private int revocations;

    /// <summary>Counts what was revoked through this store outside of a unit: whoever remembers keys compares it.</summary>
    public int Revocations => Volatile.Read(ref revocations);

    private const string AddSql = """
        insert into api_key (key_id, site_id, key_hash, hint, label, doors, rights, options, is_test, created_at, created_by)
        values (@KeyId, @Site, @hash, @Hint, @Label, @Doors, @Rights, @Options, @IsTest, @CreatedAt, @CreatedBy)
        on conflict do nothing
        """;

    /// <summary>False when the same key (by its hash) or the same id is there already; then nothing is changed.</summary>
    public Task<bool> AddAsync(ApiKey key, byte[] hash, CancellationToken cancellationToken) => database.RunAsync((unit, token) => AddAsync(unit, key, hash, token), cancellationToken);

    /// <inheritdoc cref="AddAsync(ApiKey, byte[], CancellationToken)"/>
    public static async Task<bool> AddAsync(Unit unit, ApiKey key, byte[] hash, CancellationToken cancellationToken)
    {
        var row = new
        {
            key.KeyId,
            Site = key.Site.Value,
            hash,
            key.Hint,
            key.Label,
            Doors = key.Doors.ToList(),
            Rights = key.Rights.ToList(),
            Options = key.Options.ToList(),
            key.IsTest,
            key.CreatedAt,
            key.CreatedBy,
        };
        return await unit.ExecuteAsync(AddSql, row, cancellationToken).ConfigureAwait(false) == 1;
    }

    private const string FindByHashSql = """
        select key_id, site_id, hint, label, doors, rights, options, is_test, created_at, created_by, revoked_at
        from api_key
        where key_hash = @hash and revoked_at is null
        """;

    /// <summary>Null when no key has this hash, or when it was revoked.</summary>
    public Task<ApiKey?> FindByHashAsync(byte[] hash, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (unit, token) => (await unit.QuerySingleOrDefaultAsync<ApiKeyRow>(FindByHashSql, new { hash }, token).ConfigureAwait(false))?.ToApiKey(), cancellationToken);

    private const string FindByIdSql = """
        select key_id, site_id, hint, label, doors, rights, options, is_test, created_at, created_by, revoked_at
        from api_key
        where key_id = @keyId and revoked_at is null
        """;

    /// <summary>Null when no key has this id, or when it was revoked.</summary>
    public Task<ApiKey?> FindByIdAsync(Guid keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (unit, token) => (await unit.QuerySingleOrDefaultAsync<ApiKeyRow>(FindByIdSql, new { keyId }, token).ConfigureAwait(false))?.ToApiKey(), cancellationToken);

    private const string RevokeSql = """
        update api_key
        set revoked_at = @at
        where key_id = @keyId and revoked_at is null
        """;

    /// <summary>Counts from the next request on, in every process. False when there is no such key or it was revoked before.</summary>
    public async Task<bool> RevokeAsync(Guid keyId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        bool isRevoked = await database.RunAsync((unit, token) => RevokeAsync(unit, keyId, at, token), cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref revocations);
        return isRevoked;
    }

    /// <inheritdoc cref="RevokeAsync(Guid, DateTimeOffset, CancellationToken)"/>
    public static async Task<bool> RevokeAsync(Unit unit, Guid keyId, DateTimeOffset at, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(RevokeSql, new { keyId, at }, cancellationToken).ConfigureAwait(false) == 1;

    private const string ListSql = """
        select key_id, site_id, hint, label, doors, rights, options, is_test, created_at, created_by, revoked_at
        from api_key
        where site_id = @site
        order by created_at, key_id
        limit 1000
        """;

    /// <summary>The keys of a site, revoked ones too, oldest first.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(SiteId site, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ApiKey>>(
            async (unit, token) => [.. (await unit.QueryAsync<ApiKeyRow>(ListSql, new { site = site.Value }, token).ConfigureAwait(false)).Select(row => row.ToApiKey())],
            cancellationToken);

    private sealed record ApiKeyRow
    {
        public Guid KeyId { get; init; }

        public required string SiteId { get; init; }

        public required string Hint { get; init; }

        public string? Label { get; init; }

        public required string Doors { get; init; }

        public required string Rights { get; init; }

        public required string Options { get; init; }

        public bool IsTest { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public required string CreatedBy { get; init; }

        public DateTimeOffset? RevokedAt { get; init; }

        public ApiKey ToApiKey() => new()
        {
            KeyId = KeyId,
            Site = Sites.SiteId.Parse(SiteId),
            Doors = EnumText.ParseList<Door>(Doors),
            Rights = EnumText.ParseList<KeyRights>(Rights),
            Options = EnumText.ParseList<KeyOptions>(Options),
            IsTest = IsTest,
            Hint = Hint,
            Label = Label,
            CreatedAt = CreatedAt,
            CreatedBy = CreatedBy,
            RevokedAt = RevokedAt,
        };
    }
}
