using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Submissions;

/// <summary>The audit trail: who changed what and when. The newest verdict of the machine stands in the submission itself until another takes its place.</summary>
internal sealed class AuditStore(Database database)
{
    private static readonly RowSet<AuditEntry> Entries = new RowSet<AuditEntry>("entry")
        .Uuid("entry_id", row => row.EntryId).Text("site_id", row => row.Site?.Value).Uuid("submission_id", row => row.SubmissionId?.Value).Integer("version", row => row.Version)
        .Text("kind", row => row.Kind.ToText()).Text("actor", row => row.Actor).Text("from_state", row => row.FromState?.ToText()).Text("to_state", row => row.ToState?.ToText())
        .Text("verdict", row => row.Verdict?.ToText()).Text("decision", row => row.Decision).Text("reason", row => row.Reason).Text("note", row => row.Note)
        .Text("reasons", row => row.ReasonsJson).Text("scores", row => row.ScoresJson).Text("model_version", row => row.ModelVersion)
        .Integer("policy_version", row => row.PolicyVersion).Time("at", row => row.At);

    private string AppendManySql => $"""
        insert into audit_entry ({Entries.ColumnNames})
        select {Entries.ColumnNames}
        from {database.Dialect.Rows(Entries)}
        where true
        on conflict do nothing
        """;

    /// <summary>Adds entries; one that is there already (by its id) stays as it is.</summary>
    public Task AppendManyAsync(Unit unit, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) =>
        unit.ExecuteManyAsync(AppendManySql, Entries, entries, cancellationToken);

    private const string ListSql = """
        select entry_id, site_id, submission_id, version, kind, actor, from_state, to_state, verdict, decision, reason, note, reasons, scores, model_version, policy_version, at
        from audit_entry
        where site_id = @site and submission_id = @id
        order by at, entry_id
        limit 1000
        """;

    /// <summary>The trail of one submission, oldest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(SubmissionKey key, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => ListAsync(unit, key, token), cancellationToken);

    /// <inheritdoc cref="ListAsync(SubmissionKey, CancellationToken)"/>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<Row>(ListSql, new { site = key.Site.Value, id = key.Id.Value }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToEntry())];

    private const string ActColumns = "entry_id, site_id, submission_id, version, kind, actor, from_state, to_state, verdict, decision, reason, note, reasons, scores, model_version, policy_version, at";

    private const string SiteActsSql = $"""
        select {ActColumns}
        from audit_entry
        where site_id = @site and kind <> 'verdict' and kind <> 'decision' and (at, entry_id) < (@at, @id)
        order by at desc, entry_id desc
        limit @limit
        """;

    private const string SiteDecisionsSql = $"""
        select {ActColumns}
        from audit_entry
        where site_id = @site and kind = 'decision' and at <= @at and (at, entry_id) < (@at, @id)
        order by at desc, entry_id desc
        limit @limit
        """;

    private const string InstallationActsSql = $"""
        select {ActColumns}
        from audit_entry
        where site_id is null and kind <> 'verdict' and kind <> 'decision' and (at, entry_id) < (@at, @id)
        order by at desc, entry_id desc
        limit @limit
        """;

    private const string ActorActsSql = $"""
        select {ActColumns}
        from audit_entry
        where actor = @actor and kind <> 'verdict' and (at, entry_id) < (@at, @id)
        order by at desc, entry_id desc
        limit @limit
        """;

