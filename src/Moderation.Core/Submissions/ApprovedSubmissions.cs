using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>Walks through everything that is approved on a site, whether the public sees it yet or not: what is done to all comments goes by this. Test submissions are left out.</summary>
internal sealed class ApprovedSubmissions(Database database)
{
    private const string ListSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and state = 'approved' and not is_test
          and (effective_at, id) > (@afterTime, @afterId)
        order by effective_at, id
        limit @limit
        """;

    /// <summary>The next ones in the order of their approval. <paramref name="after"/>: where the walk is; null at its start.</summary>
    public Task<IReadOnlyList<Submission>> ListAsync(SiteId site, ApprovedCursor? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { site = site.Value, afterTime = after?.EffectiveAt ?? DateTimeOffset.UnixEpoch, afterId = after?.Id.Value ?? Guid.Empty, limit };
        return database.ReadAsync<IReadOnlyList<Submission>>(
            async (unit, token) => [.. (await unit.QueryAsync<SubmissionRow>(ListSql, arguments, token).ConfigureAwait(false)).Select(row => row.ToSubmission())], cancellationToken);
    }
}

/// <summary>The last submission a walk has passed.</summary>
internal readonly record struct ApprovedCursor(DateTimeOffset EffectiveAt, SubmissionId Id);
