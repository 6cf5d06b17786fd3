using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>
/// What another policy would have concluded about a site's last thirty days. Scores are judged anew; what other rules found (lists, links, floods, blocks) is taken as it was
/// found then, because what they looked at is not kept. Changes nothing.
/// </summary>
internal sealed class ReplayPolicy(ModelStore models, ScoredSamples samples, TimeProvider clock)
{
    /// <summary>The shares under each of some policies, in their order.</summary>
    public async Task<PolicyReplay> HandleAsync(SiteId site, IReadOnlyList<Policy> policies, CancellationToken cancellationToken)
    {
        ChampionRow? champion = await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false);
        byte[]? artefact = champion is null ? null : await models.LoadAsync(champion.Sha256, cancellationToken).ConfigureAwait(false);
        Model model = artefact is null ? BaseModel.Load() : Model.Load(artefact);
        IReadOnlyList<ScoredSample> stream = await samples.ListAsync(site, model.Sha256, clock.UtcNowMicros() - ExplainThresholds.Window, cancellationToken).ConfigureAwait(false);
        Past[] past = [.. stream.Select(Past.Of)];
        return new PolicyReplay
        {
            Sampled = past.Length,
            Thresholds = model.Card.Thresholds,
            Shares = [.. policies.Select(policy => Share(past, policy, Thresholds.Resolve(policy.Thresholds, model.Card.Thresholds)))],
        };
    }

    /// <summary>Pure: what a policy concludes about a past.</summary>
    internal static ReplayedShare Share(IReadOnlyList<Past> past, Policy policy, Thresholds thresholds)
    {
        if (past.Count == 0)
        {
            return new ReplayedShare(0, 0);
        }

        Verdict[] verdicts = [.. past.Select(one => Conclude(one, policy, thresholds))];
        return new ReplayedShare((double)verdicts.Count(verdict => verdict == Verdict.Flag) / past.Count, (double)verdicts.Count(verdict => verdict == Verdict.Reject) / past.Count);
    }

    private static Verdict Conclude(Past one, Policy policy, Thresholds thresholds)
    {
        Verdict byScores = PolicyRules.Judge(policy, thresholds, new Evidence { Scores = one.Scores }).Verdict;
        return one.IsRejectedAnyway || byScores == Verdict.Reject ? Verdict.Reject : one.IsFlaggedAnyway || byScores == Verdict.Flag ? Verdict.Flag : Verdict.Approve;
    }

    /// <summary>One submission as it was judged.</summary>
    /// <param name="Scores">Its scores.</param>
    /// <param name="IsFlaggedAnyway">A rule that looks at no score flagged it.</param>
    /// <param name="IsRejectedAnyway">A rule that looks at no score rejected it.</param>
    internal sealed record Past(ScoredText Scores, bool IsFlaggedAnyway, bool IsRejectedAnyway)
    {
        public static Past Of(ScoredSample sample)
        {
            IReadOnlyList<Reason> reasons = PolicyJson.ReadReasons(sample.ReasonsJson);
            Scores scores = sample.Scores;
            double?[] values = [scores.Spam, scores.Toxicity, scores.SevereToxicity, scores.Insult, scores.Profanity, scores.Threat, scores.IdentityAttack, scores.LikelyToReject];
            bool others = reasons.Any(reason => reason.Rule is (>= 1 and <= 5) or 12 or 13 or 15 && reason.Code != ReasonCodes.LinkUnseen);
            bool scored = reasons.Any(reason => reason.Rule is >= 7 and <= 11);
            return new Past(
                new ScoredText([.. values.Select(value => value ?? double.NaN)]) { Coverage = 1, IsUnderstood = !reasons.Any(reason => reason.Code == ReasonCodes.NotUnderstood), Evasion = 0 },
                others && sample.Verdict != Verdict.Approve,
                others && !scored && sample.Verdict == Verdict.Reject);
        }
    }
}

/// <summary>What policies would have concluded.</summary>
internal sealed record PolicyReplay
{
    /// <summary>Submissions of the last thirty days that were looked at, as scored by the model that decides now.</summary>
    public required int Sampled { get; init; }

    /// <summary>The thresholds of that model's card.</summary>
    public required DefaultThresholds Thresholds { get; init; }

    /// <summary>For each policy.</summary>
    public required IReadOnlyList<ReplayedShare> Shares { get; init; }
}

/// <summary>Shares (0 to 1) of the submissions.</summary>
internal sealed record ReplayedShare(double Flagged, double Rejected);
