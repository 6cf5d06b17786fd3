using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>
/// Submissions, written and changed. Every change names the state and version it expects, and says whether it happened. Batches are written in the order of their
/// keys, so that two processes with the same submissions in hand do not wait for each other crosswise. Public reads are in <see cref="CommentReads"/>.
/// </summary>
internal sealed class SubmissionStore(Database database)
{
    private static readonly RowSet<Submission> Submissions = new RowSet<Submission>("fresh")
        .Text("site_id", row => row.Key.Site.Value).Uuid("id", row => row.Key.Id.Value).Uuid("page_id", row => row.PageId).Uuid("parent_id", row => row.ParentId?.Value)
        .Uuid("root_id", row => row.RootId.Value).Uuid("replaces_id", row => row.ReplacesId?.Value).Text("state", row => row.State.ToText()).Integer("version", row => row.Version)
        .Text("source", row => row.Source.ToText()).Boolean("is_test", row => row.IsTest).Text("author_name", row => row.AuthorName).Text("author_url", row => row.AuthorUrl)
        .Bytes("email_sealed", row => row.EmailSealed).Bytes("email_hash", row => row.EmailHash).Bytes("author_key", row => row.AuthorKey).Boolean("author_verified", row => row.IsAuthorVerified)
        .Bytes("network_hash", row => row.NetworkHash).Text("network_block", row => row.NetworkBlock?.ToText())
        .Text("body", row => row.Body).Bytes("body_hash", row => row.BodyHash).Bytes("content_hash", row => row.ContentHash).Boolean("honeypot", row => row.IsHoneypotFilled)
        .Real("elapsed_seconds", row => row.ElapsedSeconds).Boolean("featured", row => row.IsFeatured).Time("submitted_at", row => row.SubmittedAt).Time("received_at", row => row.ReceivedAt)
        .Time("decided_at", row => row.DecidedAt).Time("effective_at", row => row.EffectiveAt).Text("verdict", row => row.Verdict?.ToText()).Integer("priority", row => row.Priority)
        .Text("reasons", row => row.ReasonsJson).Real("spam", row => row.Scores?.Spam).Real("toxicity", row => row.Scores?.Toxicity).Real("severe_toxicity", row => row.Scores?.SevereToxicity)
        .Real("insult", row => row.Scores?.Insult).Real("profanity", row => row.Scores?.Profanity).Real("threat", row => row.Scores?.Threat)
        .Real("identity_attack", row => row.Scores?.IdentityAttack).Real("likely_to_reject", row => row.Scores?.LikelyToReject).Text("model_version", row => row.ModelVersion)
        .Integer("policy_version", row => row.PolicyVersion).Integer("judge_attempts", row => row.JudgeAttempts).Boolean("is_unlisted", row => row.IsUnlisted);

    private static readonly RowSet<VerdictChange> Verdicts = new RowSet<VerdictChange>("change")
        .Text("of_site", row => row.Key.Site.Value).Uuid("of_id", row => row.Key.Id.Value).Text("from_state", row => row.From.ToText()).Integer("from_version", row => row.ExpectedVersion)
        .Text("to_state", row => row.To.ToText()).Time("at", row => row.DecidedAt).Time("effective", row => row.EffectiveAt).Text("new_verdict", row => row.Verdict.ToText())
        .Integer("new_priority", row => row.Priority).Text("new_reasons", row => row.ReasonsJson).Real("new_spam", row => row.Scores?.Spam).Real("new_toxicity", row => row.Scores?.Toxicity)
        .Real("new_severe_toxicity", row => row.Scores?.SevereToxicity).Real("new_insult", row => row.Scores?.Insult).Real("new_profanity", row => row.Scores?.Profanity)
        .Real("new_threat", row => row.Scores?.Threat).Real("new_identity_attack", row => row.Scores?.IdentityAttack).Real("new_likely_to_reject", row => row.Scores?.LikelyToReject)
        .Text("new_model", row => row.ModelVersion).Integer("new_policy", row => row.PolicyVersion).Integer("attempts", row => row.JudgeAttempts);

    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted")
        .Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private string InsertManySql => $"""
        insert into submission ({Submissions.ColumnNames})
        select {Submissions.ColumnNames}
        from {database.Dialect.Rows(Submissions)}
        where true
        on conflict do nothing
        returning site_id, id
        """;

