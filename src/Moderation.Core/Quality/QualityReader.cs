using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Quality;

/// <summary>Reads how the champion of a site does: on what people decided, on blind review, and beside its card.</summary>
internal sealed class QualityReader(Database database, BlindStore blind, ScoredSamples samples, TimeProvider clock)
{
    private const int MaxDecided = 20_000;
    private const int MaxDrawn = 20_000;

    /// <summary>How far blind review and drift look back.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    private const string DecidedSql = """
        select submission.verdict, label.is_violating, submission.likely_to_reject
        from label
        join submission on submission.site_id = label.site_id and submission.id = label.submission_id
        where label.site_id = @site and label.labelled_at >= @since and label.source = 'decision'
          and submission.model_version = @model and submission.verdict is not null and not submission.is_test
        order by label.labelled_at desc
        limit @limit
        """;

    /// <summary>What people decided since a time about what a model scored.</summary>
    public Task<LiveRecord> LiveAsync(SiteId site, string model, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(
        async (unit, token) => new LiveRecord
        {
            Decided =
            [
                .. (await unit.QueryAsync<DecidedRow>(DecidedSql, new { site = site.Value, since, model, limit = MaxDecided }, token).ConfigureAwait(false)).Select(row => new DecidedText
                {
                    Verdict = EnumText.Parse<Verdict>(row.Verdict),
                    IsViolating = row.IsViolating,
                    LikelyToReject = row.LikelyToReject,
                }),
            ],
        },
        cancellationToken);

    /// <summary>What blind review of the last thirty days says about what a model scored.</summary>
    public async Task<BlindEstimate> BlindAsync(SiteId site, string model, CancellationToken cancellationToken) =>
        BlindEstimate.Of([.. (await blind.ListDrawnAsync(site, clock.UtcNowMicros() - Window, MaxDrawn, cancellationToken).ConfigureAwait(false)).Where(item => item.ModelVersion == model)]);

    /// <summary>How the scores of a model in the last thirty days lie beside its card.</summary>
    public async Task<DriftReport> DriftAsync(SiteId site, string model, ModelCard card, CancellationToken cancellationToken)
    {
        IReadOnlyList<ScoredSample> scored = await samples.ListAsync(site, model, clock.UtcNowMicros() - Window, cancellationToken).ConfigureAwait(false);
        return DriftReport.Of(card, [.. scored.Select(sample => (IReadOnlyList<double?>)
        [
            sample.Scores.Spam, sample.Scores.Toxicity, sample.Scores.SevereToxicity, sample.Scores.Insult, sample.Scores.Profanity, sample.Scores.Threat, sample.Scores.IdentityAttack,
            sample.Scores.LikelyToReject,
        ])]);
    }

    private sealed record DecidedRow
    {
        public required string Verdict { get; init; }

        public bool IsViolating { get; init; }

        public double? LikelyToReject { get; init; }
    }
}
