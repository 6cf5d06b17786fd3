using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>
/// Submissions that could not be scored were flagged, so that a person could look at once. When scoring is back they are judged by themselves, as long as nobody
/// has decided about them. What still cannot be scored stays as it is and is tried again; one that breaks while others can be scored is tried
/// <see cref="GivingUp.Attempts"/> times and then has a dead letter.
/// </summary>
internal sealed partial class UnscoredSweep(
    Database database, WaitingSubmissions waiting, SubmissionStore submissions, PageStore pages, SubmissionJudge judge, VerdictWriter writer, DeadLetterStore letters, TimeProvider clock,
    ILogger<UnscoredSweep> log)
    : BackgroundService
{
    private const int PageSize = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The next tick tries again; the submissions wait for a person meanwhile.
                Log.SweepFailed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    /// <summary>Judges everything that was never scored, oldest first, a page at a time; stops at a page of which nothing could be scored.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        WaitingSubmission? after = null;
        while (await waiting.ListUnscoredAsync(now, GivingUp.Attempts, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } unscored)
        {
            IReadOnlyList<Submission> rows = await submissions.FindManyAsync([.. unscored.Select(row => row.Key)], cancellationToken).ConfigureAwait(false);
            if (!await JudgeAsync([.. rows.Where(IsUnscored)], cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            after = unscored[^1];
        }
    }

    /// <summary>False when scoring is away. What breaks alone is counted, so that it keeps no other from its turn.</summary>
    private async Task<bool> JudgeAsync(Submission[] rows, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. rows.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
            Candidate[] candidates = [.. rows.Select(row => new Candidate { Submission = row, Page = known[row.PageId] })];
            IReadOnlyList<JudgedSubmission> judged = await judge.JudgeAsync(candidates, cancellationToken).ConfigureAwait(false);
            JudgedSubmission[] scored = [.. judged.Where(one => one.Score is not null)];
            Submission[] broken = [.. judged.Where(one => one.IsScoringBroken).Select(one => one.Candidate.Submission)];
            if (scored.Length > 0)
            {
                await writer.ApplyAsync(scored, cancellationToken).ConfigureAwait(false);
                Log.Scored(log, scored.Length);
            }

            await CountAsync(broken, DeadLetterReasons.ScoringFailed, problem: null, cancellationToken).ConfigureAwait(false);
            return judged.Count == 0 || scored.Length + broken.Length > 0;
        }
        catch (Exception problem) when (problem is not OperationCanceledException && !database.IsTransient(problem))
        {
            if (rows.Length == 1)
            {
                await CountAsync(rows, DeadLetterReasons.JudgingFailed, problem.GetType().Name, cancellationToken).ConfigureAwait(false);
                return true;
            }

            bool isScoring = false;
            foreach (Submission row in rows)
            {
                isScoring |= await JudgeAsync([row], cancellationToken).ConfigureAwait(false);
            }

            return isScoring;
        }
    }

    private async Task CountAsync(Submission[] broken, string reason, string? problem, CancellationToken cancellationToken)
    {
        if (broken.Length == 0)
        {
            return;
        }

        // The letter first: it is written once, and a count that is lost is counted again.
        DateTimeOffset now = clock.UtcNowMicros();
        foreach (Submission last in broken.Where(row => row.JudgeAttempts + 1 >= GivingUp.Attempts))
        {
            await letters.AddAsync(GivingUp.Letter(last, reason, problem, now), cancellationToken).ConfigureAwait(false);
            Log.GaveUp(log, last.Key.Site.Value, last.Key.Id.Value, reason);
        }

        await submissions.CountAttemptAsync([.. broken.Select(row => row.Key)], cancellationToken).ConfigureAwait(false);
    }

    private static bool IsUnscored(Submission row) => row.State == SubmissionState.Flagged && row.ModelVersion is null;

    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Information, "{Count} submissions that could not be scored before are judged now")]
        public static partial void Scored(ILogger logger, int count);

        [LoggerMessage(2503, LogLevel.Error, "Submission {Id} of site {Site} waits for a person: it has a dead letter ({Reason})")]
        public static partial void GaveUp(ILogger logger, string site, Guid id, string reason);

        [LoggerMessage(2502, LogLevel.Warning, "The sweep for unscored submissions failed ({Problem}, store away: {IsStoreAway}); it runs again")]
        public static partial void SweepFailed(ILogger logger, string problem, bool isStoreAway);
    }
}
