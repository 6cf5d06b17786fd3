using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>
/// What became of the submissions of authors whom the website vouches for: one statement for a whole batch, and none when nobody is vouched for. An author who only typed a
/// name and an address has no past that counts.
/// </summary>
internal sealed class AuthorHistories(Database database)
{
    private static readonly RowSet<AuthorProbe> Probes = new RowSet<AuthorProbe>("probe")
        .Text("of_site", row => row.Site.Value).Bytes("by_author", row => row.AuthorKey).Boolean("of_test", row => row.IsTest)
        .Time("trust_since", row => row.TrustSince).Time("rate_since", row => row.RateSince);

    private string CountSql => $"""
        select probe.of_site as site_id, probe.by_author as author_key, probe.of_test as is_test,
            {Count("approved", "")} as approved,
            {Count("approved", "and past.decided_at >= probe.trust_since")} as approved_for_trust,
            {Count("rejected", $"and past.decided_at >= probe.trust_since {AboutTheText}")} + {Count("removed", $"and past.decided_at >= probe.trust_since {NotWithdrawn}")} as rejected_for_trust,
            {Count("approved", "and past.decided_at >= probe.rate_since")} as approved_for_rate,
            {Count("rejected", $"and past.decided_at >= probe.rate_since {AboutTheText}")} + {Count("removed", $"and past.decided_at >= probe.rate_since {NotWithdrawn}")} as rejected_for_rate
        from {database.Dialect.Rows(Probes)}
        """;

    /// <summary>A rejection by the machine on these grounds would have met any text.</summary>
    private const string AboutTheText = """
        and (past.verdict is distinct from 'reject'
            or (past.reasons not like '%"page_closed"%' and past.reasons not like '%"author_blocked"%' and past.reasons not like '%"network_blocked"%'))
        """;

    private const string NotWithdrawn = """
        and not exists (
            select 1
            from audit_entry
            where audit_entry.site_id = past.site_id and audit_entry.submission_id = past.id and audit_entry.kind = 'withdrawal' and audit_entry.version = past.version)
        """;

    /// <summary>The past of each author asked about, each once.</summary>
    public async Task<IReadOnlyDictionary<AuthorId, AuthorPast>> CountAsync(IReadOnlyCollection<AuthorProbe> probes, CancellationToken cancellationToken)
    {
        AuthorProbe[] distinct = [.. probes.DistinctBy(probe => AuthorId.Of(probe.Site, probe.IsTest, probe.AuthorKey))];
        List<Row> rows = distinct.Length == 0
            ? []
            : await database.ReadAsync((unit, token) => unit.QueryManyAsync<AuthorProbe, Row>(CountSql, Probes, distinct, token), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => AuthorId.Of(Sites.SiteId.Parse(row.SiteId), row.IsTest, row.AuthorKey), row => row.ToPast());
    }

    private static readonly RowSet<byte[]> Authors = new RowSet<byte[]>("somebody").Bytes("by_author", key => key);

    private string UnknownSql => $"""
        select somebody.by_author as author_key
        from {database.Dialect.Rows(Authors)}
        where (
            select max(case when found.state = 'approved' then 1 else 0 end) + count(*) / {AuthorPast.Limit}
            from (
                select past.state
                from submission past
                where past.author_key = somebody.by_author
                limit {AuthorPast.Limit}) found) = 0
        """;

    /// <summary>
    /// Of these authors those who are new: none of their submissions is approved, and they have sent fewer than <see cref="AuthorPast.Limit"/>. Whether or not the website vouches for them: it is told to
    /// people, and is no part of a verdict.
    /// </summary>
    public async Task<IReadOnlySet<UInt128>> FindUnknownAsync(IReadOnlyList<byte[]> authorKeys, CancellationToken cancellationToken)
    {
        byte[][] distinct = [.. authorKeys.DistinctBy(KeyOf)];
        return distinct.Length == 0
            ? new HashSet<UInt128>()
            : (await database.ReadAsync((unit, token) => unit.QueryManyAsync<byte[], UnknownRow>(UnknownSql, Authors, distinct, token), cancellationToken).ConfigureAwait(false)).Select(row => KeyOf(row.AuthorKey)).ToHashSet();
    }

    /// <summary>The first 16 bytes of a keyed hash tell any two authors apart, of whatever sites.</summary>
    public static UInt128 KeyOf(byte[] authorKey) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(authorKey);

    private static string Count(string state, string more) => $"""
        (select count(*) from (
            select 1 as one
            from submission past
            where past.site_id = probe.of_site and past.author_key = probe.by_author and past.is_test = probe.of_test and past.author_verified and past.state = '{state}' {more}
            limit {AuthorPast.Limit}) found)
        """;

    private sealed record UnknownRow
    {
        public required byte[] AuthorKey { get; init; }
    }

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public required byte[] AuthorKey { get; init; }

        public bool IsTest { get; init; }

        public int Approved { get; init; }

        public int ApprovedForTrust { get; init; }

        public int RejectedForTrust { get; init; }

        public int ApprovedForRate { get; init; }

        public int RejectedForRate { get; init; }

        public AuthorPast ToPast() => new()
        {
            Approved = Approved,
            ApprovedForTrust = ApprovedForTrust,
            RejectedForTrust = RejectedForTrust,
            ApprovedForRate = ApprovedForRate,
            RejectedForRate = RejectedForRate,
        };
    }
}
