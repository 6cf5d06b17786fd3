using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Storage;

namespace Moderation.Search;

/// <summary>Keeps the index of words up to date: about a second behind, and never faster than a thousand a second, so that a flood is judged first.</summary>
internal sealed partial class Indexing(SearchIndex index, Database database, TimeProvider clock, ILogger<Indexing> log) : BackgroundService
{
    private const int StepSize = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await index.StepAsync(StepSize, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.StepFailed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Warning, "A step of the index of words failed ({Problem}, store away: {IsStoreAway}); it is taken again")]
        public static partial void StepFailed(ILogger logger, string problem, bool isStoreAway);
    }
}
