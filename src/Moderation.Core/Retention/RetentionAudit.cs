using Moderation.Storage;

namespace Moderation.Retention;

/// <summary>The end of the audit trail.</summary>
internal sealed class RetentionAudit(Database database)
{
    private const string ListOldEntriesSql = """
        select entry_id, at, exists (
            select 1
            from submission
            where submission.site_id = audit_entry.site_id and submission.id = audit_entry.submission_id and submission.body <> '') as is_kept
        from audit_entry
        where at >= @at and at < @before and (at, entry_id) > (@at, @id)
        order by at, entry_id
        limit @limit
        """;

    private string ForgetEntriesSql => $"""
        delete from audit_entry
        where {database.Dialect.In("entry_id", "ids")}
        """;

    /// <summary>Forgets what was done in a time long ago, but not to submissions whose text is still there: their receipts stay whole. How many entries.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset from, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        int all = 0;
        (DateTimeOffset At, Guid Id) after = (from, Guid.Empty);
        while (true)
        {
            var arguments = new { at = after.At, id = after.Id, before, limit };
            List<OldEntry> page = await database.ReadAsync((unit, token) => unit.QueryAsync<OldEntry>(ListOldEntriesSql, arguments, token), cancellationToken).ConfigureAwait(false);
            Guid[] ended = [.. page.Where(entry => !entry.IsKept).Select(entry => entry.EntryId)];
            if (ended.Length > 0)
            {
                all += await database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetEntriesSql, new { ids = database.Dialect.List(ended) }, token), cancellationToken).ConfigureAwait(false);
            }

            if (page.Count < limit)
            {
                return all;
            }

            after = (page[^1].At, page[^1].EntryId);
        }
    }

    private sealed record OldEntry
    {
        public Guid EntryId { get; init; }

        public DateTimeOffset At { get; init; }

        public bool IsKept { get; init; }
    }
}
