using System.Security.Cryptography;
using System.Text;
using Moderation.Labels;
using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Scoring.Training;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>Reads the labels of a site with their texts, a page at a time: no text is held longer than its page. Texts of erased submissions and of tests are never read.</summary>
internal sealed class LabelledTexts(Database database)
{
    // Small: the work on a page is done at one go, and in a process that also scores others wait for it.
    private const int PageSize = 500;

    private static readonly RowSet<KeptText> Kept = new RowSet<KeptText>("kept")
        .Text("of_site", row => row.Site.Value).Uuid("of_id", row => row.Id).Text("text", row => row.Text);

    private const string ListSql = """
        select label.submission_id, label.source, label.is_violating, label.reason, label.actor, label.weight, label.labelled_at,
            submission.received_at, coalesce(training_text.body, submission.body) as body
        from label
        join submission on submission.site_id = label.site_id and submission.id = label.submission_id
        left join training_text on training_text.site_id = label.site_id and training_text.submission_id = label.submission_id
        where label.site_id = @site
          and (label.labelled_at, label.submission_id) >= (@at, @id)
          and (label.labelled_at, label.submission_id, label.source) > (@at, @id, @source)
          and submission.state <> 'erased'
          and not submission.is_test
        order by label.labelled_at, label.submission_id, label.source
        limit @limit
        """;

    /// <summary>Every label of a site, the most trusted one of each submission, with near-duplicates numbered. Labels that say nothing about a text are left out.</summary>
    /// <param name="site">Whose labels.</param>
    /// <param name="progress">Told how many were read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<TrainingLabel>> ReadAsync(SiteId site, Action<int> progress, CancellationToken cancellationToken)
    {
        Dictionary<Guid, TrainingLabel> best = [];
        Dictionary<Guid, int> places = [];
        TextClusters clusters = new();
        (DateTimeOffset At, Guid Id, string Source) after = (DateTimeOffset.UnixEpoch, Guid.Empty, "");
        int read = 0;
        while (await PageAsync(site, after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (Row row in page.Where(row => row.Body.Length > 0 && LabelReasons.IsLabel(row.Reason)))
            {
                string text = TextOf(row.Body);
                if (places.TryAdd(row.SubmissionId, clusters.Count))
                {
                    clusters.Add(text);
                }

                TrainingLabel label = row.ToLabel(text);
                if (!best.TryGetValue(row.SubmissionId, out TrainingLabel? known) || label.Source < known.Source)
                {
                    best[row.SubmissionId] = label;
                }
            }

            read += page.Count;
            progress(read);
            after = (page[^1].LabelledAt, page[^1].SubmissionId, page[^1].Source);
        }

        return [.. best.Values.Select(label => label with { Cluster = clusters.Of(places[label.SubmissionId]) })];
    }

    /// <summary>What is learnt from a body: addresses are masked, and of very long ones only the beginning counts.</summary>
    public static string TextOf(string body)
    {
        string masked = AddressMask.Mask(body);
        return masked.Length > TrainingSetRules.MaxTextChars ? masked[..TrainingSetRules.MaxTextChars] : masked;
    }

    private string KeepSql => $"""
        insert into training_text (site_id, submission_id, body)
        select of_site, of_id, text
        from {database.Dialect.Rows(Kept)}
        where true
        on conflict do nothing
        """;

    private string TextsSql => $"""
        select kept.of_id as submission_id, coalesce(training_text.body, submission.body) as body
        from {database.Dialect.Rows(Kept)}
        join submission on submission.site_id = kept.of_site and submission.id = kept.of_id and submission.state <> 'erased'
        left join training_text on training_text.site_id = kept.of_site and training_text.submission_id = kept.of_id
        """;

    private const string ForgetSql = """
        delete from training_text
        where site_id = @site
          and not exists (
            select 1
            from label
            join submission on submission.site_id = label.site_id and submission.id = label.submission_id
            where label.site_id = training_text.site_id and label.submission_id = training_text.submission_id and submission.state <> 'erased')
        """;

    /// <summary>The texts of these submissions by id; what was erased since is missing.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> FindAsync(SiteId site, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        KeptText[] wanted = [.. ids.Select(id => new KeptText(site, id, ""))];
        List<TextRow> rows = await database.ReadAsync((unit, token) => unit.QueryManyAsync<KeptText, TextRow>(TextsSql, Kept, wanted, token), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.SubmissionId, row => TextOf(row.Body));
    }

    /// <summary>Keeps texts for later sets, because the bodies of what was rejected are not kept for ever.</summary>
    public Task KeepAsync(SiteId site, IReadOnlyDictionary<Guid, string> texts, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteManyAsync(KeepSql, Kept, [.. texts.Select(text => new KeptText(site, text.Key, text.Value))], token), cancellationToken);

    /// <summary>Lets go of texts that nobody labels any more or whose submission was erased.</summary>
    public Task ForgetAsync(SiteId site, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => unit.ExecuteAsync(ForgetSql, new { site = site.Value }, token), cancellationToken);

    private Task<List<Row>> PageAsync(SiteId site, (DateTimeOffset At, Guid Id, string Source) after, CancellationToken cancellationToken) => database.ReadAsync(
        (unit, token) => unit.QueryAsync<Row>(ListSql, new { site = site.Value, at = after.At, id = after.Id, source = after.Source, limit = PageSize }, token), cancellationToken);

    private sealed record KeptText(SiteId Site, Guid Id, string Text);

    private sealed record TextRow
    {
        public Guid SubmissionId { get; init; }

        public required string Body { get; init; }
    }

    private sealed record Row
    {
        public Guid SubmissionId { get; init; }

        public required string Source { get; init; }

        public bool IsViolating { get; init; }

        public string? Reason { get; init; }

        public required string Actor { get; init; }

        public double Weight { get; init; }

        public DateTimeOffset LabelledAt { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }

        public required string Body { get; init; }

        public TrainingLabel ToLabel(string text) => new()
        {
            SubmissionId = SubmissionId,
            Source = EnumText.Parse<LabelSource>(Source),
            IsViolating = IsViolating,
            Reason = Reason,
            Actor = Actor,
            Weight = Weight,
            At = LabelledAt,
            ReceivedAt = ReceivedAt,
            TextHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextNormalizer.Normalize(text).Text)).AsSpan(0, 16)),
            Chars = text.Length,
        };
    }
}
