using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>
/// After another model became champion, scores what still waits for a person once more, a page at a time and in one process: the queue is then in the order of the model that
/// decides, and cards name its reasons. Nothing leaves the queue by it, whatever the new model thinks, and what somebody decided is not touched. The earlier verdict goes into the trail.
/// </summary>
internal sealed partial class RescoreWaiting(
    Database database, PromotionStore promotions, ModelHost models, SiteStore sites, FlaggedSubmissions flagged, PageStore pages, SubmissionJudge judge, AuditStore audit, TimeProvider clock,
    ILogger<RescoreWaiting> log)
    : BackgroundService
{
    private const int PageSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Another process begins anew when this one has not ended by then: it was killed, or the queue is very long, and two at once do no harm.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RunAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The lease runs out, and the pass begins again: what has the new scores already is passed over.
                Log.Failed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    /// <summary>Takes the promotions that are due and scores what waits in their scopes.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (Promotion promotion in await promotions.ClaimRescoringAsync(clock.UtcNowMicros(), Lease, cancellationToken).ConfigureAwait(false))
        {
            await RunAsync(promotion, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Promotion promotion, CancellationToken cancellationToken)
    {
        // This process may be up to two seconds behind the store.
        await models.RefreshAsync(cancellationToken).ConfigureAwait(false);
        int rescored = 0;
        foreach (SiteId site in promotion.Scope == ModelHost.EverySite ? [.. (await sites.ListAsync(cancellationToken).ConfigureAwait(false)).Select(site => site.Id)] : new[] { SiteId.Parse(promotion.Scope) })
        {
            // A site with a model of its own, and one whose champion is refused here, keeps its scores.
            if (models.VersionFor(site) == promotion.Sha256)
            {
                rescored += await RescoreAsync(site, promotion.Sha256, cancellationToken).ConfigureAwait(false);
            }
        }

        await promotions.RescoredAsync(promotion, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false);
        Log.Rescored(log, rescored, promotion.Sha256);
    }

    private async Task<int> RescoreAsync(SiteId site, string version, CancellationToken cancellationToken)
    {
        int rescored = 0;
        Submission? after = null;
        while (await flagged.ListAsync(site, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            // Only what the policy flagged: what readers reported or a word list took off was approved by the policy, and waits for another reason.
            Submission[] older = [.. page.Where(row => row.Verdict == Verdict.Flag && row.ModelVersion is { } scoredBy && scoredBy != version)];
            if (older.Length > 0)
            {
                rescored += await RescoreAsync(older, cancellationToken).ConfigureAwait(false);
            }

            after = page[^1];
        }

        return rescored;
    }

    private async Task<int> RescoreAsync(Submission[] rows, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. rows.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
        IReadOnlyList<JudgedSubmission> judged = await judge.JudgeAsync([.. rows.Select(row => new Candidate { Submission = row, Page = known[row.PageId] })], cancellationToken).ConfigureAwait(false);
        JudgedSubmission[] scored = [.. judged.Where(one => one.Score is not null)];
        return await database.RunAsync(
            async (unit, token) =>
            {
                IReadOnlySet<Guid> changed = await flagged.RescoreAsync(unit, [.. scored.Select(ToChange)], token).ConfigureAwait(false);
                await audit.AppendManyAsync(unit, [.. scored.Where(one => changed.Contains(one.Candidate.Submission.Key.Id.Value)).Select(VerdictWriter.Earlier)], token).ConfigureAwait(false);
                return changed.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static VerdictChange ToChange(JudgedSubmission judged)
    {
        Submission before = judged.Candidate.Submission;
        IReadOnlyList<Reason> reasons = judged.Judgement.Verdict == Verdict.Approve
            ? [.. judged.Judgement.Reasons, new Reason { Code = ReasonCodes.ScoredAgain }]
            : judged.Judgement.Reasons;
        return new VerdictChange
        {
            Key = before.Key,
            From = before.State,
            ExpectedVersion = before.Version,
            To = before.State,
            DecidedAt = judged.DecidedAt,
            EffectiveAt = judged.DecidedAt,
            Verdict = Verdict.Flag,
            Priority = judged.Judgement.Priority,
            ReasonsJson = PolicyJson.Write(reasons),
            Scores = JudgedSubmission.ToScores(judged.Score!.Scored),
            ModelVersion = judged.Score.ModelVersion,
            PolicyVersion = judged.PolicyVersion,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(2701, LogLevel.Information, "{Count} submissions that wait for a person are scored again by model {Sha256}")]
        public static partial void Rescored(ILogger logger, int count, string sha256);

        [LoggerMessage(2702, LogLevel.Warning, "Scoring what waits once more failed ({Problem}, store away: {IsStoreAway}); it begins again")]
        public static partial void Failed(ILogger logger, string problem, bool isStoreAway);
    }
}
