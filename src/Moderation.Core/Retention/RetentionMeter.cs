using System.Diagnostics.Metrics;
using System.Text.Json;
using Moderation.Telemetry;
using Moderation.Time;

namespace Moderation.Retention;

/// <summary>What monitoring sees of keeping the retention times: how long ago it was last done and how much was let go of. Every worker knows of every run; before the first there is nothing to see.</summary>
internal sealed class RetentionMeter
{
    private readonly TimeProvider clock;
    private volatile RetentionRun? last;

    public RetentionMeter(IMeterFactory meters, TimeProvider clock)
    {
        this.clock = clock;
        Meter meter = meters.Create(ModerationMeter.Name);
        meter.CreateObservableGauge("moderation.retention.last_run.age", Age, "s", "How long ago the retention times were last kept to the end");
        meter.CreateObservableGauge("moderation.retention.last_run.let_go", LetGo, "{row}", "How many rows lost something in that run, by what they lost");
    }

    /// <summary>The last run that was finished, as the store knows it; null: none, or the store is away.</summary>
    public void Seen(RetentionRun? run) => last = run;

    private IEnumerable<Measurement<double>> Age() =>
        last?.FinishedAt is { } finished ? [new(Math.Max(0, (clock.UtcNowMicros() - finished).TotalSeconds))] : [];

    private IEnumerable<Measurement<long>> LetGo() =>
        last?.Counts is { } counts ? (JsonSerializer.Deserialize<Dictionary<string, long>>(counts) ?? []).Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("what", count.Key))) : [];
}
