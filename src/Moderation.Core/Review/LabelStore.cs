using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>The labels that people's decisions give: one for a submission, the latest decision's.</summary>
internal sealed class LabelStore(Database database)
{
    private const string SetSql = """
        insert into label (site_id, submission_id, source, is_violating, reason, actor, labelled_at)
        values (@site, @id, 'decision', @IsViolating, @Reason, @Actor, @At)
        on conflict (site_id, submission_id) do update
        set source = excluded.source, is_violating = excluded.is_violating, reason = excluded.reason, actor = excluded.actor, labelled_at = excluded.labelled_at
        """;

    /// <summary>Puts a label in place of any earlier one.</summary>
    public Task SetAsync(Unit unit, Label label, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(SetSql, new { site = label.Key.Site.Value, id = label.Key.Id.Value, label.IsViolating, label.Reason, label.Actor, label.At }, cancellationToken);

    private const string ForgetSql = """
        delete from label
        where site_id = @site and submission_id = @id
        """;

    /// <summary>The decision that gave the label is undone.</summary>
    public Task ForgetAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(ForgetSql, new { site = key.Site.Value, id = key.Id.Value }, cancellationToken);

    private const string FindSql = """
        select site_id, submission_id, is_violating, reason, actor, labelled_at
        from label
        where site_id = @site and submission_id = @id
        """;

    /// <summary>Null when nobody's decision says anything about the text.</summary>
    public Task<Label?> FindAsync(SubmissionKey key, CancellationToken cancellationToken) => database.ReadAsync(
        async (unit, token) => (await unit.QuerySingleOrDefaultAsync<Row>(FindSql, new { site = key.Site.Value, id = key.Id.Value }, token).ConfigureAwait(false))?.ToLabel(), cancellationToken);

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid SubmissionId { get; init; }

        public bool IsViolating { get; init; }

        public string? Reason { get; init; }

        public required string Actor { get; init; }

        public DateTimeOffset LabelledAt { get; init; }

        public Label ToLabel() => new()
        {
            Key = new SubmissionKey(Sites.SiteId.Parse(SiteId), new SubmissionId(SubmissionId)),
            IsViolating = IsViolating,
            Reason = Reason,
            Actor = Actor,
            At = LabelledAt,
        };
    }
}
