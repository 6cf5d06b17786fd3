using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Bulk;

/// <summary>Decisions about many and their items.</summary>
internal sealed partial class BulkStore(Database database)
{
    private static readonly RowSet<BulkItem> Items = new RowSet<BulkItem>("item")
        .Uuid("bulk_id", row => row.BulkId).Uuid("submission_id", row => row.Submission.Value).Integer("position", row => row.Position).Integer("expected_version", row => row.ExpectedVersion)
        .Boolean("is_follower", row => row.IsFollower);

    private static readonly RowSet<BulkItem> Outcomes = new RowSet<BulkItem>("became")
        .Uuid("of_bulk", row => row.BulkId).Uuid("of_submission", row => row.Submission.Value).Text("new_outcome", row => row.Outcome).Integer("new_version", row => row.Version);

    private const string AddSql = """
        insert into bulk_decision (bulk_id, site_id, decision, reason, title, moderator_id, campaign_id, state, items, created_at, seen_at)
        values (@BulkId, @site, @Decision, @Reason, @Title, @ModeratorId, @CampaignId, @state, @Items, @CreatedAt, @CreatedAt)
        """;

    private string AddItemsSql => $"""
        insert into bulk_item ({Items.ColumnNames})
        select {Items.ColumnNames}
        from {database.Dialect.Rows(Items)}
        where true
        on conflict do nothing
        """;

    /// <summary>Adds a draft with its items.</summary>
    public async Task AddAsync(Unit unit, BulkDecision bulk, IReadOnlyList<BulkItem> items, CancellationToken cancellationToken)
    {
        var arguments = new { bulk.BulkId, site = bulk.Site.Value, bulk.Decision, bulk.Reason, bulk.Title, bulk.ModeratorId, bulk.CampaignId, state = bulk.State.ToText(), bulk.Items, bulk.CreatedAt };
        await unit.ExecuteAsync(AddSql, arguments, cancellationToken).ConfigureAwait(false);
        await AddItemsAsync(unit, items, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds items; one that is there stays as it is.</summary>
    public Task<int> AddItemsAsync(Unit unit, IReadOnlyList<BulkItem> items, CancellationToken cancellationToken) => unit.ExecuteManyAsync(AddItemsSql, Items, items, cancellationToken);

    private const string FindSql = $"""
        select {BulkRow.Columns}
        from bulk_decision
        where bulk_id = @bulkId
        """;

    /// <summary>Null when there is none.</summary>
    public Task<BulkDecision?> FindAsync(Guid bulkId, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => FindAsync(unit, bulkId, token), cancellationToken);

    /// <inheritdoc cref="FindAsync(Guid, CancellationToken)"/>
    public static async Task<BulkDecision?> FindAsync(Unit unit, Guid bulkId, CancellationToken cancellationToken) =>
        (await unit.QuerySingleOrDefaultAsync<BulkRow>(FindSql, new { bulkId }, cancellationToken).ConfigureAwait(false))?.ToBulk();

    private const string ListSql = $"""
        select {BulkRow.Columns}
        from bulk_decision
        where site_id = @site and state <> 'draft'
        order by created_at desc, bulk_id desc
        limit @limit
        """;

    /// <summary>The latest of a site, the newest first.</summary>
    public Task<IReadOnlyList<BulkDecision>> ListAsync(SiteId site, int limit, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<BulkDecision>>(
        async (unit, token) => [.. (await unit.QueryAsync<BulkRow>(ListSql, new { site = site.Value, limit }, token).ConfigureAwait(false)).Select(row => row.ToBulk())], cancellationToken);

    private const string ListLeftSql = $"""
        select {BulkRow.Columns}
        from bulk_decision
        where finished_at is null and state in ('running', 'undoing') and seen_at < @before
        order by seen_at, bulk_id
        limit 20
        """;

    /// <summary>Those that were begun and that nobody has gone on with since a time.</summary>
    public Task<IReadOnlyList<BulkDecision>> ListLeftAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<BulkDecision>>(
        async (unit, token) => [.. (await unit.QueryAsync<BulkRow>(ListLeftSql, new { before }, token).ConfigureAwait(false)).Select(row => row.ToBulk())], cancellationToken);

    private const string ChangeStateSql = """
        update bulk_decision
        set state = @to, seen_at = @now, finished_at = @finishedAt, undone_by = coalesce(@undoneBy, undone_by)
        where bulk_id = @bulkId and state = @from
        """;

    /// <summary>False when it is not in the state expected.</summary>
    public static async Task<bool> ChangeStateAsync(Unit unit, Guid bulkId, BulkState from, BulkState to, DateTimeOffset now, Guid? undoneBy, CancellationToken cancellationToken)
    {
        var arguments = new { bulkId, from = from.ToText(), to = to.ToText(), now, finishedAt = to is BulkState.Done or BulkState.Undone ? now : (DateTimeOffset?)null, undoneBy };
        return await unit.ExecuteAsync(ChangeStateSql, arguments, cancellationToken).ConfigureAwait(false) == 1;
    }

    private const string HoldSql = """
        update bulk_decision
        set seen_at = @now
        where bulk_id = @bulkId and state = @state
        """;

    /// <summary>Keeps others from going on with it until the unit ends. False when it is not in the state expected.</summary>
    public static async Task<bool> HoldAsync(Unit unit, Guid bulkId, BulkState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        await unit.ExecuteAsync(HoldSql, new { bulkId, state = state.ToText(), now }, cancellationToken).ConfigureAwait(false) == 1;

    private const string ForgetDraftItemsSql = """
        delete from bulk_item
        where bulk_id in (select bulk_id from bulk_decision where finished_at is null and state = 'draft' and seen_at < @before)
        """;

    private const string ForgetDraftsSql = """
        delete from bulk_decision
        where finished_at is null and state = 'draft' and seen_at < @before
        """;

    /// <summary>Drops drafts that nobody confirmed.</summary>
    public Task ForgetDraftsAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await unit.ExecuteAsync(ForgetDraftItemsSql, new { before }, token).ConfigureAwait(false);
            await unit.ExecuteAsync(ForgetDraftsSql, new { before }, token).ConfigureAwait(false);
        },
        cancellationToken);
}
