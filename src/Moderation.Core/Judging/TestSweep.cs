using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>What was sent with a test key is gone within a day.</summary>
internal sealed partial class TestSweep(TestSubmissions tests, Database database, TimeProvider clock, ILogger<TestSweep> log) : BackgroundService
{
    private const int PageSize = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>A day, less what may pass until the next look.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1) - Interval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.SweepFailed(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>Removes everything whose time is over, a part at a time.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset before = clock.UtcNowMicros() - KeptFor;
        int removed;
        do
        {
            removed = await tests.RemoveAsync(before, PageSize, cancellationToken).ConfigureAwait(false);
            if (removed > 0)
            {
                Log.Removed(log, removed);
            }
        }
        while (removed == PageSize);
    }

    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Information, "{Count} test submissions are removed after a day")]
        public static partial void Removed(ILogger logger, int count);

        [LoggerMessage(2502, LogLevel.Warning, "The sweep for test submissions failed ({Problem}, store away: {IsStoreAway}); it runs again")]
        public static partial void SweepFailed(ILogger logger, string problem, bool isStoreAway);
    }
}
