using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Evaluation;

namespace Moderation.Scoring.Training;

/// <summary>Fits the map from raw score to probability on validation texts, weighted to the reference prevalence.</summary>
internal static class Calibrator
{
    private const double MinSlope = 1e-3;

    /// <summary>Platt's calibration; <paramref name="samples"/> hold raw scores.</summary>
    public static Calibration Fit(ScoredSamples samples, double prevalence)
    {
        var weighted = samples.AtPrevalence(prevalence);
        var (slope, intercept) = LogisticFit.Fit(weighted.Scores, weighted.IsViolating, weighted.Weights);
        // A head that ranks the wrong way round on validation says the prevalence and nothing else.
        slope = Math.Max(slope, MinSlope);
        return new Calibration([-1, 1], [intercept - slope, intercept + slope]);
    }
}
