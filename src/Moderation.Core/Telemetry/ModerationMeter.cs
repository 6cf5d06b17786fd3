using System.Diagnostics.Metrics;

namespace Moderation.Telemetry;

/// <summary>What is measured about judging. Names follow OpenTelemetry: dots, units apart. No tag holds a text, a name or an address.</summary>
internal sealed class ModerationMeter
{
    /// <summary>The name of every meter of this program.</summary>
    public const string Name = "Moderation";

    private static readonly InstrumentAdvice<double> Microseconds = new() { HistogramBucketBoundaries = [0.000002, 0.000005, 0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.005, 0.02, 0.2] };

    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800] };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };

    private readonly Histogram<int> batchSize;
    private readonly Histogram<double> scoring;
    private readonly Histogram<double> delay;
    private readonly Counter<long> judged;
    private readonly Counter<long> reasons;
    private readonly Counter<long> unscored;

    public ModerationMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        batchSize = meter.CreateHistogram("moderation.judging.batch.size", "{submission}", "Submissions judged together", advice: Sizes);
        scoring = meter.CreateHistogram("moderation.scoring.duration", "s", "Time to score one text in all categories", advice: Microseconds);
        delay = meter.CreateHistogram("moderation.judging.delay", "s", "From a submission's arrival to its verdict: over HTTP from when it was stored, on the queue from when the website says it was sent", advice: Waits);
        judged = meter.CreateCounter<long>("moderation.judged", "{submission}", "Submissions judged, by verdict and by the way they came");
        reasons = meter.CreateCounter<long>("moderation.reasons", "{reason}", "Reasons of verdicts, by code");
        unscored = meter.CreateCounter<long>("moderation.unscored", "{submission}", "Submissions flagged because they could not be scored");
    }

    /// <summary>True when somebody asks for the times of scoring.</summary>
    public bool IsTiming => scoring.Enabled;

    public void Batch(int submissions) => batchSize.Record(submissions);

    /// <summary>One text was scored.</summary>
    public void Scored(TimeSpan elapsed) => scoring.Record(elapsed.TotalSeconds);

    /// <summary>Verdicts that are in the store.</summary>
    public void Judged(IReadOnlyCollection<JudgedReading> verdicts)
    {
        if (!judged.Enabled)
        {
            return;
        }

        foreach (IGrouping<(string Verdict, string Source), JudgedReading> group in verdicts.GroupBy(one => (one.Verdict, one.Source)))
        {
            judged.Add(group.Count(), new("verdict", group.Key.Verdict), new("source", group.Key.Source));
        }

        foreach (IGrouping<string, string> group in verdicts.SelectMany(one => one.Codes).GroupBy(code => code))
        {
            reasons.Add(group.Count(), new KeyValuePair<string, object?>("code", group.Key));
        }

        if (verdicts.Count(one => one.IsUnscored) is > 0 and var count)
        {
            unscored.Add(count);
        }

        foreach (JudgedReading one in verdicts)
        {
            if (one.Delay is { } waited)
            {
                delay.Record(Math.Max(0, waited.TotalSeconds), new KeyValuePair<string, object?>("source", one.Source));
            }
        }
    }
}

/// <summary>One verdict, as far as it is measured.</summary>
/// <param name="Verdict"><c>approve</c>, <c>flag</c> or <c>reject</c>.</param>
/// <param name="Source"><c>http</c>, <c>form</c> or <c>queue</c>.</param>
/// <param name="Codes">Its reasons.</param>
/// <param name="IsUnscored">It could not be scored.</param>
/// <param name="Delay">How long it took since it arrived; null when that is not known.</param>
internal readonly record struct JudgedReading(string Verdict, string Source, IReadOnlyList<string> Codes, bool IsUnscored, TimeSpan? Delay);
