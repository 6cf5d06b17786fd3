using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Campaigns;

/// <summary>Groups what the worker has judged, behind it and at its own pace.</summary>
internal sealed partial class Grouping(ArrivalQueue queue, GroupSubmissions group, SketchMaker sketches, Database database, TimeProvider clock, ILogger<Grouping> log) : BackgroundService
{
    private const int BatchSize = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.WaitAsync(stoppingToken).ConfigureAwait(false))
        {
            foreach (IGrouping<SiteId, GroupableText> ofSite in queue.Take(BatchSize).GroupBy(judged => judged.Key.Site))
            {
                await GroupAsync(ofSite.Key, [.. ofSite], stoppingToken).ConfigureAwait(false);
            }

            if (queue.TakePassedOver() is > 0 and var passedOver)
            {
                Log.PassedOver(log, passedOver);
                await group.ForgetAsync(stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task GroupAsync(SiteId site, IReadOnlyList<GroupableText> judged, CancellationToken cancellationToken)
    {
        Arrival[] arrivals = [.. judged.Select(text => sketches.Arrival(text.Key, text.Body, text.UnseenDomains, text.ReceivedAt))];
        while (true)
        {
            try
            {
                await group.HandleAsync(site, arrivals, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.Failed(log, site.Value, arrivals.Length, problem.GetType().Name);
                if (!database.IsTransient(problem))
                {
                    return;
                }

                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "{Count} submissions of site {Site} could not be grouped ({Problem})")]
        public static partial void Failed(ILogger logger, string site, int count, string problem);

        [LoggerMessage(3002, LogLevel.Warning, "{Count} submissions came faster than they could be grouped; grouping goes on from the latest in the store")]
        public static partial void PassedOver(ILogger logger, long count);
    }
}
