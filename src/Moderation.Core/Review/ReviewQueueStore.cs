using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>
/// The review queues of a site, by key and with a limit. Every queue has an index of its own, so that a page and a count read as many rows whether ten submissions wait or a
/// million.
/// </summary>
internal sealed class ReviewQueueStore(Database database)
{
    private const string IsFlagged = "state = 'flagged' and escalated_at is null and spam < 0.5 and not is_test";
    private const string IsSpamLikely = "state = 'flagged' and escalated_at is null and spam >= 0.5 and not is_test";
    private const string IsUnscored = "state = 'flagged' and escalated_at is null and spam is null and not is_test";
    private const string IsEscalated = "state = 'flagged' and escalated_at is not null and not is_test";
    private const string AfterByTime = "and (received_at, id) > (@at, @id) order by received_at, id limit @limit";
    private const string AfterByRisk = "and (priority, likely_to_reject, id) < (@priority, @risk, @id) order by priority desc, likely_to_reject desc, id desc limit @limit";

    private const string FlaggedSql = $"select {SubmissionRow.Columns} from submission where site_id = @site and {IsFlagged} {AfterByTime}";

    private const string FlaggedByRiskSql = $"select {SubmissionRow.Columns} from submission where site_id = @site and {IsFlagged} {AfterByRisk}";

    private const string SpamLikelySql = $"select {SubmissionRow.Columns} from submission where site_id = @site and {IsSpamLikely} {AfterByTime}";

    private const string SpamLikelyByRiskSql = $"select {SubmissionRow.Columns} from submission where site_id = @site and {IsSpamLikely} {AfterByRisk}";

    private const string UnscoredSql = $"select {SubmissionRow.Columns} from submission where site_id = @site and {IsUnscored} {AfterByTime}";

    private const string EscalatedSql = $"select {SubmissionRow.Columns} from submission where site_id = @site and {IsEscalated} {AfterByTime}";

    private const string ReportedSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and reported_at is not null and (state = 'approved' or state = 'flagged') and (reported_at, id) > (@at, @id)
        order by reported_at, id
        limit @limit
        """;

    private const string RejectedSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and state = 'rejected' and not is_test
          and (decided_at, id) < (@at, @id)
        order by decided_at desc, id desc
        limit @limit
        """;

    private const string ApprovedSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and state = 'approved' and not is_test
          and (effective_at, id) < (@at, @id)
        order by effective_at desc, id desc
        limit @limit
        """;

    private const string RecentSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and id in (
            select submission_id
            from audit_entry
            where site_id = @site and kind = 'decision' and at < @at
            order by at desc
            limit @limit
        )
        order by decided_at desc, id desc
        limit @limit
        """;

    /// <summary>A page of a queue, after the item that ended the page before; null for the first page. The order counts for <see cref="ReviewQueueKind.Flagged"/> and <see cref="ReviewQueueKind.SpamLikely"/>.</summary>
    public Task<IReadOnlyList<Submission>> ListAsync(SiteId site, ReviewQueueKind queue, ReviewOrder order, ReviewCursor? after, int limit, CancellationToken cancellationToken)
    {
        bool isByRisk = order == ReviewOrder.Riskiest;
        (string sql, bool isNewestFirst) = queue switch
        {
            ReviewQueueKind.Flagged => (isByRisk ? FlaggedByRiskSql : FlaggedSql, false),
            ReviewQueueKind.SpamLikely => (isByRisk ? SpamLikelyByRiskSql : SpamLikelySql, false),
            ReviewQueueKind.Reported => (ReportedSql, false),
            ReviewQueueKind.Unscored => (UnscoredSql, false),
            ReviewQueueKind.Escalated => (EscalatedSql, false),
            ReviewQueueKind.Recent => (RecentSql, true),
            ReviewQueueKind.Rejected => (RejectedSql, true),
            ReviewQueueKind.Approved => (ApprovedSql, true),
        };
        bool isDescending = isNewestFirst || ((queue is ReviewQueueKind.Flagged or ReviewQueueKind.SpamLikely) && isByRisk);
        var arguments = new
        {
            site = site.Value,
            at = after?.At ?? (isNewestFirst ? Latest : DateTimeOffset.UnixEpoch),
            id = after?.Id.Value ?? (isDescending ? Guid.AllBitsSet : Guid.Empty),
            priority = after?.Priority ?? int.MaxValue,
            risk = after?.Risk ?? 1.0,
            limit,
        };
        return database.ReadAsync<IReadOnlyList<Submission>>(
            async (unit, token) => [.. (await unit.QueryAsync<SubmissionRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToSubmission())], cancellationToken);
    }

    private const string CountFlaggedSql = $"select count(*) from (select 1 from submission where site_id = @site and {IsFlagged} limit @limit) waiting";

    private const string CountSpamLikelySql = $"select count(*) from (select 1 from submission where site_id = @site and {IsSpamLikely} limit @limit) waiting";

    private const string CountReportedSql = "select count(*) from (select 1 from submission where site_id = @site and reported_at is not null and (state = 'approved' or state = 'flagged') limit @limit) waiting";

    private const string CountUnscoredSql = $"select count(*) from (select 1 from submission where site_id = @site and {IsUnscored} limit @limit) waiting";

    private const string CountEscalatedSql = $"select count(*) from (select 1 from submission where site_id = @site and {IsEscalated} limit @limit) waiting";

    private const string OldestSql = """
        select received_at
        from submission
        where site_id = @site and state = 'flagged' and not is_test
        order by received_at
        limit 1
        """;

