using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Pages;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>
/// Submissions that could not be scored were flagged, so that a person could look at once. When scoring is back they are judged by themselves, as long as nobody
/// has decided about them. What still cannot be scored stays as it is and is tried again.
/// </summary>
internal sealed partial class UnscoredSweep(
    Database database, WaitingSubmissions waiting, SubmissionStore submissions, PageStore pages, SubmissionJudge judge, VerdictWriter writer, TimeProvider clock, ILogger<UnscoredSweep> log)
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
        while (await waiting.ListUnscoredAsync(now, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } unscored)
        {
            IReadOnlyList<Submission> rows = await submissions.FindManyAsync([.. unscored.Select(row => row.Key)], cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<Guid, Page> known = await pages.FindManyAsync([.. rows.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
            Candidate[] candidates = [.. rows.Where(IsUnscored).Select(row => new Candidate { Submission = row, Page = known[row.PageId] })];
            JudgedSubmission[] scored = [.. (await judge.JudgeAsync(candidates, cancellationToken).ConfigureAwait(false)).Where(judged => judged.Score is not null)];
            if (scored.Length == 0)
            {
                return;
            }

            await writer.ApplyAsync(scored, cancellationToken).ConfigureAwait(false);
            Log.Scored(log, scored.Length);
            after = unscored[^1];
        }
    }

    private static bool IsUnscored(Submission row) => row.State == SubmissionState.Flagged && row.ModelVersion is null;

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Information, "{Count} submissions that could not be scored before are judged now")]
        public static partial void Scored(ILogger logger, int count);

        [LoggerMessage(2402, LogLevel.Warning, "The sweep for unscored submissions failed ({Problem}, store away: {IsStoreAway}); it runs again")]
        public static partial void SweepFailed(ILogger logger, string problem, bool isStoreAway);
    }
}
