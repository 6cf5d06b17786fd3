using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>
/// Removes a comment together with everything public below it, in one transaction, and undoes that. Without it a comment is removed alone, and a placeholder keeps its place while something hangs on it.
/// What went with its parent has a reason of its own: it says nothing about the text, so that no model learns from it.
/// </summary>
internal sealed class RemoveThread(Database database, SubmissionStore submissions, DecideSubmission decide)
{
    /// <summary>The most replies that go with one comment: as much as one transaction takes.</summary>
    public const int MostReplies = 500;

    /// <summary>The reason of what went with its parent.</summary>
    public const string WithParent = "parent_removed";

    private const string BelowSql = """
        with recursive below (id, state) as (
            select child.id, child.state
            from submission child
            where child.page_id = @pageId and child.root_id = @root and child.parent_id = @id and (child.state = 'approved' or child.state = 'removed')
            union all
            select child.id, child.state
            from below
            join submission child on child.page_id = @pageId and child.root_id = @root and child.parent_id = below.id
            where (child.state = 'approved' or child.state = 'removed')
        )
        select id
        from below
        where state = 'approved'
        limit @limit
        """;

    /// <summary>How many comments stand below one, counted up to <see cref="MostReplies"/>.</summary>
    public async Task<int> CountAsync(Submission parent, CancellationToken cancellationToken) =>
        (await database.ReadAsync((unit, token) => unit.QueryAsync<Guid>(BelowSql, ArgumentsOf(parent), token), cancellationToken).ConfigureAwait(false)).Count;

    /// <summary>Carries out the removal of a comment, and with it of its replies. When it is not done, nothing is. Returns how many replies went with it.</summary>
    public Task<(DecisionResult Result, int Replies)> RemoveAsync(DecisionRequest request, CancellationToken cancellationToken) =>
        DecideAsync(request, (unit, parent, token) => unit.QueryAsync<Guid>(BelowSql, ArgumentsOf(parent), token), Decision.Remove, WithParent, cancellationToken);

    private const string GoneSql = """
        with recursive below (id, version, state) as (
            select child.id, child.version, child.state
            from submission child
            where child.page_id = @pageId and child.root_id = @root and child.parent_id = @id and (child.state = 'approved' or child.state = 'removed')
            union all
            select child.id, child.version, child.state
            from below
            join submission child on child.page_id = @pageId and child.root_id = @root and child.parent_id = below.id
            where (child.state = 'approved' or child.state = 'removed')
        )
        select below.id
        from below
        join audit_entry on audit_entry.site_id = @site and audit_entry.submission_id = below.id and audit_entry.version = below.version
        where below.state = 'removed' and audit_entry.reason = @reason and audit_entry.at >= @since
        limit @limit
        """;

    /// <summary>Undoes the last decision about a comment; when it was a removal, what went with it comes back too.</summary>
    public Task<(DecisionResult Result, int Replies)> ReopenAsync(DecisionRequest request, CancellationToken cancellationToken) =>
        DecideAsync(request, GoneAsync, Decision.Reopen, null, cancellationToken);

    private static async Task<List<Guid>> GoneAsync(Unit unit, Submission parent, CancellationToken cancellationToken) => parent.State != SubmissionState.Removed
        ? []
        : await unit.QueryAsync<Guid>(
            GoneSql,
            new { site = parent.Key.Site.Value, pageId = parent.PageId, root = parent.RootId.Value, id = parent.Key.Id.Value, reason = WithParent, since = parent.DecidedAt, limit = MostReplies },
            cancellationToken).ConfigureAwait(false);

    private async Task<(DecisionResult Result, int Replies)> DecideAsync(
        DecisionRequest request, Func<Unit, Submission, CancellationToken, Task<List<Guid>>> find, Decision decision, string? reason, CancellationToken cancellationToken)
    {
        IReadOnlyList<DecisionResult> results = await database.RunAsync(
            async (unit, token) =>
            {
                List<Guid> below = await submissions.FindAsync(unit, request.Key, token).ConfigureAwait(false) is { } parent ? await find(unit, parent, token).ConfigureAwait(false) : [];
                IReadOnlyList<DecisionResult> ofParent = await decide.DecideManyAsync(unit, [request], token).ConfigureAwait(false);
                if (ofParent[0].Outcome != DecisionOutcome.Done || below.Count == 0)
                {
                    return ofParent;
                }

                DecisionRequest[] ofReplies =
                [
                    .. below.Select(id => request with { Key = new SubmissionKey(request.Key.Site, new SubmissionId(id)), Decision = decision, Reason = reason, Note = null, ExpectedVersion = null }),
                ];
                return [.. ofParent, .. await decide.DecideManyAsync(unit, ofReplies, token).ConfigureAwait(false)];
            },
            cancellationToken).ConfigureAwait(false);
        decide.Announce(results);
        return (results[0], results.Skip(1).Count(result => result.Outcome == DecisionOutcome.Done));
    }

    private static object ArgumentsOf(Submission parent) => new { pageId = parent.PageId, root = parent.RootId.Value, id = parent.Key.Id.Value, limit = MostReplies };
}
