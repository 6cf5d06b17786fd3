using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Telemetry;

/// <summary>
/// Looks into the store every quarter of a minute and keeps the numbers for whoever scrapes, so that scraping costs the store nothing. While the store is away the gauges of
/// what waits are silent: an old number would look like a good one. Every worker shows the same numbers; take the largest.
/// </summary>
internal sealed partial class StoreWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private const int ShownHashChars = 12;

    private readonly StoreReadings readings;
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly ILogger<StoreWatch> log;
    private volatile Seen? seen;

    public StoreWatch(StoreReadings readings, Database database, TimeProvider clock, IMeterFactory meters, ILogger<StoreWatch> log)
    {
        (this.readings, this.database, this.clock, this.log) = (readings, database, clock, log);
        Meter meter = meters.Create(ModerationMeter.Name);
        Gauge(meter, "moderation.received.count", "{submission}", "Submissions in the store that nobody has judged yet", reading => reading.Received);
        Gauge(meter, "moderation.received.oldest.age", "s", "How long the oldest of them has waited; 0 when none waits", reading => Age(reading.OldestReceivedAt));
        Gauge(meter, "moderation.flagged.count", "{submission}", "Submissions that wait for a moderator", reading => reading.Flagged);
        Gauge(meter, "moderation.flagged.oldest.age", "s", "How long the oldest of them has waited; 0 when none waits", reading => Age(reading.OldestFlaggedAt));
        Gauge(meter, "moderation.flagged.unscored.count", "{submission}", "Flagged because they could not be scored, and not scored since", reading => reading.Unscored);
        Gauge(meter, "moderation.flagged.unscored.oldest.age", "s", "How long the oldest of them has waited; 0 when none waits", reading => Age(reading.OldestUnscoredAt));
        Gauge(meter, "moderation.outbox.unsent.count", "{event}", "Events that are due and have not left", reading => reading.Unsent);
        Gauge(meter, "moderation.outbox.lag", "s", "How long the oldest of them is due; 0 when none is", reading => Age(Earlier(reading.OldestUnsentAt, reading.OldestDueAt)));
        Gauge(meter, "moderation.dead_letters.count", "{submission}", "Submissions that were given up and wait to be redriven", reading => reading.DeadLetters);
        meter.CreateObservableGauge("moderation.model.age", Models, "s", "Since when a model is champion, by scope (a site, or all) and the beginning of its hash");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                seen = new Seen(await readings.ReadAsync(clock.UtcNowMicros(), stoppingToken).ConfigureAwait(false), await readings.ChampionsAsync(stoppingToken).ConfigureAwait(false));
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                seen = null;
                if (!database.IsTransient(problem))
                {
                    Log.NotRead(log, problem.GetType().Name);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private void Gauge(Meter meter, string name, string unit, string description, Func<StoreReading, double> of) =>
        meter.CreateObservableGauge(name, () => seen is { } now ? [new Measurement<double>(of(now.Store))] : Array.Empty<Measurement<double>>(), unit, description);

    private IEnumerable<Measurement<double>> Models() => (seen?.Champions ?? []).Select(champion => new Measurement<double>(
        Age(champion.PromotedAt), new("scope", champion.Scope.Length == 0 ? "all" : champion.Scope), new("version", champion.Sha256[..ShownHashChars])));

    private double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, (clock.UtcNowMicros() - at).TotalSeconds) : 0;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private sealed record Seen(StoreReading Store, IReadOnlyList<ChampionReading> Champions);

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Error, "The store could not be read for metrics ({Problem}); they are silent until it can")]
        public static partial void NotRead(ILogger logger, string problem);
    }
}
