using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>
/// What the public may read at a moment: approved submissions whose approval is effective, and never one sent with a test key or kept for another service's client. With them come those that were
/// removed where something hangs on them, for their place in the thread: their text is for nobody. Lists go by key; each has a limit.
/// </summary>
internal sealed class CommentReads(Database database)
{
    private const string ListRootsSql = $"""
        select {SubmissionRow.Columns}
        from submission root
        where page_id = @pageId and parent_id is null and (state = 'approved' or state = 'removed')
          and (state = 'removed' or effective_at <= @asOf) and not is_test and not is_unlisted
          and (submitted_at, id) > (@afterTime, @afterId)
          and (state = 'approved' or exists (
            select 1
            from submission reply
            where reply.page_id = @pageId and reply.root_id = root.id and reply.parent_id is not null and reply.state = 'approved'
              and reply.effective_at <= @asOf and not reply.is_test and not reply.is_unlisted))
        order by submitted_at, id
        limit @limit
        """;

    /// <summary>The roots of a page, those removed among them that have a public reply below, oldest first, after the one that ended the page before; null for the first page.</summary>
    public Task<IReadOnlyList<Submission>> ListRootsAsync(Guid pageId, DateTimeOffset asOf, RootCursor? after, int limit, CancellationToken cancellationToken)
    {
        // Earlier than any time the validator lets through.
        var arguments = new { pageId, asOf, afterTime = after?.SubmittedAt ?? DateTimeOffset.UnixEpoch, afterId = after?.Id.Value ?? Guid.Empty, limit };
        return ListAsync(ListRootsSql, arguments, cancellationToken);
    }

    private string ListRepliesSql => $"""
        select {SubmissionRow.Columns}
        from submission
        where page_id = @pageId and {database.Dialect.In("root_id", "roots")} and parent_id is not null and (state = 'approved' or state = 'removed')
          and (state = 'removed' or effective_at <= @asOf) and not is_test and not is_unlisted
        order by submitted_at, id
        limit @limit
        """;

    /// <summary>The replies below these roots, removed ones among them, oldest first. A reply whose parent is not public is among them: what hangs on it is not known here.</summary>
    public Task<IReadOnlyList<Submission>> ListRepliesAsync(Guid pageId, IReadOnlyCollection<SubmissionId> rootIds, DateTimeOffset asOf, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListRepliesSql, new { pageId, roots = database.Dialect.List(rootIds.Select(root => root.Value)), asOf, limit }, cancellationToken);

    private const string CountVisibleSql = """
        with recursive reached (id, root_id, state) as (
            select id, id, state
            from submission
            where page_id = @pageId and parent_id is null and (state = 'approved' or state = 'removed')
              and (state = 'removed' or effective_at <= @asOf) and not is_test and not is_unlisted
            union all
            select child.id, child.root_id, child.state
            from reached
            join submission child on child.page_id = @pageId and child.root_id = reached.root_id and child.parent_id = reached.id
            where (child.state = 'approved' or child.state = 'removed')
              and (child.state = 'removed' or child.effective_at <= @asOf) and not child.is_test and not child.is_unlisted
        )
        select count(*) from reached where state = 'approved'
        """;

    /// <summary>How many comments of a page the public can see: those whose ancestors can all be seen, or were removed.</summary>
    public Task<long> CountVisibleAsync(Guid pageId, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>(CountVisibleSql, new { pageId, asOf }, token), cancellationToken);

    private const string ListNewestSql = $"""
        select {SubmissionRow.Columns}
        from submission newest
        where site_id = @site and state = 'approved'
          and effective_at <= @asOf and not is_test and not is_unlisted
          and not exists (select 1 from page where page.page_id = newest.page_id and page.mode = 'hidden')
          and not exists (
            with recursive ancestor (id) as (
                select newest.parent_id
                union
                select above.parent_id
                from ancestor
                join submission above on above.site_id = newest.site_id and above.id = ancestor.id
            )
            select 1
            from ancestor
            join submission hidden on hidden.site_id = newest.site_id and hidden.id = ancestor.id
            where (hidden.state <> 'approved' and hidden.state <> 'removed') or (hidden.state = 'approved' and hidden.effective_at > @asOf) or hidden.is_test or hidden.is_unlisted)
        order by effective_at desc, id desc
        limit @limit
        """;

    /// <summary>The newest comments of a site on pages that are not hidden, newest first.</summary>
    public Task<IReadOnlyList<Submission>> ListNewestAsync(SiteId site, DateTimeOffset asOf, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListNewestSql, new { site = site.Value, asOf, limit }, cancellationToken);

    private Task<IReadOnlyList<Submission>> ListAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Submission>>(
            async (unit, token) => [.. (await unit.QueryAsync<SubmissionRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToSubmission())], cancellationToken);
}

/// <summary>The last root of a page of comments; the next page begins after it.</summary>
internal readonly record struct RootCursor(DateTimeOffset SubmittedAt, SubmissionId Id);
