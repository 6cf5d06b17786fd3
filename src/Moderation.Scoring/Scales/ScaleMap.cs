namespace Moderation.Scoring.Scales;

/// <summary>
/// A map from our calibrated probability to another service's score: straight lines over the log odds between knots that rise strictly, so that the order of texts never
/// changes. Immutable.
/// </summary>
public sealed class ScaleMap
{
    public const int MaxKnots = 64;

    // Probabilities nearer to 0 or 1 than this differ by nothing anybody measured.
    private const double LeastProbability = 1e-9;

    private readonly double[] _logOdds;
    private readonly double[] _values;

    /// <summary>Makes a map of 2 to <see cref="MaxKnots"/> knots.</summary>
    /// <param name="logOdds">Log odds of our probability, strictly rising.</param>
    /// <param name="values">The other scale's scores, from 0 to 1, strictly rising.</param>
    /// <exception cref="ArgumentException">The knots are too few, too many, out of range or do not rise.</exception>
    public ScaleMap(IReadOnlyList<double> logOdds, IReadOnlyList<double> values)
    {
        if (logOdds.Count != values.Count || logOdds.Count is < 2 or > MaxKnots)
        {
            throw new ArgumentException($"A map has 2 to {MaxKnots} knots.");
        }

        for (var index = 0; index < logOdds.Count; index++)
        {
            if (!double.IsFinite(logOdds[index]) || !(values[index] is >= 0 and <= 1)
                || (index > 0 && (logOdds[index] <= logOdds[index - 1] || values[index] <= values[index - 1])))
            {
                throw new ArgumentException("The knots of a map must rise, with values from 0 to 1.");
            }
        }

        (_logOdds, _values) = ([.. logOdds], [.. values]);
    }

    public IReadOnlyList<double> LogOdds => _logOdds;

    public IReadOnlyList<double> Values => _values;

    /// <summary>The log odds of a probability, cut off where they would be endless.</summary>
    public static double LogOddsOf(double probability)
    {
        var kept = Math.Clamp(probability, LeastProbability, 1 - LeastProbability);
        return Math.Log(kept / (1 - kept));
    }

    /// <summary>The other scale's score for our probability.</summary>
    public double Apply(double probability) => Between(_logOdds, _values, LogOddsOf(probability));

    /// <summary>Our probability at which the other scale reads <paramref name="value"/>: what a threshold on that scale means on ours.</summary>
    public double Invert(double value) => 1 / (1 + Math.Exp(-Between(_values, _logOdds, value)));

    private static double Between(double[] from, double[] to, double at)
    {
        if (at <= from[0])
        {
            return to[0];
        }

        for (var right = 1; right < from.Length; right++)
        {
            if (at <= from[right])
            {
                return to[right - 1] + ((to[right] - to[right - 1]) * (at - from[right - 1]) / (from[right] - from[right - 1]));
            }
        }

        return to[^1];
    }
}
