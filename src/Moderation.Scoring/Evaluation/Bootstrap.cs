namespace Moderation.Scoring.Evaluation;

/// <summary>Intervals by resampling: 2.5 % and 97.5 % of the figure over replicates. The seed is a parameter, so equal inputs give equal intervals.</summary>
internal static class Bootstrap
{
    public static MetricInterval Interval(ScoredSamples samples, Func<ScoredSamples, double> metric, int replicates, int seed)
    {
        double[] values = [.. samples.Replicates(new Random(seed), replicates).Select(metric)];
        Array.Sort(values);
        return new MetricInterval(metric(samples), values[(int)(0.025 * (replicates - 1))], values[(int)Math.Ceiling(0.975 * (replicates - 1))]);
    }
}
