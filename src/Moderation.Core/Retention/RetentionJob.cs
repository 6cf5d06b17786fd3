using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Moderation.Retention;

/// <summary>Has the retention times kept once a day, by one worker of all.</summary>
internal sealed partial class RetentionJob(KeepRetention retention, RetentionRunStore runs, RetentionMeter meter, TimeProvider clock, ILogger<RetentionJob> log) : BackgroundService
{
    /// <summary>How often it looks whether a day's work is to be done.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                if (await retention.HandleAsync(stoppingToken).ConfigureAwait(false) is { } counts)
                {
                    Log.Kept(log, string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
                }

                meter.Seen(await runs.LastAsync(stoppingToken).ConfigureAwait(false));
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                meter.Seen(null);
                Log.Failed(log, problem.GetType().Name, retention.IsTransient(problem));
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private static partial class Log
    {
        [LoggerMessage(6011, LogLevel.Information, "Retention times are kept; let go of: {Counts}")]
        public static partial void Kept(ILogger logger, string counts);

        [LoggerMessage(6012, LogLevel.Warning, "Keeping the retention times failed ({Problem}, store away: {IsStoreAway}); it goes on within the hour")]
        public static partial void Failed(ILogger logger, string problem, bool isStoreAway);
    }
}
