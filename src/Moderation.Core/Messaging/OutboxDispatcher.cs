using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Messaging;

/// <summary>
/// Sends events that are due and marks them. At least once, and in order for each submission: one process sends at a time, and it marks a batch only when the broker has
/// confirmed all of it. It looks when this process has written events, and often besides: an event may be written by another process, or become due by the passing of time.
/// </summary>
internal sealed partial class OutboxDispatcher(Database database, OutboxStore outbox, IEventPublisher publisher, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private const int BatchEvents = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two looks, so that under load a batch has something in it: sending by the dozen costs a transaction each time.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan pause = Interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DispatchAsync(stoppingToken).ConfigureAwait(false) == BatchEvents)
                {
                    continue;
                }

                pause = Interval;
                await outbox.Bell.WaitAsync(Interval, clock, stoppingToken).ConfigureAwait(false);
                await Task.Delay(Gather, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: what was not marked is sent again.
                pause = pause * 2 > Longest ? Longest : pause * 2;
                Log.NotSent(log, problem.GetType().Name, pause.TotalSeconds);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sends one batch. Returns how many events were sent; 0 also while another process is sending.</summary>
    internal async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        // A look without a claim first: an idle outbox then costs no write.
        DateTimeOffset now = clock.UtcNowMicros();
        IReadOnlyList<OutboxEvent> due = await outbox.ListDueAsync(now, database.IsShared ? 1 : BatchEvents, cancellationToken).ConfigureAwait(false);
        if (due.Count == 0)
        {
            return 0;
        }

        if (!database.IsShared)
        {
            // The only process with this store needs no claim, and must not hold the store's one write lock while it talks to the broker.
            await publisher.PublishAsync(due, cancellationToken).ConfigureAwait(false);
            await database.RunAsync((unit, token) => outbox.MarkSentAsync(unit, due, now, token), cancellationToken).ConfigureAwait(false);
            return due.Count;
        }

        return await database.RunAsync((unit, token) => DispatchClaimedAsync(unit, now, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> DispatchClaimedAsync(Unit unit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxEvent> due = await outbox.ClaimDueAsync(unit, now, BatchEvents, cancellationToken).ConfigureAwait(false);
        if (due.Count > 0)
        {
            await publisher.PublishAsync(due, cancellationToken).ConfigureAwait(false);
            await outbox.MarkSentAsync(unit, due, now, cancellationToken).ConfigureAwait(false);
        }

        return due.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Warning, "Events could not be sent ({Problem}); they stay in the outbox and are tried again in {Seconds} s")]
        public static partial void NotSent(ILogger logger, string problem, double seconds);
    }
}
