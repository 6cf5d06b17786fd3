using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Reports;

/// <summary>Reports of readers: one for each reader and comment, open until a person has decided. Confirmed ones say that readers were right.</summary>
internal sealed class ReportStore(Database database)
{
    /// <summary>How many notes of one comment are told.</summary>
    private const int MostNotes = 5;

    private static readonly RowSet<Resolution> Resolutions = new RowSet<Resolution>("resolved")
        .Text("of_site", row => row.Key.Site.Value).Uuid("of_id", row => row.Key.Id.Value).Text("as_outcome", row => row.Outcome).Time("at_time", row => row.At);

    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private const string AddSql = """
        insert into report (report_id, site_id, submission_id, reporter_hash, network_hash, reason, note, created_at)
        values (@id, @site, @submission, @reporter, @network, @reason, @note, @at)
        on conflict do nothing
        """;

    private const string MarkSql = """
        update submission
        set reported_at = @at
        where site_id = @site and id = @submission and reported_at is null
        """;

    /// <summary>Adds a report and puts the comment into the queue. False when this reader reported it before.</summary>
    public static async Task<bool> AddAsync(Unit unit, SubmissionKey key, Guid id, byte[] reporter, byte[]? network, string reason, string? note, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var row = new { id, site = key.Site.Value, submission = key.Id.Value, reporter, network, reason, note, at };
        if (await unit.ExecuteAsync(AddSql, row, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await unit.ExecuteAsync(MarkSql, new { site = key.Site.Value, submission = key.Id.Value, at }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private const string CountOfNetworkSql = """
        select count(*)
        from (select 1 from report where site_id = @site and network_hash = @network and created_at > @since limit @limit) sent
        """;

    /// <summary>How much a network has reported since a moment, counted up to a limit.</summary>
    public static Task<long> CountOfNetworkAsync(Unit unit, SiteId site, byte[] network, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        unit.QuerySingleOrDefaultAsync<long>(CountOfNetworkSql, new { site = site.Value, network, since, limit }, cancellationToken);

    private const string CountOpenSql = """
        select count(*)
        from (select 1 from report where site_id = @site and submission_id = @submission and resolved_at is null limit @limit) waiting
        """;

    /// <summary>How many readers have reported a comment since a person last looked, counted up to a limit.</summary>
    public static Task<long> CountOpenAsync(Unit unit, SubmissionKey key, int limit, CancellationToken cancellationToken) =>
        unit.QuerySingleOrDefaultAsync<long>(CountOpenSql, new { site = key.Site.Value, submission = key.Id.Value, limit }, cancellationToken);

    private const string CountHiddenSql = """
        select count(*)
        from (
            select 1
            from audit_entry
            where site_id = @site and kind = 'report' and kind <> 'verdict' and kind <> 'decision' and decision = 'hide' and at > @since
            limit @limit
        ) hidden
        """;

    /// <summary>How many comments of a site left public view because of reports since a moment, counted up to a limit.</summary>
    public static Task<long> CountHiddenAsync(Unit unit, SiteId site, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        unit.QuerySingleOrDefaultAsync<long>(CountHiddenSql, new { site = site.Value, since, limit }, cancellationToken);

    private string SummariseSql => $"""
        select report.site_id, report.submission_id, report.reason, count(*) as reports, min(report.created_at) as first_at
        from {database.Dialect.Rows(Keys)}
        join report on report.site_id = wanted.of_site and report.submission_id = wanted.of_id
        where report.resolved_at is null
        group by report.site_id, report.submission_id, report.reason
        """;

    private string NotesSql => $"""
        select numbered.site_id, numbered.submission_id, numbered.note
        from (
            select report.site_id, report.submission_id, report.note, report.created_at,
                row_number() over (partition by report.site_id, report.submission_id order by report.created_at, report.report_id) as place
            from {database.Dialect.Rows(Keys)}
            join report on report.site_id = wanted.of_site and report.submission_id = wanted.of_id
            where report.resolved_at is null and report.note is not null
        ) numbered
        where numbered.place <= {MostNotes}
        order by numbered.created_at
        limit {MostNotes * 100}
        """;

    /// <summary>The open reports of some submissions; one without any is left out. Two statements at most, however many submissions.</summary>
    public Task<IReadOnlyDictionary<SubmissionKey, ReportSummary>> SummariseAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyDictionary<SubmissionKey, ReportSummary>>(
        async (unit, token) =>
        {
            ILookup<SubmissionKey, SummaryRow> rows = (await unit.QueryManyAsync<SubmissionKey, SummaryRow>(SummariseSql, Keys, keys, token).ConfigureAwait(false)).ToLookup(row => KeyOf(row.SiteId, row.SubmissionId));
            SubmissionKey[] reported = [.. rows.Select(group => group.Key)];
            ILookup<SubmissionKey, string> notes = (reported.Length == 0 ? [] : await unit.QueryManyAsync<SubmissionKey, NoteRow>(NotesSql, Keys, reported, token).ConfigureAwait(false))
                .ToLookup(row => KeyOf(row.SiteId, row.SubmissionId), row => row.Note);
            return rows.ToDictionary(
                group => group.Key,
                group => new ReportSummary
                {
                    Count = (int)group.Sum(row => row.Reports),
                    FirstAt = group.Min(row => row.FirstAt),
                    Reasons = [.. group.OrderByDescending(row => row.Reports).ThenBy(row => row.Reason, StringComparer.Ordinal).Select(row => (row.Reason, (int)row.Reports))],
                    Notes = [.. notes[group.Key]],
                });
        },
        cancellationToken);

    private string ResolveSql => $"""
        update report
        set outcome = resolved.as_outcome, resolved_at = resolved.at_time
        from {database.Dialect.Rows(Resolutions)}
        where report.site_id = resolved.of_site and report.submission_id = resolved.of_id and report.resolved_at is null
        """;

    private string UnmarkSql => $"""
        update submission
        set reported_at = null
        from {database.Dialect.Rows(Resolutions)}
        where submission.site_id = resolved.of_site and submission.id = resolved.of_id and submission.reported_at is not null
        """;

    /// <summary>A person has decided about these: their open reports are confirmed or dismissed, and they leave the queue.</summary>
    public async Task ResolveManyAsync(Unit unit, IReadOnlyList<(SubmissionKey Key, bool IsConfirmed)> decided, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Resolution[] rows = [.. decided.Select(one => new Resolution(one.Key, one.IsConfirmed ? "confirmed" : "dismissed", at))];
        await unit.ExecuteManyAsync(ResolveSql, Resolutions, rows, cancellationToken).ConfigureAwait(false);
        await unit.ExecuteManyAsync(UnmarkSql, Resolutions, rows, cancellationToken).ConfigureAwait(false);
    }

    private string ReopenSql => $"""
        update report
        set outcome = null, resolved_at = null
        from {database.Dialect.Rows(Resolutions)}
        where report.site_id = resolved.of_site and report.submission_id = resolved.of_id and report.resolved_at = resolved.at_time
        """;

    private string RemarkSql => $"""
        update submission
        set reported_at = (select min(report.created_at) from report where report.site_id = submission.site_id and report.submission_id = submission.id and report.resolved_at is null)
        from {database.Dialect.Rows(Resolutions)}
        where submission.site_id = resolved.of_site and submission.id = resolved.of_id
        """;

    /// <summary>What was decided at these moments is undone: the reports are open again.</summary>
    public async Task ReopenManyAsync(Unit unit, IReadOnlyList<(SubmissionKey Key, DateTimeOffset At)> undone, CancellationToken cancellationToken)
    {
        Resolution[] rows = [.. undone.Select(one => new Resolution(one.Key, null, one.At))];
        if (await unit.ExecuteManyAsync(ReopenSql, Resolutions, rows, cancellationToken).ConfigureAwait(false) > 0)
        {
            await unit.ExecuteManyAsync(RemarkSql, Resolutions, rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record Resolution(SubmissionKey Key, string? Outcome, DateTimeOffset At);

    private static SubmissionKey KeyOf(string site, Guid id) => new(SiteId.Parse(site), new SubmissionId(id));

    private sealed record NoteRow
    {
        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }

        public required string Note { get; init; }
    }

    private sealed record SummaryRow
    {
        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }

        public required string Reason { get; init; }

        public long Reports { get; init; }

        public DateTimeOffset FirstAt { get; init; }
    }
}
