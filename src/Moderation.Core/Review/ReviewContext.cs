using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>What stands around a submission: the thread above and below it, and what its author wrote before.</summary>
internal sealed class ReviewContext(Database database, SubmissionStore submissions)
{
    /// <summary>How far up and how many down.</summary>
    public const int ThreadItems = 3;

    /// <summary>How many of an author's submissions are shown.</summary>
    public const int AuthorItems = 20;

    private const string RepliesSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where page_id = @pageId and root_id = @root and parent_id = @parent and state = 'approved'
        order by submitted_at, id
        limit @limit
        """;

    /// <summary>The submissions it answers, the nearest last, and the approved ones that answer it, the oldest first.</summary>
    public async Task<(IReadOnlyList<Submission> Above, IReadOnlyList<Submission> Below)> ThreadAsync(Submission submission, CancellationToken cancellationToken)
    {
        List<Submission> above = [];
        for (Submission? next = submission; next.ParentId is { } parent && above.Count < ThreadItems;)
        {
            next = await submissions.FindAsync(new SubmissionKey(submission.Key.Site, parent), cancellationToken).ConfigureAwait(false);
            if (next is null || next.PageId != submission.PageId)
            {
                break;
            }

            above.Insert(0, next);
        }

        var arguments = new { pageId = submission.PageId, root = submission.RootId.Value, parent = submission.Key.Id.Value, limit = ThreadItems };
        return (above, await ListAsync(RepliesSql, arguments, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>How many replies are looked at for quotes.</summary>
    private const int QuoteItems = 200;

    /// <summary>How many of the comments that answer a submission quote it at length; they stay when it is removed.</summary>
    public async Task<int> CountQuotingAsync(Submission submission, CancellationToken cancellationToken)
    {
        var arguments = new { pageId = submission.PageId, root = submission.RootId.Value, parent = submission.Key.Id.Value, limit = QuoteItems };
        return (await ListAsync(RepliesSql, arguments, cancellationToken).ConfigureAwait(false)).Count(reply => Quotes.AtLength(submission.Body, reply.Body));
    }

    private const string ByAuthorSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and author_key = @authorKey
        order by received_at desc, id desc
        limit @limit
        """;

    /// <summary>The author's latest submissions, the newest first. An author without an address or a token has no past here.</summary>
    public Task<IReadOnlyList<Submission>> ByAuthorAsync(Submission submission, CancellationToken cancellationToken) => submission.AuthorKey is null
        ? Task.FromResult<IReadOnlyList<Submission>>([])
        : ListAsync(ByAuthorSql, new { site = submission.Key.Site.Value, authorKey = submission.AuthorKey, limit = AuthorItems }, cancellationToken);

    private Task<IReadOnlyList<Submission>> ListAsync(string sql, object arguments, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Submission>>(
        async (unit, token) => [.. (await unit.QueryAsync<SubmissionRow>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToSubmission())], cancellationToken);
}
