using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>What waits for a person on a site, and how a newer model sees it. Nothing is decided here: the state and its version stay, so that a card that is open stays good.</summary>
internal sealed class FlaggedSubmissions(Database database)
{
    private const string ListSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and state = 'flagged' and not is_test
          and (received_at, id) > (@afterTime, @afterId)
        order by received_at, id
        limit @limit
        """;

    /// <summary>The next ones, oldest first, after the last of the page before; null for the first page.</summary>
    public Task<IReadOnlyList<Submission>> ListAsync(SiteId site, Submission? after, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { site = site.Value, afterTime = after?.ReceivedAt ?? DateTimeOffset.UnixEpoch, afterId = after?.Key.Id.Value ?? Guid.Empty, limit };
        return database.ReadAsync<IReadOnlyList<Submission>>(
            async (unit, token) => [.. (await unit.QueryAsync<SubmissionRow>(ListSql, arguments, token).ConfigureAwait(false)).Select(row => row.ToSubmission())], cancellationToken);
    }

    private static readonly RowSet<VerdictChange> Scores = new RowSet<VerdictChange>("change")
        .Text("of_site", row => row.Key.Site.Value).Uuid("of_id", row => row.Key.Id.Value).Integer("of_version", row => row.ExpectedVersion)
        .Integer("new_priority", row => row.Priority).Text("new_reasons", row => row.ReasonsJson).Real("new_spam", row => row.Scores?.Spam).Real("new_toxicity", row => row.Scores?.Toxicity)
        .Real("new_severe_toxicity", row => row.Scores?.SevereToxicity).Real("new_insult", row => row.Scores?.Insult).Real("new_profanity", row => row.Scores?.Profanity)
        .Real("new_threat", row => row.Scores?.Threat).Real("new_identity_attack", row => row.Scores?.IdentityAttack).Real("new_likely_to_reject", row => row.Scores?.LikelyToReject)
        .Text("new_model", row => row.ModelVersion).Integer("new_policy", row => row.PolicyVersion);

    private string RescoreSql => $"""
        update submission
        set priority = change.new_priority, reasons = change.new_reasons,
            spam = change.new_spam, toxicity = change.new_toxicity, severe_toxicity = change.new_severe_toxicity, insult = change.new_insult,
            profanity = change.new_profanity, threat = change.new_threat, identity_attack = change.new_identity_attack, likely_to_reject = change.new_likely_to_reject,
            model_version = change.new_model, policy_version = change.new_policy
        from {database.Dialect.Rows(Scores)}
        where submission.site_id = change.of_site and submission.id = change.of_id
          and submission.state = 'flagged' and submission.verdict = 'flag' and submission.version = change.of_version
        returning id
        """;

    /// <summary>Writes new scores and reasons over submissions that still wait in the version expected. Returns the ids that changed. All of one site.</summary>
    public async Task<IReadOnlySet<Guid>> RescoreAsync(Unit unit, IReadOnlyList<VerdictChange> changes, CancellationToken cancellationToken) =>
        (await unit.QueryManyAsync<VerdictChange, Guid>(RescoreSql, Scores, [.. changes.OrderBy(change => change.Key.Id.Value)], cancellationToken).ConfigureAwait(false)).ToHashSet();
}
