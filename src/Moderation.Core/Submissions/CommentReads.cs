using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>
/// What the public may read at a moment: approved submissions whose approval is effective, and never one sent with a test key or kept for another service's client. Lists go by key; each has a limit.
/// </summary>
internal sealed class CommentReads(Database database)
{
    private const string ListRootsSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where page_id = @pageId and parent_id is null and state = 'approved'
          and effective_at <= @asOf and not is_test and not is_unlisted
          and (submitted_at, id) > (@afterTime, @afterId)
        order by submitted_at, id
        limit @limit
        """;

    /// <summary>The roots of a page, oldest first, after the one that ended the page before; null for the first page.</summary>
    public Task<IReadOnlyList<Submission>> ListRootsAsync(Guid pageId, DateTimeOffset asOf, RootCursor? after, int limit, CancellationToken cancellationToken)
    {
        // Earlier than any time the validator lets through.
        var arguments = new { pageId, asOf, afterTime = after?.SubmittedAt ?? DateTimeOffset.UnixEpoch, afterId = after?.Id.Value ?? Guid.Empty, limit };
        return ListAsync(ListRootsSql, arguments, cancellationToken);
    }

    private string ListRepliesSql => $"""
        select {SubmissionRow.Columns}
        from submission
        where page_id = @pageId and {database.Dialect.In("root_id", "roots")} and parent_id is not null and state = 'approved'
          and effective_at <= @asOf and not is_test and not is_unlisted
        order by submitted_at, id
        limit @limit
        """;

    /// <summary>The replies below these roots, oldest first. A reply whose parent is not public is among them: what hangs on it is not known here.</summary>
    public Task<IReadOnlyList<Submission>> ListRepliesAsync(Guid pageId, IReadOnlyCollection<SubmissionId> rootIds, DateTimeOffset asOf, int limit, CancellationToken cancellationToken) =>
        ListAsync(ListRepliesSql, new { pageId, roots = database.Dialect.List(rootIds.Select(root => root.Value)), asOf, limit }, cancellationToken);

    private const string CountVisibleSql = """
        with recursive visible (id, root_id) as (
            select id, id
            from submission
            where page_id = @pageId and parent_id is null and state = 'approved' and effective_at <= @asOf and not is_test and not is_unlisted
            union all
            select child.id, child.root_id
            from visible
            join submission child on child.page_id = @pageId and child.root_id = visible.root_id and child.parent_id = visible.id
            where child.state = 'approved' and child.effective_at <= @asOf and not child.is_test and not child.is_unlisted
        )
        select count(*) from visible
        """;

    /// <summary>How many comments of a page the public can see: those whose ancestors can all be seen.</summary>
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
            where hidden.state <> 'approved' or hidden.effective_at > @asOf or hidden.is_test or hidden.is_unlisted)
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
