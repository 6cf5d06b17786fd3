using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>
/// The store is the inbox: whatever is still Received is handed over again, all of it at the start and, from then on, what has waited too long.
/// This is what makes a hand-over that got lost (a killed process, a broker that is away) cost time and nothing else.
/// </summary>
internal sealed partial class ReceivedSweep(WaitingSubmissions waitingSubmissions, HandOver handOver, Database database, TimeProvider clock, ILogger<ReceivedSweep> log) : BackgroundService
{
    private const int PageSize = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WholeInterval = TimeSpan.FromMinutes(1);

    /// <summary>Long enough that a hand-over in flight is not repeated, short enough that a reader still waits.</summary>
    private static readonly TimeSpan WaitedTooLong = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        await SweepAsync(from: null, now, stoppingToken).ConfigureAwait(false);
        DateTimeOffset sweptUntil = now - WaitedTooLong;
        DateTimeOffset lastWhole = now;
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            // A backlog is not handed over again at every tick: each submission once when it has waited too long, then once a minute.
            now = clock.UtcNowMicros();
            bool isWhole = now - lastWhole >= WholeInterval;
            if (await SweepAsync(isWhole ? null : sweptUntil, now - WaitedTooLong, stoppingToken).ConfigureAwait(false))
            {
                sweptUntil = now - WaitedTooLong;
                lastWhole = isWhole ? now : lastWhole;
            }
        }
    }

    /// <summary>Hands over everything that is Received and was stored from the one time (null: ever) until before the other, oldest first. False if the store failed.</summary>
    internal async Task<bool> SweepAsync(DateTimeOffset? from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            WaitingSubmission? after = from is { } since ? new WaitingSubmission { Key = default, ReceivedAt = since, JudgeAttempts = 0 } : null;
            int total = 0;
            while (true)
            {
                IReadOnlyList<WaitingSubmission> waiting = await waitingSubmissions.ListReceivedAsync(until, after, PageSize, cancellationToken).ConfigureAwait(false);
                if (waiting.Count == 0)
                {
                    break;
                }

                await handOver.AnnounceAsync([.. waiting.Select(row => row.Key)], cancellationToken).ConfigureAwait(false);
                total += waiting.Count;
                after = waiting[^1];
            }

            if (total > 0)
            {
                Log.HandedOverAgain(log, total);
            }

            return true;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // The next tick tries again; nothing is lost meanwhile.
            Log.SweepFailed(log, problem.GetType().Name, database.IsTransient(problem));
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "{Count} submissions were still received and are handed over again")]
        public static partial void HandedOverAgain(ILogger logger, int count);

        [LoggerMessage(2102, LogLevel.Warning, "The sweep for received submissions failed ({Problem}, store away: {IsStoreAway}); it runs again")]
        public static partial void SweepFailed(ILogger logger, string problem, bool isStoreAway);
    }
}
