using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>
/// Closes what nobody reviewed in the time a site allows: rejected with a neutral reason, which labels nothing and can be undone like any decision. Nothing is ever approved because
/// time has passed.
/// </summary>
internal sealed partial class UnreviewedSweep(Database database, SiteStore sites, ChangeHours hours, ReviewQueueStore queues, DecideSubmission decide, TimeProvider clock, ILogger<UnreviewedSweep> log) : BackgroundService
{
    /// <summary>The reason that decisions of the sweep carry.</summary>
    public const string Reason = "not_reviewed";

    private const int BatchSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Closes what is late now; at most a batch for each site. Returns how many.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int closed = 0;
        foreach (Site site in await sites.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if ((await hours.FindAsync(site.Id, cancellationToken).ConfigureAwait(false))?.ClosesUnreviewedAfterDays is not { } days)
            {
                continue;
            }

            DateTimeOffset limit = clock.UtcNowMicros().AddDays(-days);
            foreach (SubmissionKey key in await queues.ListWaitingSinceAsync(site.Id, limit, BatchSize, cancellationToken).ConfigureAwait(false))
            {
                DecisionRequest request = new() { Key = key, Decision = Decision.Reject, Reason = Reason, Actor = "system", DecidedBy = "system" };
                closed += (await decide.HandleAsync(request, cancellationToken).ConfigureAwait(false)).Outcome == DecisionOutcome.Done ? 1 : 0;
            }
        }

        return closed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                if (await RunAsync(stoppingToken).ConfigureAwait(false) is var closed and > 0)
                {
                    Log.Closed(log, closed);
                }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // The next round goes on where this one failed.
                if (!database.IsTransient(problem))
                {
                    Log.Failed(log, problem.GetType().Name);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Information, "{Count} submissions were closed because nobody reviewed them in time")]
        public static partial void Closed(ILogger logger, int count);

        [LoggerMessage(6102, LogLevel.Warning, "Closing what nobody reviewed failed ({Problem})")]
        public static partial void Failed(ILogger logger, string problem);
    }
}
