using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>Looks once an hour which sites are due, and asks for their runs. A challenger that comes of it decides nothing until an admin promotes it.</summary>
internal sealed partial class TrainingSchedule(SiteStore sites, RetrainingDue due, TrainingRunStore runs, TrainerBell bell, Database database, TimeProvider clock, ILogger<TrainingSchedule> log)
    : BackgroundService
{
    private const string Actor = "system";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Asks for the runs that are due now.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (Site site in await sites.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await due.WhyAsync(site.Id, cancellationToken).ConfigureAwait(false) is not null && (await runs.RequestAsync(site.Id, Actor, cancellationToken).ConfigureAwait(false)).IsNew)
            {
                Log.Asked(log, site.Id.Value);
                bell.Ring();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.Failed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3207, LogLevel.Information, "A training run of site {Site} is due and was asked for")]
        public static partial void Asked(ILogger logger, string site);

        [LoggerMessage(3208, LogLevel.Warning, "Looking for sites that are due failed ({Problem}, store away: {IsStoreAway}); in an hour again")]
        public static partial void Failed(ILogger logger, string problem, bool isStoreAway);
    }
}