    /// <summary>How many wait, and since when.</summary>
    public Task<ReviewCounts> CountAsync(SiteId site, CancellationToken cancellationToken) => database.ReadAsync(
        async (unit, token) =>
        {
            var arguments = new { site = site.Value, limit = ReviewCounts.Limit };
            return new ReviewCounts
            {
                Flagged = (int)await unit.QuerySingleOrDefaultAsync<long>(CountFlaggedSql, arguments, token).ConfigureAwait(false),
                SpamLikely = (int)await unit.QuerySingleOrDefaultAsync<long>(CountSpamLikelySql, arguments, token).ConfigureAwait(false),
                Reported = (int)await unit.QuerySingleOrDefaultAsync<long>(CountReportedSql, arguments, token).ConfigureAwait(false),
                Unscored = (int)await unit.QuerySingleOrDefaultAsync<long>(CountUnscoredSql, arguments, token).ConfigureAwait(false),
                Escalated = (int)await unit.QuerySingleOrDefaultAsync<long>(CountEscalatedSql, arguments, token).ConfigureAwait(false),
                OldestReceivedAt = await unit.QuerySingleOrDefaultAsync<DateTimeOffset?>(OldestSql, arguments, token).ConfigureAwait(false),
            };
        },
        cancellationToken);

    private const string FlaggedKeysSql = $"select id, version from submission where site_id = @site and {IsFlagged} order by received_at, id limit @limit";

    private const string SpamLikelyKeysSql = $"select id, version from submission where site_id = @site and {IsSpamLikely} order by received_at, id limit @limit";

    private const string UnscoredKeysSql = $"select id, version from submission where site_id = @site and {IsUnscored} order by received_at, id limit @limit";

    private const string EscalatedKeysSql = $"select id, version from submission where site_id = @site and {IsEscalated} order by received_at, id limit @limit";

    /// <summary>Everything that waits in a queue, the oldest first, with the version it is in. Nothing for a queue of what was decided.</summary>
    public Task<IReadOnlyList<(SubmissionId Id, int Version)>> ListKeysAsync(SiteId site, ReviewQueueKind queue, int limit, CancellationToken cancellationToken)
    {
        string? sql = queue switch
        {
            ReviewQueueKind.Flagged => FlaggedKeysSql,
            ReviewQueueKind.SpamLikely => SpamLikelyKeysSql,
            ReviewQueueKind.Unscored => UnscoredKeysSql,
            ReviewQueueKind.Escalated => EscalatedKeysSql,
            ReviewQueueKind.Recent or ReviewQueueKind.Rejected or ReviewQueueKind.Approved => null,

            // What readers reported is partly public: each has to be looked at.
            ReviewQueueKind.Reported => null,
        };
        return sql is null ? Task.FromResult<IReadOnlyList<(SubmissionId, int)>>([]) : database.ReadAsync<IReadOnlyList<(SubmissionId, int)>>(
            async (unit, token) => [.. (await unit.QueryAsync<KeyRow>(sql, new { site = site.Value, limit }, token).ConfigureAwait(false)).Select(row => (new SubmissionId(row.Id), row.Version))], cancellationToken);
    }

    private sealed record KeyRow
    {
        public Guid Id { get; init; }

        public int Version { get; init; }
    }

    private const string WaitingSinceSql = """
        select id
        from submission
        where site_id = @site and state = 'flagged' and not is_test and received_at < @before
        order by received_at
        limit @limit
        """;

    /// <summary>What has waited for a person since before a moment, the oldest first.</summary>
    public Task<IReadOnlyList<SubmissionKey>> ListWaitingSinceAsync(SiteId site, DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SubmissionKey>>(
        async (unit, token) => [.. (await unit.QueryAsync<Guid>(WaitingSinceSql, new { site = site.Value, before, limit }, token).ConfigureAwait(false)).Select(id => new SubmissionKey(site, new SubmissionId(id)))],
        cancellationToken);

    private const string EscalateSql = """
        update submission
        set escalated_at = @at
        where site_id = @site and id = @id and state = 'flagged' and version = @version and escalated_at is null
        """;

    /// <summary>Passes a flagged submission on to an admin. False when it is not flagged in that version, or was passed on already.</summary>
    public async Task<bool> EscalateAsync(Unit unit, SubmissionKey key, int version, DateTimeOffset at, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(EscalateSql, new { site = key.Site.Value, id = key.Id.Value, version, at }, cancellationToken).ConfigureAwait(false) == 1;

    private const string TakeBackSql = """
        update submission
        set escalated_at = null
        where site_id = @site and id = @id and state = 'flagged' and version = @version and escalated_at is not null
        """;

    /// <summary>Takes back that a flagged submission was passed on.</summary>
    public async Task<bool> TakeBackAsync(Unit unit, SubmissionKey key, int version, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(TakeBackSql, new { site = key.Site.Value, id = key.Id.Value, version }, cancellationToken).ConfigureAwait(false) == 1;

    private const string ListEscalatedSql = $"select id from submission where site_id = @site and {IsEscalated} and escalated_at > @since order by received_at, id limit @limit";

    /// <summary>What was passed on after a moment. Reads the rows that are passed on and not decided, which are few.</summary>
    public Task<IReadOnlyList<SubmissionId>> ListEscalatedAsync(SiteId site, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SubmissionId>>(
        async (unit, token) => [.. (await unit.QueryAsync<Guid>(ListEscalatedSql, new { site = site.Value, since, limit = ReviewCounts.Limit }, token).ConfigureAwait(false)).Select(id => new SubmissionId(id))],
        cancellationToken);

    /// <summary>Later than anything stored, and a time both engines can compare.</summary>
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
