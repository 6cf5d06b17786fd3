using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Telemetry;
using Moderation.Time;

namespace Moderation.Quality;

/// <summary>
/// Compares how the scores of each site lie with what its champion's card lets expect, and shows it to monitoring: one site a minute, each not more than once an hour, so that it costs the same however
/// many there are. A site of which too little was scored lately shows nothing: chance would look like drift.
/// </summary>
internal sealed partial class DriftWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A comparison counts so long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly SiteStore sites;
    private readonly ModelStore models;
    private readonly ChallengerStore cards;
    private readonly QualityReader quality;
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly ILogger<DriftWatch> log;

    /// <summary>One look at a time.</summary>
    private readonly SemaphoreSlim turn = new(1);

    private volatile IReadOnlyDictionary<SiteId, Seen> seen = new Dictionary<SiteId, Seen>();

    public DriftWatch(SiteStore sites, ModelStore models, ChallengerStore cards, QualityReader quality, Database database, TimeProvider clock, IMeterFactory meters, ILogger<DriftWatch> log)
    {
        (this.sites, this.models, this.cards, this.quality, this.database, this.clock, this.log) = (sites, models, cards, quality, database, clock, log);
        Meter meter = meters.Create(ModerationMeter.Name);
        meter.CreateObservableGauge("moderation.scores.high.share", () => Measure(drift => drift.Found.Value), "1", "Of what was scored in thirty days, the share at or above the score that one in a hundred acceptable texts reached when the model was made");
        meter.CreateObservableGauge("moderation.scores.high.share.expected", () => Measure(drift => drift.Expected), "1", "The share that the model's card lets expect");
        meter.CreateObservableGauge("moderation.scores.drift", () => Measure(drift => drift.IsDrift ? 1 : 0), "1", "1 where the share is more than twice or less than half of what is expected and chance does not explain it, else 0");
    }

    /// <summary>Looks at the site that has waited longest.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = clock.UtcNowMicros();
            IReadOnlyDictionary<SiteId, Seen> before = seen;
            Dictionary<SiteId, Seen> after = (await sites.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(site => site.Id, site => before.GetValueOrDefault(site.Id) ?? new Seen(DateTimeOffset.UnixEpoch, []));
            if (after.Count > 0 && after.MinBy(one => one.Value.At) is { } next && (next.Value.Drifts.Count == 0 || next.Value.At < now - Fresh))
            {
                after[next.Key] = new Seen(now, await DriftsAsync(next.Key, cancellationToken).ConfigureAwait(false));
            }

            seen = after;
        }
        finally
        {
            turn.Release();
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    private async Task<IReadOnlyList<CategoryDrift>> DriftsAsync(SiteId site, CancellationToken cancellationToken)
    {
        if (await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false) is not { } champion || await cards.FindAsync(champion.Sha256, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return [];
        }

        DriftReport report = await quality.DriftAsync(site, champion.Sha256, ModelCard.FromJson(row.Card), cancellationToken).ConfigureAwait(false);
        return [.. report.Categories.Where(drift => drift.IsEnough)];
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
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                // An old number would look like a good one.
                seen = new Dictionary<SiteId, Seen>();
                Log.NotRead(log, problem.GetType().Name, database.IsTransient(problem));
            }
        }
    }

    private IEnumerable<Measurement<double>> Measure(Func<CategoryDrift, double> of) => seen.SelectMany(site => site.Value.Drifts.Select(drift =>
        new Measurement<double>(of(drift), new("site", site.Key.Value), new("category", drift.Category.ToText()))));

    private sealed record Seen(DateTimeOffset At, IReadOnlyList<CategoryDrift> Drifts);

    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Warning, "The scores could not be compared with the model's card ({Problem}, store away: {IsStoreAway})")]
        public static partial void NotRead(ILogger logger, string problem, bool isStoreAway);
    }
}
