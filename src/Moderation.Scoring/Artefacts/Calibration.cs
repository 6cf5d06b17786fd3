namespace Moderation.Scoring.Artefacts;

/// <summary>
/// The monotone map from a raw score to the log odds of violating: straight lines between knots, continued beyond the outermost ones.
/// Two knots are Platt's calibration.
/// </summary>
internal sealed class Calibration
{
    public const int MaxKnots = 32;

    public Calibration(double[] raw, double[] logOdds)
    {
        if (raw.Length != logOdds.Length || raw.Length is < 2 or > MaxKnots)
        {
            throw new ArgumentException($"A calibration has 2 to {MaxKnots} knots.");
        }

        for (var index = 0; index < raw.Length; index++)
        {
            if (!double.IsFinite(raw[index]) || !double.IsFinite(logOdds[index])
                || (index > 0 && (raw[index] <= raw[index - 1] || logOdds[index] < logOdds[index - 1])))
            {
                throw new ArgumentException("The knots of a calibration must be finite and rise.");
            }
        }

        (Raw, LogOdds) = (raw, logOdds);
    }

    public double[] Raw { get; }

    public double[] LogOdds { get; }

    /// <summary>How fast the log odds rise with the raw score, from the first knot to the last.</summary>
    public double MeanSlope => (LogOdds[^1] - LogOdds[0]) / (Raw[^1] - Raw[0]);

    /// <summary>The calibrated probability, strictly rising with the raw score wherever the knots rise.</summary>
    public double Apply(double raw)
    {
        var right = 1;
        while (right < Raw.Length - 1 && raw > Raw[right])
        {
            right++;
        }

        var slope = (LogOdds[right] - LogOdds[right - 1]) / (Raw[right] - Raw[right - 1]);
        var logOdds = LogOdds[right - 1] + (slope * (raw - Raw[right - 1]));
        return 1 / (1 + Math.Exp(-logOdds));
    }
}