    /// <summary>What people did about a site, or about the installation where none is named, newest first.</summary>
    /// <param name="site">The site; null: the installation.</param>
    /// <param name="before">The entry that ended the page before; null for the first page.</param>
    /// <param name="limit">The most entries.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListActsAsync(SiteId? site, AuditCursor? before, int limit, CancellationToken cancellationToken)
    {
        if (site is not { } one)
        {
            return await ListActsAsync(InstallationActsSql, null, null, before, limit, cancellationToken).ConfigureAwait(false);
        }

        // Each kind has an index of its own; a page holds the newest of both.
        IReadOnlyList<AuditEntry> acts = await ListActsAsync(SiteActsSql, one.Value, null, before, limit, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AuditEntry> decisions = await ListActsAsync(SiteDecisionsSql, one.Value, null, before, limit, cancellationToken).ConfigureAwait(false);
        return [.. acts.Concat(decisions).OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.EntryId.ToString("N"), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>What one actor did, wherever it was, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListActsOfAsync(string actor, AuditCursor? before, int limit, CancellationToken cancellationToken) =>
        ListActsAsync(ActorActsSql, null, actor, before, limit, cancellationToken);

    private Task<IReadOnlyList<AuditEntry>> ListActsAsync(string sql, string? site, string? actor, AuditCursor? before, int limit, CancellationToken cancellationToken)
    {
        var arguments = new { site, actor, at = before?.At ?? Latest, id = before?.EntryId ?? Guid.Empty, limit };
        return database.ReadAsync<IReadOnlyList<AuditEntry>>(
            async (unit, token) => [.. (await unit.QueryAsync<Row>(sql, arguments, token).ConfigureAwait(false)).Select(row => row.ToEntry())], cancellationToken);
    }

    /// <summary>Later than anything stored, and a time both engines can compare.</summary>
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private string ListManySql => $"""
        select entry_id, site_id, submission_id, version, kind, actor, from_state, to_state, verdict, decision, reason, note, reasons, scores, model_version, policy_version, at
        from {database.Dialect.Rows(Keys)}
        join audit_entry on audit_entry.site_id = wanted.of_site and audit_entry.submission_id = wanted.of_id
        """;

    /// <summary>The trails of some submissions, each oldest first; one without a trail is left out.</summary>
    public async Task<IReadOnlyDictionary<SubmissionKey, IReadOnlyList<AuditEntry>>> ListManyAsync(Unit unit, IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) =>
        (await unit.QueryManyAsync<SubmissionKey, Row>(ListManySql, Keys, keys, cancellationToken).ConfigureAwait(false)).Select(row => row.ToEntry())
            .GroupBy(entry => new SubmissionKey(entry.Site!.Value, entry.SubmissionId!.Value))
            .ToDictionary(group => group.Key, group => (IReadOnlyList<AuditEntry>)[.. group.OrderBy(entry => entry.At).ThenBy(entry => entry.EntryId)]);

    private string LastDecisionsSql => $"""
        select entry_id, site_id, submission_id, version, kind, actor, from_state, to_state, verdict, decision, reason, note, reasons, scores, model_version, policy_version, at
        from {database.Dialect.Rows(Keys)}
        join audit_entry on audit_entry.site_id = wanted.of_site and audit_entry.submission_id = wanted.of_id
        """;

    /// <summary>The last decision of a person about each of some submissions; one that only the machine judged is left out.</summary>
    public async Task<IReadOnlyDictionary<SubmissionKey, AuditEntry>> LastDecisionsAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken)
    {
        List<Row> rows = await database.ReadAsync((unit, token) => unit.QueryManyAsync<SubmissionKey, Row>(LastDecisionsSql, Keys, keys, token), cancellationToken).ConfigureAwait(false);
        return rows.Select(row => row.ToEntry()).Where(entry => entry.Kind == AuditKind.Decision)
            .GroupBy(entry => new SubmissionKey(entry.Site!.Value, entry.SubmissionId!.Value))
            .ToDictionary(group => group.Key, group => group.MaxBy(entry => entry.Version)!);
    }

    private sealed record Row
    {
        public Guid EntryId { get; init; }

        public string? SiteId { get; init; }

        public Guid? SubmissionId { get; init; }

        public int? Version { get; init; }

        public required string Kind { get; init; }

        public required string Actor { get; init; }

        public string? FromState { get; init; }

        public string? ToState { get; init; }

        public string? Verdict { get; init; }

        public string? Decision { get; init; }

        public string? Reason { get; init; }

        public string? Note { get; init; }

        public string? Reasons { get; init; }

        public string? Scores { get; init; }

        public string? ModelVersion { get; init; }

        public int? PolicyVersion { get; init; }

        public DateTimeOffset At { get; init; }

        public AuditEntry ToEntry() => new()
        {
            EntryId = EntryId,
            Site = SiteId is null ? null : Moderation.Sites.SiteId.Parse(SiteId),
            SubmissionId = SubmissionId is { } id ? new SubmissionId(id) : null,
            Version = Version,
            Kind = EnumText.Parse<AuditKind>(Kind),
            Actor = Actor,
            FromState = FromState is null ? null : EnumText.Parse<SubmissionState>(FromState),
            ToState = ToState is null ? null : EnumText.Parse<SubmissionState>(ToState),
            Verdict = Verdict is null ? null : EnumText.Parse<Verdict>(Verdict),
            Decision = Decision,
            Reason = Reason,
            Note = Note,
            ReasonsJson = Reasons,
            ScoresJson = Scores,
            ModelVersion = ModelVersion,
            PolicyVersion = PolicyVersion,
            At = At,
        };
    }
}
