using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>What waits for a verdict: the store is the inbox. Lists go by key, oldest first, and never skip or repeat a submission.</summary>
internal sealed class WaitingSubmissions(Database database)
{
    private const string CountReceivedSql = """
        select count(*)
        from (select 1 from submission where state = 'received' limit @limit) waiting
        """;

    /// <summary>How many wait to be judged, counted up to a limit.</summary>
    public Task<long> CountReceivedAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(CountReceivedSql, new { limit }, token), cancellationToken);

    private const string ListReceivedSql = """
        select site_id, id, received_at, judge_attempts
        from submission
        where state = 'received'
          and received_at < @before
          and (received_at, site_id, id) > (@afterTime, @afterSite, @afterId)
        order by received_at, site_id, id
        limit @limit
        """;

    /// <summary>Submissions that are Received and were stored before a time. <paramref name="after"/>: the last one of the page before; null for the first page.</summary>
    public Task<IReadOnlyList<WaitingSubmission>> ListReceivedAsync(DateTimeOffset receivedBefore, WaitingSubmission? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListReceivedSql, receivedBefore, after, limit, cancellationToken);

    private const string ListUnscoredSql = """
        select site_id, id, received_at, judge_attempts
        from submission
        where state = 'flagged' and model_version is null
          and received_at < @before and judge_attempts < @attempts
          and (received_at, site_id, id) > (@afterTime, @afterSite, @afterId)
        order by received_at, site_id, id
        limit @limit
        """;

    /// <summary>
    /// Submissions that are Flagged because they could not be scored, and that were tried fewer than <paramref name="attempts"/> times. Other parameters as in
    /// <see cref="ListReceivedAsync"/>.
    /// </summary>
    public Task<IReadOnlyList<WaitingSubmission>> ListUnscoredAsync(DateTimeOffset receivedBefore, int attempts, WaitingSubmission? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListUnscoredSql, receivedBefore, after, limit, cancellationToken, attempts);

    private Task<IReadOnlyList<WaitingSubmission>> ListAsync(string sql, DateTimeOffset before, WaitingSubmission? after, int limit, CancellationToken cancellationToken, int attempts = int.MaxValue)
    {
        var arguments = new
        {
            before,
            attempts,
            afterTime = after?.ReceivedAt ?? DateTimeOffset.UnixEpoch,
            afterSite = after?.Key.Site.Value ?? "",
            afterId = after?.Key.Id.Value ?? Guid.Empty,
            limit,
        };
        return database.ReadAsync<IReadOnlyList<WaitingSubmission>>(
            async (unit, token) => [.. (await unit.QueryAsync<Row>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToWaiting())], cancellationToken);
    }

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }

        public int JudgeAttempts { get; init; }

        public WaitingSubmission ToWaiting() =>
            new() { Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(Id)), ReceivedAt = ReceivedAt, JudgeAttempts = JudgeAttempts };
    }
}
