using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Labels;

/// <summary>What people say about submissions: for each submission and source the latest. What was said before stands in the audit trail.</summary>
internal sealed class LabelStore(Database database)
{
    private const string SetSql = """
        insert into label (site_id, submission_id, source, is_violating, reason, actor, weight, labelled_at)
        values (@site, @id, @source, @IsViolating, @Reason, @Actor, @Weight, @At)
        on conflict (site_id, submission_id, source) do update
        set is_violating = excluded.is_violating, reason = excluded.reason, actor = excluded.actor, weight = excluded.weight, labelled_at = excluded.labelled_at
        """;

    /// <summary>Puts a label in place of any earlier one of its source.</summary>
    public Task SetAsync(Unit unit, Label label, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(label.Weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label.Weight, 1);
        return unit.ExecuteAsync(
            SetSql,
            new { site = label.Key.Site.Value, id = label.Key.Id.Value, source = label.Source.ToText(), label.IsViolating, label.Reason, label.Actor, label.Weight, label.At },
            cancellationToken);
    }

    private const string ForgetSql = """
        delete from label
        where site_id = @site and submission_id = @id and source = @source
        """;

    /// <summary>What this source said counts no more.</summary>
    public Task ForgetAsync(Unit unit, SubmissionKey key, LabelSource source, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(ForgetSql, new { site = key.Site.Value, id = key.Id.Value, source = source.ToText() }, cancellationToken);

    private const string HoldSql = """
        update label
        set weight = weight
        where site_id = @site and submission_id = @id and source = @source
        """;

    /// <summary>Until this transaction ends nobody else changes what this source says about the submission.</summary>
    public static Task HoldAsync(Unit unit, SubmissionKey key, LabelSource source, CancellationToken cancellationToken) =>
        unit.ExecuteAsync(HoldSql, new { site = key.Site.Value, id = key.Id.Value, source = source.ToText() }, cancellationToken);

    private static readonly RowSet<Label> Labels = new RowSet<Label>("said")
        .Text("site_id", row => row.Key.Site.Value).Uuid("submission_id", row => row.Key.Id.Value).Text("source", row => row.Source.ToText()).Boolean("is_violating", row => row.IsViolating)
        .Text("reason", row => row.Reason).Text("actor", row => row.Actor).Real("weight", row => row.Weight).Time("labelled_at", row => row.At);

    private static readonly RowSet<SubmissionKey> Keys = new RowSet<SubmissionKey>("wanted").Text("of_site", key => key.Site.Value).Uuid("of_id", key => key.Id.Value);

    private string SetManySql => $"""
        insert into label ({Labels.ColumnNames})
        select {Labels.ColumnNames}
        from {database.Dialect.Rows(Labels)}
        where true
        on conflict (site_id, submission_id, source) do update
        set is_violating = excluded.is_violating, reason = excluded.reason, actor = excluded.actor, weight = excluded.weight, labelled_at = excluded.labelled_at
        """;

    /// <summary>As <see cref="SetAsync"/>, for many submissions.</summary>
    public Task SetManyAsync(Unit unit, IReadOnlyList<Label> labels, CancellationToken cancellationToken) => unit.ExecuteManyAsync(SetManySql, Labels, labels, cancellationToken);

    private string ForgetManySql => $"""
        delete from label
        where source = 'decision' and (site_id, submission_id) in (select of_site, of_id from {database.Dialect.Rows(Keys)})
        """;

    /// <summary>What was decided about these submissions counts no more.</summary>
    public Task ForgetDecisionsAsync(Unit unit, IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken) => unit.ExecuteManyAsync(ForgetManySql, Keys, keys, cancellationToken);

    private const string FindSql = """
        select site_id, submission_id, source, is_violating, reason, actor, weight, labelled_at
        from label
        where site_id = @site and submission_id = @id
        """;

    /// <summary>The label that counts: that of the most trusted source. Null when nobody says anything about the text.</summary>
    public async Task<Label?> FindAsync(SubmissionKey key, CancellationToken cancellationToken) =>
        (await ListAsync(key, cancellationToken).ConfigureAwait(false)).MinBy(label => label.Source);

    /// <summary>What every source says about one submission.</summary>
    public Task<IReadOnlyList<Label>> ListAsync(SubmissionKey key, CancellationToken cancellationToken) => database.ReadAsync((unit, token) => ListAsync(unit, key, token), cancellationToken);

    /// <inheritdoc cref="ListAsync(SubmissionKey, CancellationToken)"/>
    public static async Task<IReadOnlyList<Label>> ListAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken) =>
        [.. (await unit.QueryAsync<LabelRow>(FindSql, new { site = key.Site.Value, id = key.Id.Value }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToLabel())];

    private const string EraseLabelsSql = """
        delete from label
        where site_id = @site and submission_id = @id
        """;

    private const string EraseTextSql = """
        delete from training_text
        where site_id = @site and submission_id = @id
        """;

    /// <summary>The submission is erased: nothing is learnt from it any more, and the text kept for training goes too. Safe to repeat.</summary>
    public static async Task EraseAsync(Unit unit, SubmissionKey key, CancellationToken cancellationToken)
    {
        var arguments = new { site = key.Site.Value, id = key.Id.Value };
        await unit.ExecuteAsync(EraseLabelsSql, arguments, cancellationToken).ConfigureAwait(false);
        await unit.ExecuteAsync(EraseTextSql, arguments, cancellationToken).ConfigureAwait(false);
    }

    private const string CountSql = """
        select source, is_violating, count(*) as labels
        from label
        where site_id = @site and labelled_at > @since
        group by source, is_violating
        """;

    /// <summary>How many labels a site has that are younger than a time, by source and class.</summary>
    public Task<IReadOnlyList<LabelCount>> CountAsync(SiteId site, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LabelCount>>(
        async (unit, token) => [.. (await unit.QueryAsync<CountRow>(CountSql, new { site = site.Value, since }, token).ConfigureAwait(false))
            .Select(row => new LabelCount(EnumText.Parse<LabelSource>(row.Source), row.IsViolating, (int)row.Labels))
            .OrderBy(count => (count.Source, count.IsViolating))],
        cancellationToken);

    private sealed record CountRow
    {
        public required string Source { get; init; }

        public bool IsViolating { get; init; }

        public long Labels { get; init; }
    }
}

/// <summary>How many labels of one source and class there are.</summary>
internal sealed record LabelCount(LabelSource Source, bool IsViolating, int Labels);
