using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Bulk;

/// <content>The submissions that a decision about many is about, and what became of each.</content>
internal sealed partial class BulkStore
{
    private const string ItemColumns = """
        bulk_item.bulk_id, bulk_item.submission_id, bulk_item.position, bulk_item.expected_version, bulk_item.is_follower, bulk_item.version, bulk_item.outcome, submission.state
        """;

    private const string ListWaitingSql = $"""
        select {ItemColumns}
        from bulk_item
        join submission on submission.site_id = @site and submission.id = bulk_item.submission_id
        where bulk_item.bulk_id = @bulkId and bulk_item.outcome is null
        order by bulk_item.position
        limit @limit
        """;

    /// <summary>The next ones whose turn it is.</summary>
    public static Task<IReadOnlyList<BulkItem>> ListWaitingAsync(Unit unit, BulkDecision bulk, int limit, CancellationToken cancellationToken) => ListAsync(unit, ListWaitingSql, bulk, limit, cancellationToken);

    private const string ListDoneSql = $"""
        select {ItemColumns}
        from bulk_item
        join submission on submission.site_id = @site and submission.id = bulk_item.submission_id
        where bulk_item.bulk_id = @bulkId and bulk_item.outcome = 'done'
        order by bulk_item.position desc
        limit @limit
        """;

    /// <summary>Those that the decision changed, the last first.</summary>
    public static Task<IReadOnlyList<BulkItem>> ListDoneAsync(Unit unit, BulkDecision bulk, int limit, CancellationToken cancellationToken) => ListAsync(unit, ListDoneSql, bulk, limit, cancellationToken);

    private const string ListItemsSql = """
        select submission_id
        from bulk_item
        where bulk_id = @bulkId
        order by position
        limit @limit
        """;

    /// <summary>The submissions it is about, in their order.</summary>
    public Task<IReadOnlyList<SubmissionId>> ListItemsAsync(Guid bulkId, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<SubmissionId>>(
        async (unit, token) => [.. (await unit.QueryAsync<Guid>(ListItemsSql, new { bulkId, limit }, token).ConfigureAwait(false)).Select(id => new SubmissionId(id))], cancellationToken);

    private string SetOutcomesSql => $"""
        update bulk_item
        set outcome = became.new_outcome, version = coalesce(became.new_version, version)
        from {database.Dialect.Rows(Outcomes)}
        where bulk_item.bulk_id = became.of_bulk and bulk_item.submission_id = became.of_submission
        """;

    private const string CountSql = """
        update bulk_decision
        set handled = handled + @handled, changed = changed + @changed
        where bulk_id = @bulkId
        """;

    /// <summary>Remembers what became of some items.</summary>
    /// <param name="unit">The transaction in which it happened.</param>
    /// <param name="items">The items with their outcomes.</param>
    /// <param name="handled">What is added to the count of those gone through.</param>
    /// <param name="changed">What is added to the count of those changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SetOutcomesAsync(Unit unit, IReadOnlyList<BulkItem> items, int handled, int changed, CancellationToken cancellationToken)
    {
        await unit.ExecuteManyAsync(SetOutcomesSql, Outcomes, items, cancellationToken).ConfigureAwait(false);
        await unit.ExecuteAsync(CountSql, new { bulkId = items[0].BulkId, handled, changed }, cancellationToken).ConfigureAwait(false);
    }

    private const string GrowSql = """
        update bulk_decision
        set items = items + @added, state = 'running', finished_at = null
        where bulk_id = @bulkId and state = 'done'
        """;

    /// <summary>More came to its campaign: it goes on.</summary>
    public static Task GrowAsync(Unit unit, Guid bulkId, int added, CancellationToken cancellationToken) => unit.ExecuteAsync(GrowSql, new { bulkId, added }, cancellationToken);

    private static async Task<IReadOnlyList<BulkItem>> ListAsync(Unit unit, string sql, BulkDecision bulk, int limit, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<ItemRow>(sql, new { bulkId = bulk.BulkId, site = bulk.Site.Value, limit }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToItem())];

    private sealed record ItemRow
    {
        public Guid BulkId { get; init; }

        public Guid SubmissionId { get; init; }

        public int Position { get; init; }

        public int ExpectedVersion { get; init; }

        public bool IsFollower { get; init; }

        public int? Version { get; init; }

        public string? Outcome { get; init; }

        public required string State { get; init; }

        public BulkItem ToItem() => new()
        {
            BulkId = BulkId,
            Submission = new SubmissionId(SubmissionId),
            Position = Position,
            ExpectedVersion = ExpectedVersion,
            IsFollower = IsFollower,
            Version = Version,
            Outcome = Outcome,
            State = EnumText.Parse<SubmissionState>(State),
        };
    }
}
