using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Quality;

/// <summary>What was drawn for blind review, and what people answered.</summary>
internal sealed class BlindStore(Database database)
{
    private static readonly RowSet<BlindItem> Items = new RowSet<BlindItem>("drawn")
        .Text("site_id", row => row.Key.Site.Value).Uuid("submission_id", row => row.Key.Id.Value).Text("day", row => row.Day).Text("part", row => row.Part.ToText())
        .Real("weight", row => row.Weight).Text("model_version", row => row.ModelVersion).Time("drawn_at", row => row.DrawnAt);

    private const string DueSql = """
        select site.site_id
        from site
        where not exists (select 1 from blind_day where blind_day.site_id = site.site_id and blind_day.day = @day)
        order by site.site_id
        limit 1000
        """;

    /// <summary>The sites from whose day nothing was drawn yet, a thousand at a time.</summary>
    public Task<IReadOnlyList<SiteId>> ListDueAsync(string day, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SiteId>>(
        async (unit, token) => [.. (await unit.QueryAsync<string>(DueSql, new { day }, token).ConfigureAwait(false)).Select(SiteId.Parse)], cancellationToken);

    private const string AddDaySql = """
        insert into blind_day (site_id, day, near, far, stopped, drawn_at)
        values (@site, @Day, @Near, @Far, @Stopped, @DrawnAt)
        on conflict do nothing
        """;

    private string AddItemsSql => $"""
        insert into blind_item ({Items.ColumnNames})
        select {Items.ColumnNames}
        from {database.Dialect.Rows(Items)}
        where true
        on conflict do nothing
        """;

    /// <summary>Keeps a day's sample. False when another process has drawn from that day meanwhile; then nothing is kept.</summary>
    public Task<bool> AddAsync(BlindDay day, IReadOnlyList<BlindItem> items, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await unit.ExecuteAsync(AddDaySql, new { site = day.Site.Value, day.Day, day.Near, day.Far, day.Stopped, day.DrawnAt }, token).ConfigureAwait(false) == 0)
            {
                return false;
            }

            await unit.ExecuteManyAsync(AddItemsSql, Items, items, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private const string NextSql = """
        select site_id, submission_id, day, part, weight, model_version, drawn_at, answer, reason, answered_by, answered_at
        from blind_item
        where site_id = @site and answer is null and drawn_at > @since
        order by drawn_at, submission_id
        limit @limit
        """;

    /// <summary>What nobody has answered and was drawn after a time, oldest first.</summary>
    public Task<IReadOnlyList<BlindItem>> ListWaitingAsync(SiteId site, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ListAsync(NextSql, new { site = site.Value, since, limit }, cancellationToken);

    private const string DrawnSql = """
        select site_id, submission_id, day, part, weight, model_version, drawn_at, answer, reason, answered_by, answered_at
        from blind_item
        where site_id = @site and answer is not null and drawn_at > @since
        union all
        select site_id, submission_id, day, part, weight, model_version, drawn_at, answer, reason, answered_by, answered_at
        from blind_item
        where site_id = @site and answer is null and drawn_at > @since
        limit @limit
        """;

    /// <summary>Everything that was drawn after a time, answered or not.</summary>
    public Task<IReadOnlyList<BlindItem>> ListDrawnAsync(SiteId site, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ListAsync(DrawnSql, new { site = site.Value, since, limit }, cancellationToken);

    private const string AnswerSql = """
        update blind_item
        set answer = @answer, reason = @reason, answered_by = @actor, answered_at = @at
        where site_id = @site and submission_id = @id and answer is null
        """;

    /// <summary>Keeps an answer. False when it was not drawn, or a colleague has answered.</summary>
    public async Task<bool> AnswerAsync(Unit unit, SubmissionKey key, BlindAnswer answer, string? reason, string actor, DateTimeOffset at, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(AnswerSql, new { site = key.Site.Value, id = key.Id.Value, answer = answer.ToText(), reason, actor, at }, cancellationToken).ConfigureAwait(false) == 1;

    private Task<IReadOnlyList<BlindItem>> ListAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BlindItem>>(async (unit, token) => [.. (await unit.QueryAsync<Row>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToItem())], cancellationToken);

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }

        public required string Day { get; init; }

        public required string Part { get; init; }

        public double Weight { get; init; }

        public required string ModelVersion { get; init; }

        public DateTimeOffset DrawnAt { get; init; }

        public string? Answer { get; init; }

        public string? Reason { get; init; }

        public string? AnsweredBy { get; init; }

        public DateTimeOffset? AnsweredAt { get; init; }

        public BlindItem ToItem() => new()
        {
            Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(SubmissionId)),
            Day = Day,
            Part = EnumText.Parse<BlindPart>(Part),
            Weight = Weight,
            ModelVersion = ModelVersion,
            DrawnAt = DrawnAt,
            Answer = Answer is null ? null : EnumText.Parse<BlindAnswer>(Answer),
            Reason = Reason,
            AnsweredBy = AnsweredBy,
            AnsweredAt = AnsweredAt,
        };
    }
}
