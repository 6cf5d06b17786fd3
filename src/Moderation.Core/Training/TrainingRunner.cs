using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Storage;

namespace Moderation.Training;

/// <summary>
/// The trainer's own loop: takes one run after the other in hand. A run whose process died is taken over after a minute; one whose process was stopped waits for the next. When this process
/// stops, the run in hand is given back.
/// </summary>
internal sealed partial class TrainingRunner(TrainingRunStore runs, TrainSite train, TrainerBell bell, Database database, ILogger<TrainingRunner> log) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the host does not wait for a run.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await runs.ClaimNextAsync(stoppingToken).ConfigureAwait(false) is { } run)
                {
                    Log.Begins(log, run.RunId, run.Site.Value, run.Attempts);
                    TrainingRun ended = await train.HandleAsync(run, stoppingToken).ConfigureAwait(false);
                    Log.Ended(log, run.RunId, ended.State);
                    stoppingToken.ThrowIfCancellationRequested();
                }

                await bell.WaitAsync(LookInterval, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                Log.Failed(log, problem.GetType().Name, database.IsTransient(problem));
                await bell.WaitAsync(LookInterval, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3203, LogLevel.Information, "Training run {RunId} of site {Site} begins (attempt {Attempt})")]
        public static partial void Begins(ILogger logger, Guid runId, string site, int attempt);

        [LoggerMessage(3204, LogLevel.Information, "Training run {RunId} ended: {State}")]
        public static partial void Ended(ILogger logger, Guid runId, TrainingRunState state);

        [LoggerMessage(3205, LogLevel.Error, "The trainer failed ({Problem}, store away: {IsStoreAway}); it looks again")]
        public static partial void Failed(ILogger logger, string problem, bool isStoreAway);
    }
}
