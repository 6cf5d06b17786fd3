using MassTransit;
using Microsoft.Extensions.Logging;
using Moderation.Sites;

namespace Moderation.Training;

/// <summary>
/// Asks for a training run: what the button of the console calls. The run is stored first; the message only wakes the trainer, which looks into the store by itself every few seconds, so a
/// broker that is away costs a moment.
/// </summary>
internal sealed partial class RequestTraining(TrainingRunStore runs, IBus bus, ILogger<RequestTraining> log)
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The run and whether it is new: when a colleague pressed the button a moment before, it is theirs.</summary>
    public async Task<(TrainingRun Run, bool IsNew)> HandleAsync(SiteId site, string actor, CancellationToken cancellationToken)
    {
        (TrainingRun run, bool isNew) = await runs.RequestAsync(site, actor, cancellationToken).ConfigureAwait(false);
        if (isNew)
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(PublishTimeout);
            try
            {
                await bus.Publish(new TrainModel { Site = site.Value, RunId = run.RunId, By = actor }, limit.Token).ConfigureAwait(false);
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotTold(log, problem.GetType().Name);
            }
        }

        return (run, isNew);
    }

    private static partial class Log
    {
        [LoggerMessage(3202, LogLevel.Warning, "The trainer was not told of a run ({Problem}); it finds it by itself")]
        public static partial void NotTold(ILogger logger, string problem);
    }
}
