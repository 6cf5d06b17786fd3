using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>What the policy wants to know of the recent past: duplicates, campaigns, floods. One statement for a whole batch.</summary>
internal sealed class RecentSubmissions(Database database)
{
    private static readonly RowSet<RecentProbe> Probes = new RowSet<RecentProbe>("probe")
        .Text("of_site", row => row.Key.Site.Value).Uuid("of_id", row => row.Key.Id.Value).Uuid("on_page", row => row.PageId).Uuid("replaces", row => row.ReplacesId?.Value)
        .Boolean("of_test", row => row.IsTest).Text("by_name", row => row.AuthorName).Bytes("with_body", row => row.BodyHash).Bytes("by_author", row => row.AuthorKey)
        .Bytes("from_network", row => row.NetworkHash).Time("at", row => row.ReceivedAt).Time("duplicate_since", row => row.DuplicateSince)
        .Time("campaign_since", row => row.CampaignSince).Time("burst_since", row => row.AuthorBurstSince).Time("author_since", row => row.AuthorSince)
        .Time("network_since", row => row.NetworkSince);

    // Most replies are like no other: one look for each of text, author and network says so, and the counts are only made where there is something to count. Materialized,
    // because PostgreSQL would else look again for each count. Those of whom there is nothing to say are not in the answer: reading it cost as much as looking.
    private string CountSql => $"""
        with asked as materialized (
            select {Probes.ColumnNames},
                {Exists("with_body", "body_hash", "case when duplicate_since < campaign_since then duplicate_since else campaign_since end")} as has_body,
                {Exists("by_author", "author_key", "case when burst_since < author_since then burst_since else author_since end")} as has_author,
                {Exists("from_network", "network_hash", "network_since")} as has_network
            from {database.Dialect.Rows(Probes)}
        )
        select probe.of_site as site_id, probe.of_id as id,
            {Count("has_body", "count(*)", "with_body", "body_hash", "duplicate_since", "and earlier.page_id = probe.on_page")} as same_page,
            {Count("has_body", "count(distinct found.page_id)", "with_body", "body_hash", "campaign_since", "and earlier.page_id <> probe.on_page")} as other_pages,
            {Count("has_body", "count(distinct found.author_name)", "with_body", "body_hash", "campaign_since", "and earlier.author_name <> probe.by_name")} as other_names,
            {Count("has_author", "count(*)", "by_author", "author_key", "burst_since", "")} as author_burst,
            {Count("has_author", "count(*)", "by_author", "author_key", "author_since", "")} as author,
            {Count("has_network", "count(*)", "from_network", "network_hash", "network_since", "")} as network
        from asked as probe
        where has_body or has_author or has_network
        """;

    /// <summary>Answers every probe. The submissions asked about need not be stored; those of one batch do not see each other unless they are.</summary>
    public Task<IReadOnlyList<RecentCounts>> CountAsync(IReadOnlyList<RecentProbe> probes, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => CountAsync(unit, probes, token), cancellationToken);

    /// <inheritdoc cref="CountAsync(IReadOnlyList{RecentProbe}, CancellationToken)"/>
    public async Task<IReadOnlyList<RecentCounts>> CountAsync(Unit unit, IReadOnlyList<RecentProbe> probes, CancellationToken cancellationToken)
    {
        List<Row> rows = await unit.QueryManyAsync<RecentProbe, Row>(CountSql, Probes, probes, cancellationToken).ConfigureAwait(false);
        Dictionary<SubmissionKey, RecentCounts> counted = rows.Select(row => row.ToCounts()).ToDictionary(counts => counts.Key);
        return [.. probes.Select(probe => counted.GetValueOrDefault(probe.Key) ?? RecentCounts.Nothing(probe.Key))];
    }

    /// <summary>Whether there is anything to count: a look that stops at the first row and mostly finds none.</summary>
    private static string Exists(string probed, string column, string since) => $"""
        exists (select 1 from submission earlier where earlier.site_id = of_site and earlier.{column} = {probed} and earlier.received_at >= {since} and earlier.received_at <= at
            and earlier.id <> of_id)
        """;

    /// <summary>Earlier means received before, or at the same time with a lower id: of two equal ones exactly one is the duplicate.</summary>
    private static string Count(string condition, string aggregate, string probed, string column, string since, string more) => $"""
        case when {condition} then (select {aggregate} from (
                select earlier.page_id, earlier.author_name
                from submission earlier
                where earlier.site_id = probe.of_site and earlier.{column} = probe.{probed}
                  and earlier.received_at >= probe.{since}
                  and (earlier.received_at, earlier.id) < (probe.at, probe.of_id)
                  and earlier.is_test = probe.of_test and earlier.id is distinct from probe.replaces {more}
                order by earlier.received_at desc
                limit {RecentCounts.Limit}) found) else 0 end
        """;

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }

        public int SamePage { get; init; }

        public int OtherPages { get; init; }

        public int OtherNames { get; init; }

        public int AuthorBurst { get; init; }

        public int Author { get; init; }

        public int Network { get; init; }

        public RecentCounts ToCounts() => new()
        {
            Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(Id)),
            SamePage = SamePage,
            OtherPages = OtherPages,
            OtherNames = OtherNames,
            AuthorBurst = AuthorBurst,
            Author = Author,
            Network = Network,
        };
    }
}