    /// <summary>Inserts what is new and leaves what is there as it is. Returns the keys that were inserted.</summary>
    public async Task<IReadOnlySet<SubmissionKey>> InsertManyAsync(Unit unit, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken) =>
        ToSet(await unit.QueryManyAsync<Submission, KeyRow>(InsertManySql, Submissions, Ordered(submissions, row => row.Key), cancellationToken).ConfigureAwait(false));

    private const string FindSql = $"""
        select {SubmissionRow.Columns}
        from submission
        where site_id = @site and id = @id
        """;

    /// <summary>Null when there is none.</summary>
    public Task<Submission?> FindAsync(SubmissionKey key, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => FindAsync(unit, key, token), cancellationToken);

    /// <inheritdoc cref="FindAsync(SubmissionKey, CancellationToken)"/>
    public async Task<Submission?> FindAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken) =>
        (await unit.QuerySingleOrDefaultAsync<SubmissionRow>(FindSql, new { site = key.Site.Value, id = key.Id.Value }, cancellationToken).ConfigureAwait(false))?.ToSubmission();

    private string FindManySql => $"""
        select {SubmissionRow.Columns}
        from {database.Dialect.Rows(Keys)}
        join submission on submission.site_id = wanted.of_site and submission.id = wanted.of_id
        """;

    /// <summary>The submissions with these keys, in no particular order; unknown ones are left out.</summary>
    public Task<IReadOnlyList<Submission>> FindManyAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        database.ReadAsync((unit, token) => FindManyAsync(unit, keys, token), cancellationToken);

    /// <inheritdoc cref="FindManyAsync(IReadOnlyList{SubmissionKey}, CancellationToken)"/>
    public async Task<IReadOnlyList<Submission>> FindManyAsync(Unit unit, IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        [.. (await unit.QueryManyAsync<SubmissionKey, SubmissionRow>(FindManySql, Keys, [.. keys.Distinct()], cancellationToken).ConfigureAwait(false)).Select(row => row.ToSubmission())];

    private string ApplyVerdictsSql => $"""
        update submission
        set state = change.to_state, version = change.from_version + 1, decided_at = change.at, effective_at = change.effective,
            verdict = change.new_verdict, priority = change.new_priority, reasons = change.new_reasons,
            spam = change.new_spam, toxicity = change.new_toxicity, severe_toxicity = change.new_severe_toxicity, insult = change.new_insult,
            profanity = change.new_profanity, threat = change.new_threat, identity_attack = change.new_identity_attack, likely_to_reject = change.new_likely_to_reject,
            model_version = change.new_model, policy_version = change.new_policy, judge_attempts = change.attempts
        from {database.Dialect.Rows(Verdicts)}
        where submission.site_id = change.of_site and submission.id = change.of_id
          and submission.state = change.from_state and submission.version = change.from_version
        returning site_id, id
        """;

    /// <summary>Writes verdicts over the submissions that still are in the state and version expected. Returns the keys that changed. One change for each key.</summary>
    public async Task<IReadOnlySet<SubmissionKey>> ApplyVerdictsAsync(Unit unit, IReadOnlyList<VerdictChange> changes, CancellationToken cancellationToken) =>
        ToSet(await unit.QueryManyAsync<VerdictChange, KeyRow>(ApplyVerdictsSql, Verdicts, Ordered(changes, row => row.Key), cancellationToken).ConfigureAwait(false));

    private const string ChangeStateSql = """
        update submission
        set state = @to, version = version + 1, decided_at = @decidedAt, effective_at = @effectiveAt
        where site_id = @site and id = @id and state = @from and version = @expectedVersion
        """;

    /// <summary>Changes the state alone: decisions and withdrawals. False when the submission is not in the state and version expected; then nothing changed.</summary>
    public async Task<bool> ChangeStateAsync(
        Unit unit,
        SubmissionKey key,
        SubmissionState from,
        int expectedVersion,
        SubmissionState to,
        DateTimeOffset decidedAt,
        DateTimeOffset effectiveAt,
        CancellationToken cancellationToken)
    {
        var arguments = new { site = key.Site.Value, id = key.Id.Value, from = from.ToText(), expectedVersion, to = to.ToText(), decidedAt, effectiveAt };
        return await unit.ExecuteAsync(ChangeStateSql, arguments, cancellationToken).ConfigureAwait(false) == 1;
    }

    private static readonly RowSet<StateWrite> Writes = new RowSet<StateWrite>("write")
        .Text("of_site", row => row.Key.Site.Value).Uuid("of_id", row => row.Key.Id.Value).Text("from_state", row => row.From.ToText()).Integer("from_version", row => row.ExpectedVersion)
        .Text("to_state", row => row.To.ToText()).Time("at", row => row.DecidedAt).Time("effective", row => row.EffectiveAt);

    private string ChangeStatesSql => $"""
        update submission
        set state = write.to_state, version = write.from_version + 1, decided_at = write.at, effective_at = write.effective
        from {database.Dialect.Rows(Writes)}
        where submission.site_id = write.of_site and submission.id = write.of_id
          and submission.state = write.from_state and submission.version = write.from_version
        returning site_id, id
        """;

    /// <summary>Changes the states of many. Returns the keys of those that were in the state and version expected; the others stay as they are.</summary>
    public async Task<IReadOnlySet<SubmissionKey>> ChangeStatesAsync(Unit unit, IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken) =>
        ToSet(await unit.QueryManyAsync<StateWrite, KeyRow>(ChangeStatesSql, Writes, Ordered(writes, row => row.Key), cancellationToken).ConfigureAwait(false));

    private const string SetFeaturedSql = """
        update submission
        set featured = @isFeatured
        where site_id = @site and id = @id and state = @state and version = @version
        """;

    /// <summary>Makes a submission an editor's pick, or takes that back. False when it is not in the state and version it had.</summary>
    public async Task<bool> SetFeaturedAsync(Unit unit, Submission row, bool isFeatured, CancellationToken cancellationToken)
    {
        var arguments = new { site = row.Key.Site.Value, id = row.Key.Id.Value, state = row.State.ToText(), version = row.Version, isFeatured };
        return await unit.ExecuteAsync(SetFeaturedSql, arguments, cancellationToken).ConfigureAwait(false) == 1;
    }

    private string CountAttemptSql => $"""
        update submission
        set judge_attempts = judge_attempts + 1
        from {database.Dialect.Rows(Keys)}
        where submission.site_id = wanted.of_site and submission.id = wanted.of_id
        """;

    /// <summary>Remembers that judging these submissions failed once more.</summary>
    public Task CountAttemptAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteManyAsync(CountAttemptSql, Keys, Ordered([.. keys.Distinct()], key => key), token), cancellationToken);

    private const string ForgetAttemptsSql = """
        update submission
        set judge_attempts = 0
        where site_id = @site and id = @id
        """;

    /// <summary>Has a submission tried again from the beginning.</summary>
    public Task ForgetAttemptsAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(ForgetAttemptsSql, new { site = key.Site.Value, id = key.Id.Value }, cancellationToken);

    private static List<T> Ordered<T>(IReadOnlyList<T> rows, Func<T, SubmissionKey> key) =>
        [.. rows.OrderBy(row => key(row).Site.Value, StringComparer.Ordinal).ThenBy(row => key(row).Id.Value)];

    private static HashSet<SubmissionKey> ToSet(List<KeyRow> rows) => [.. rows.Select(row => new SubmissionKey(SiteId.Parse(row.SiteId), new SubmissionId(row.Id)))];

    private sealed record KeyRow
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }
    }
}
