using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>
/// What was sent with test keys: kept for a day, then gone with its text, its author and its trail. Its events, which have neither author nor text, go with all others.
/// </summary>
internal sealed class TestSubmissions(Database database)
{
    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("ended").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private const string ListSql = """
        select site_id, id
        from submission
        where is_test and received_at < @before
        order by received_at, site_id, id
        limit @limit
        """;

    private string DeleteAuditSql => $"""
        delete from audit_entry
        where (site_id, submission_id) in (select of_site, of_id from {database.Dialect.Rows(Keys)})
        """;

    private string DeleteSql => $"""
        delete from submission
        where is_test and (site_id, id) in (select of_site, of_id from {database.Dialect.Rows(Keys)})
        """;

    /// <summary>Removes the oldest that were received before a time; returns how many. Fewer than <paramref name="limit"/>: nothing is left.</summary>
    public Task<int> RemoveAsync(DateTimeOffset receivedBefore, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (unit, token) =>
            {
                SubmissionKey[] ended = [.. (await unit.QueryAsync<Row>(ListSql, new { before = receivedBefore, limit }, token).ConfigureAwait(false)).Select(row => new SubmissionKey(SiteId.Parse(row.SiteId), new SubmissionId(row.Id)))];
                await unit.ExecuteManyAsync(DeleteAuditSql, Keys, ended, token).ConfigureAwait(false);
                await unit.ExecuteManyAsync(DeleteSql, Keys, ended, token).ConfigureAwait(false);
                return ended.Length;
            },
            cancellationToken);

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }
    }
}
