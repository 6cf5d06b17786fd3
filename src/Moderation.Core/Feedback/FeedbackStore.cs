using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Feedback;

/// <summary>Statements of outside programs about texts.</summary>
internal sealed class FeedbackStore(Database database)
{
    private const string Columns = "feedback_id, site_id, key_id, door, check_id, submission_id, digest, body, category, value, weight, recorded_at, confirmed_by, confirmed_at";

    private const string SaySql = $"""
        insert into feedback ({Columns})
        values (@StatementId, @site, @KeyId, @door, @CheckId, @submission, @Digest, @Body, @category, @Value, @Weight, @RecordedAt, null, null)
        on conflict (site_id, key_id, digest, category) do update
        set check_id = coalesce(excluded.check_id, feedback.check_id), submission_id = coalesce(excluded.submission_id, feedback.submission_id),
            body = excluded.body, value = excluded.value, weight = excluded.weight, recorded_at = excluded.recorded_at, confirmed_by = null, confirmed_at = null
        where feedback.value <> excluded.value
        """;

    /// <summary>True when it is new or takes back what the same key said before; false for a repetition, which changes nothing.</summary>
    public async Task<bool> SayAsync(Unit unit, Statement said, CancellationToken cancellationToken)
    {
        var row = new
        {
            said.StatementId,
            site = said.Site.Value,
            said.KeyId,
            door = said.Door.ToText(),
            said.CheckId,
            submission = said.Submission?.Value,
            said.Digest,
            said.Body,
            category = said.Category.ToText(),
            said.Value,
            said.Weight,
            said.RecordedAt,
        };
        return await unit.ExecuteAsync(SaySql, row, cancellationToken).ConfigureAwait(false) == 1;
    }

    private const string FindSubmissionSql = """
        select id
        from submission
        where body_hash = @digest and site_id = @site and not is_test and state <> 'erased'
        order by received_at desc
        limit 1
        """;

    /// <summary>The newest submission of the site with this text; null when there is none.</summary>
    public async Task<SubmissionId?> FindSubmissionAsync(Unit unit, SiteId site, byte[] digest, CancellationToken cancellationToken) =>
        await unit.QuerySingleOrDefaultAsync<Guid?>(FindSubmissionSql, new { site = site.Value, digest }, cancellationToken).ConfigureAwait(false) is { } id ? new SubmissionId(id) : null;

    private const string ListSql = $"""
        select {Columns}
        from feedback
        where site_id = @site and (recorded_at, feedback_id) > (@at, @id)
        order by recorded_at, feedback_id
        limit @limit
        """;

    /// <summary>What was said about texts of a site, oldest first, after the statement that ended the page before; null for the first page.</summary>
    public Task<IReadOnlyList<Statement>> ListAsync(SiteId site, Statement? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListSql, new { site = site.Value, at = after?.RecordedAt ?? DateTimeOffset.UnixEpoch, id = after?.StatementId ?? Guid.Empty, limit }, cancellationToken);

    private const string OfSubmissionSql = $"""
        select {Columns}
        from feedback
        where site_id = @site and submission_id = @id
        order by recorded_at, feedback_id
        limit 100
        """;

    /// <summary>What was said about one submission, oldest first.</summary>
    public Task<IReadOnlyList<Statement>> ListAsync(SubmissionKey submission, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => ListAsync(unit, submission, token), cancellationToken);

    /// <inheritdoc cref="ListAsync(SubmissionKey, CancellationToken)"/>
    public static async Task<IReadOnlyList<Statement>> ListAsync(Unit unit, SubmissionKey submission, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<FeedbackRow>(OfSubmissionSql, new { site = submission.Site.Value, id = submission.Id.Value }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToStatement())];

    private const string ListWaitingSql = $"""
        select {Columns}
        from feedback
        where site_id = @site and confirmed_at is null and (body is not null or submission_id is not null) and (recorded_at, feedback_id) < (@at, @id)
        order by recorded_at desc, feedback_id desc
        limit @limit
        """;

    /// <summary>What waits for a person and has a text to look at, the newest first.</summary>
    /// <param name="site">The site.</param>
    /// <param name="before">The statement that ended the list before; null for the first.</param>
    /// <param name="limit">The most statements.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<IReadOnlyList<Statement>> ListWaitingAsync(SiteId site, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListWaitingSql, new { site = site.Value, at = before?.At ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), id = before?.Id ?? Guid.Empty, limit }, cancellationToken);

    private const string SettleSql = $"""
        update feedback
        set weight = @weight, confirmed_by = @actor, confirmed_at = @at
        where site_id = @site and feedback_id = @statementId and confirmed_at is null
        returning {Columns}
        """;

    /// <summary>The statement as it counts now: 1 when it is confirmed, 0 when it is dismissed. Null when there is none or somebody said so before.</summary>
    public async Task<Statement?> SettleAsync(Unit unit, SiteId site, Guid statementId, bool isRight, string actor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var arguments = new { site = site.Value, statementId, weight = isRight ? 1.0 : 0.0, actor, at };
        return (await unit.QuerySingleOrDefaultAsync<FeedbackRow>(SettleSql, arguments, cancellationToken).ConfigureAwait(false))?.ToStatement();
    }

    private const string EraseSql = """
        delete from feedback
        where site_id = @site and submission_id = @id
        """;

    private const string EraseTextSql = """
        delete from feedback
        where digest = @digest and site_id = @site and submission_id is null
        """;

    /// <summary>The submission is erased: what was said about it goes with it, and what was said about its text without naming a submission. Safe to repeat.</summary>
    /// <param name="unit">The transaction that erases.</param>
    /// <param name="submission">Which.</param>
    /// <param name="digest">The keyed hash of its text; empty when it was erased before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task EraseAsync(Unit unit, SubmissionKey submission, byte[] digest, CancellationToken cancellationToken)
    {
        await unit.ExecuteAsync(EraseSql, new { site = submission.Site.Value, id = submission.Id.Value }, cancellationToken).ConfigureAwait(false);
        await unit.ExecuteAsync(EraseTextSql, new { site = submission.Site.Value, digest }, cancellationToken).ConfigureAwait(false);
    }

    private const string ForgetTextsSql = """
        update feedback
        set body = null
        where feedback_id in (
            select feedback_id
            from feedback
            where body is not null and recorded_at < @before
            order by recorded_at
            limit @limit)
        """;

    /// <summary>Lets go of the oldest texts that came with feedback before a time; the digest stays, and what was said. How many there were: less than the limit when none is left.</summary>
    public Task<int> ForgetTextsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetTextsSql, new { before, limit }, token), cancellationToken);

    private Task<IReadOnlyList<Statement>> ListAsync(string sql, object arguments, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Statement>>(
        async (unit, token) => [.. (await unit.QueryAsync<FeedbackRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToStatement())], cancellationToken);
}
