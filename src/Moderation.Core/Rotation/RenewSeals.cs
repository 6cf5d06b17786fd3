using System.Buffers.Binary;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Rotation;

/// <summary>
/// Seals everything that is sealed anew with the newest key of the ring, a batch at a time, while other processes serve. Ended in the middle, it goes on where it was: only what an older key sealed is
/// looked for. Every sealed column of the schema is named here; a test compares.
/// </summary>
internal sealed class RenewSeals(Database database, EmailSealer sealer, KeyRing ring)
{
    private const int BatchSize = 500;

    private readonly SealedAddresses addresses = new(database);

    private readonly SealedColumn[] columns =
    [
        new("dead_letter", "dead_letter_id", "payload_sealed", (id, bytes) => sealer.RenewDeadLetter(id, bytes)),
        new("identity_key", "identity_key_id", "secret_sealed", (id, bytes) => sealer.RenewSecret("identity-key", id, bytes)),
        new("block", "block_id", "network_sealed", (id, bytes) => sealer.RenewSecret("block-network", id, bytes)),
        new("alert_target", "target_id", "url_sealed", (id, bytes) => sealer.RenewSecret("alert-url", id, bytes)),
        new("alert_target", "target_id", "secret_sealed", (id, bytes) => sealer.RenewSecret("alert-secret", id, bytes)),
        new("moderator", "moderator_id", "totp_sealed", (id, bytes) => sealer.RenewSecret("totp", id, bytes)),
    ];

    /// <summary>The sealed columns, as <c>table.column</c>.</summary>
    public IReadOnlyList<string> Columns => ["submission.email_sealed", .. columns.Select(column => $"{column.Table}.{column.Column}")];

    private const string AddressUseSql = "select count(*) from submission where email_sealed is not null and substr(email_sealed, 2, 2) = @version";

    /// <summary>How many rows a key version is still needed for.</summary>
    public async Task<long> CountAsync(int version, CancellationToken cancellationToken)
    {
        byte[] header = Header(version);
        long uses = await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(AddressUseSql, new { version = header }, token), cancellationToken).ConfigureAwait(false);
        foreach (SealedColumn one in columns)
        {
            string sql = $"select count(*) from {one.Table} where {one.Column} is not null and substr({one.Column}, 2, 2) = @version";
            uses += await database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(sql, new { version = header }, token), cancellationToken).ConfigureAwait(false);
        }

        return uses;
    }

    /// <summary>Renews everything that an older key sealed. Returns how much it was.</summary>
    /// <param name="progress">Told after every batch how much was renewed.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    public async Task<long> HandleAsync(Action<long> progress, CancellationToken cancellationToken)
    {
        long renewed = await AddressesAsync(progress, cancellationToken).ConfigureAwait(false);
        foreach (SealedColumn column in columns)
        {
            renewed += await ColumnAsync(column, cancellationToken).ConfigureAwait(false);
            progress(renewed);
        }

        return renewed;
    }

    private const string AddressesSql = """
        select site_id as site, id, email_sealed as before
        from submission
        where (site_id, id) > (@site, @id) and email_sealed is not null and substr(email_sealed, 2, 2) <> @version
        order by site_id, id
        limit @limit
        """;

    private async Task<long> AddressesAsync(Action<long> progress, CancellationToken cancellationToken)
    {
        (string Site, Guid Id) after = ("", Guid.Empty);
        long all = 0;
        while (true)
        {
            var arguments = new { site = after.Site, id = after.Id, version = Header(ring.CurrentSealingVersion), limit = BatchSize };
            List<Renewed> batch = await database.ReadAsync((unit, token) => unit.QueryAsync<Renewed>(AddressesSql, arguments, token), cancellationToken).ConfigureAwait(false);
            Renewed[] renewed = [.. batch.Select(row => row with { After = sealer.Renew(SiteId.Parse(row.Site), row.Id, row.Before) })];
            all += await database.RunAsync((unit, token) => addresses.RenewAsync(unit, renewed, token), cancellationToken).ConfigureAwait(false);
            progress(all);
            if (batch.Count < BatchSize)
            {
                return all;
            }

            after = (batch[^1].Site, batch[^1].Id);
        }
    }

    private async Task<long> ColumnAsync(SealedColumn column, CancellationToken cancellationToken)
    {
        string list = $"""
            select '' as site, {column.Id} as id, {column.Column} as before
            from {column.Table}
            where {column.Column} is not null and substr({column.Column}, 2, 2) <> @version
            """;
        string renew = $"""
            update {column.Table}
            set {column.Column} = @After
            where {column.Id} = @Id and {column.Column} = @Before
            """;
        List<Renewed> rows = await database.ReadAsync(
            (unit, token) => unit.QueryAsync<Renewed>(list, new { version = Header(ring.CurrentSealingVersion) }, token), cancellationToken).ConfigureAwait(false);
        long all = 0;
        foreach (Renewed row in rows.Select(row => row with { After = column.Renew(row.Id, row.Before) }))
        {
            all += await database.RunAsync((unit, token) => unit.ExecuteAsync(renew, new { row.After, row.Id, row.Before }, token), cancellationToken).ConfigureAwait(false);
        }

        return all;
    }

    private static byte[] Header(int version)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)version);
        return bytes;
    }
}
