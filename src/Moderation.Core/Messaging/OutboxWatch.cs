using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Messaging;

/// <summary>
/// Looks what changed, for screens that stay open: every change of a submission is an event, and positions are committed in their order. Reads past what is delayed for the
/// public, because moderators see a decision at once.
/// </summary>
internal sealed class OutboxWatch(Database database)
{
    private const string NewestSql = """
        select coalesce(max(position), 0)
        from outbox_event
        """;

    /// <summary>The position of the newest event; 0 before the first.</summary>
    public Task<long> NewestAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(NewestSql, null, token), cancellationToken);

    private const string ListSql = """
        select position, site_id, submission_id
        from outbox_event
        where position > @after
        order by position
        limit @limit
        """;

    /// <summary>What changed after a position, in order, with the position to go on from.</summary>
    public async Task<(long Position, IReadOnlyList<SubmissionKey> Changed)> ListAsync(long after, int limit, CancellationToken cancellationToken)
    {
        List<Row> rows = await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(ListSql, new { after, limit }, token), cancellationToken).ConfigureAwait(false);
        return rows.Count == 0
            ? (after, [])
            : (rows[^1].Position, [.. rows.Select(row => new SubmissionKey(SiteId.Parse(row.SiteId), new SubmissionId(row.SubmissionId))).Distinct()]);
    }

    private sealed record Row
    {
        public long Position { get; init; }

        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }
    }
}
