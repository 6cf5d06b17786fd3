using Moderation.Storage;

namespace Moderation.Search;

/// <summary>Makes what was judged searchable, by the events that say so: a step at a time, one process at a time, behind the worker.</summary>
internal sealed class SearchIndex(Database database)
{
    private string ClaimSql => $"""
        select position
        from search_cursor
        where name = 'words'
        {database.Dialect.ForClaim}
        """;

    private const string LastSql = """
        select max(position)
        from (
            select position
            from outbox_event
            where position > @after
            order by position
            limit @limit) next
        """;

    private const string AddSql = """
        insert into searchable (site_id, submission_id, received_at)
        select submission.site_id, submission.id, submission.received_at
        from submission
        where not submission.is_test and submission.body <> '' and submission.state <> 'erased'
          and (submission.site_id, submission.id) in (select site_id, submission_id from outbox_event where position > @after and position <= @last)
        on conflict do nothing
        """;

    private const string AdvanceSql = """
        update search_cursor
        set position = @last
        where name = 'words'
        """;

    /// <summary>Follows the next events. False when nothing is left, or another process is at it.</summary>
    public Task<bool> StepAsync(int limit, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            if (await unit.QuerySingleOrDefaultAsync<long?>(ClaimSql, null, token).ConfigureAwait(false) is not { } after
                || await unit.QuerySingleOrDefaultAsync<long?>(LastSql, new { after, limit }, token).ConfigureAwait(false) is not { } last)
            {
                return false;
            }

            await unit.ExecuteAsync(AddSql, new { after, last }, token).ConfigureAwait(false);
            await unit.ExecuteAsync(AdvanceSql, new { last }, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
