using MassTransit;
using Microsoft.Extensions.Logging;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>Takes orders from the queue: each becomes a run of the store, unless it is one already, and the trainer is woken. It never throws for a message.</summary>
internal sealed partial class TrainModelConsumer(SiteStore sites, TrainingRunStore runs, TrainerBell bell, StoreWait storeWait, ILogger<TrainModelConsumer> log) : IConsumer<TrainModel>
{
    private const string Program = "queue";

    public async Task Consume(ConsumeContext<TrainModel> context)
    {
        TrainModel order = context.Message;
        if (order.RunId is not null)
        {
            bell.Ring();
            return;
        }

        await storeWait.RunAsync(
            async token =>
            {
                if (!SiteId.TryParse(order.Site, out SiteId site) || await sites.FindAsync(site, token).ConfigureAwait(false) is null)
                {
                    Log.UnknownSite(log);
                    return;
                }

                await runs.RequestAsync(site, order.By is { Length: > 0 and <= 100 } by ? by : Program, token).ConfigureAwait(false);
                bell.Ring();
            },
            context.CancellationToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Warning, "An order to train names a site that does not exist; it is ignored")]
        public static partial void UnknownSite(ILogger logger);
    }
}
