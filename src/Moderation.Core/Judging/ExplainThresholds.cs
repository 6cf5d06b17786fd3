using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>Which thresholds count on a site, how they came about, and what its own last thirty days would suggest. Changes nothing.</summary>
internal sealed class ExplainThresholds(SitePolicies policies, ModelStore models, ScoredSamples samples, TimeProvider clock)
{
    /// <summary>The window of a site's own stream.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>Of rules 1 to 6, 12, 13 and 15 these codes are notes that flag nothing by themselves.</summary>
    private static readonly string[] Notes = [ReasonCodes.LinkUnseen];

    public async Task<SiteThresholds> HandleAsync(SiteId site, CancellationToken cancellationToken)
    {
        SitePolicy policy = await policies.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        ChampionRow? champion = await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false);
        byte[]? artefact = champion is null ? null : await models.LoadAsync(champion.Sha256, cancellationToken).ConfigureAwait(false);
        Model model = artefact is null ? BaseModel.Load() : Model.Load(artefact);
        Thresholds thresholds = Thresholds.Resolve(policy.Policy.Thresholds, model.Card.Thresholds);
        IReadOnlyList<ScoredSample> stream = await samples.ListAsync(site, model.Sha256, clock.UtcNowMicros() - Window, cancellationToken).ConfigureAwait(false);
        return new SiteThresholds
        {
            Policy = policy,
            ModelVersion = model.Sha256,
            Card = model.Card.Thresholds,
            InForce = thresholds,
            Sampled = stream.Count,
            ShareFlagged = Share(stream, Verdict.Flag),
            ShareRejected = Share(stream, Verdict.Reject),
            Suggestion = ThresholdSuggestion.Derive([.. stream.Select(ToText)], thresholds, policy.Policy),
        };
    }

    private static double Share(IReadOnlyList<ScoredSample> stream, Verdict verdict) => stream.Count == 0 ? 0 : (double)stream.Count(sample => sample.Verdict == verdict) / stream.Count;

    private static StreamText ToText(ScoredSample sample) => new()
    {
        Scores =
        [
            sample.Scores.Spam, sample.Scores.Toxicity, sample.Scores.SevereToxicity, sample.Scores.Insult, sample.Scores.Profanity, sample.Scores.Threat, sample.Scores.IdentityAttack,
            sample.Scores.LikelyToReject,
        ],
        IsFlaggedAnyway = sample.Verdict != Verdict.Approve
            && PolicyJson.ReadReasons(sample.ReasonsJson).Any(reason => reason.Rule is (>= 1 and <= 7) or 12 or 13 or 15 && !Notes.Contains(reason.Code)),
    };
}

/// <summary>The thresholds of a site with where they come from.</summary>
internal sealed record SiteThresholds
{
    public required SitePolicy Policy { get; init; }

    /// <summary>SHA-256 of the model that counts now.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>What the model's card brings, and how it was derived on validation data at the reference prevalence.</summary>
    public required DefaultThresholds Card { get; init; }

    /// <summary>The site's own where it has them, else the card's.</summary>
    public required Thresholds InForce { get; init; }

    /// <summary>Submissions of the last thirty days that were looked at, as scored by this model.</summary>
    public required int Sampled { get; init; }

    /// <summary>The share of them that was flagged.</summary>
    public required double ShareFlagged { get; init; }

    /// <summary>The share of them that was rejected.</summary>
    public required double ShareRejected { get; init; }

    /// <summary>Null with too few submissions.</summary>
    public required ThresholdSuggestion? Suggestion { get; init; }
}
