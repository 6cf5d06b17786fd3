using Microsoft.Extensions.Logging;

namespace Moderation.Storage;

/// <summary>Waits out an absent store, with a back-off from a tenth of a second to five seconds, until it is back or the process stops.</summary>
internal sealed partial class StoreWait(Database database, TimeProvider clock, ILogger<StoreWait> log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="work"/> until it does not fail for want of the store. The work must be safe to repeat.</summary>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        TimeSpan pause = First;
        while (true)
        {
            try
            {
                await work(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception problem) when (problem is not OperationCanceledException && database.IsTransient(problem))
            {
                Log.Waiting(log, problem.GetType().Name, pause.TotalSeconds);
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 > Longest ? Longest : pause * 2;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "The store is away ({Problem}); trying again in {Seconds} s")]
        public static partial void Waiting(ILogger logger, string problem, double seconds);
    }
}
