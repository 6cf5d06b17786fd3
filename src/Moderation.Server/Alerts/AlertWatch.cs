using Moderation.Administration;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Server.Alerts;

/// <summary>
/// Looks twice a minute whether something is wrong and has it told once, whichever process sees it first; who could not be told is told later. What is over is told anew when it
/// comes back.
/// </summary>
internal sealed partial class AlertWatch(SiteStore sites, ReadHealth health, AlertStore alerts, AlertDeliveries deliveries, AlertSender sender, Database database, TimeProvider clock, ILogger<AlertWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>One look at everything. Returns how many were told of something.</summary>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        int told = 0;
        SiteHealth? any = null;
        IReadOnlyList<AlertTarget> webhooks = await alerts.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (Site site in await sites.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            SiteHealth now = any = await health.OfSiteAsync(site.Id, cancellationToken).ConfigureAwait(false);
            Alert[] found = [.. AlertRules.Of(site.Id, now, await alerts.NewestThreatAsync(site.Id, cancellationToken).ConfigureAwait(false), clock.UtcNowMicros())];
            told += await TellAsync(site.Id, [AlertKind.Threat, AlertKind.LateReview, AlertKind.Unscored], found, webhooks, cancellationToken).ConfigureAwait(false);
        }

        if (any is not null)
        {
            told += await TellAsync(null, [AlertKind.Errors], AlertRules.OfInstallation(any) is { } alert ? [alert] : [], webhooks, cancellationToken).ConfigureAwait(false);
        }

        return told;
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
                // The next look comes soon. A store that is away is told by the health check.
                if (!database.IsTransient(problem))
                {
                    Log.LookFailed(log, problem.GetType().Name);
                }
            }
        }
    }

    private async Task<int> TellAsync(SiteId? site, AlertKind[] kinds, Alert[] found, IReadOnlyList<AlertTarget> webhooks, CancellationToken cancellationToken)
    {
        int told = 0;
        foreach (AlertKind kind in kinds)
        {
            if (Array.Find(found, alert => alert.Kind == kind) is not { } alert)
            {
                await deliveries.ClearAsync(site, kind, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await deliveries.RaiseAsync(alert, sender.TargetsOf(alert, webhooks), cancellationToken).ConfigureAwait(false);
            told += await sender.SendAsync(alert, webhooks, cancellationToken).ConfigureAwait(false);
        }

        return told;
    }

    private static partial class Log
    {
        [LoggerMessage(9211, LogLevel.Warning, "Looking for what is wrong failed ({Problem})")]
        public static partial void LookFailed(ILogger logger, string problem);
    }
}
