namespace Moderation.Scoring.Evaluation;

/// <summary>Weighted logistic regression of a truth on one number, by Newton's method: Platt's calibration, and the slope that measures a calibration.</summary>
internal static class LogisticFit
{
    private const int MaxSteps = 100;
    private const double SmallPenalty = 1e-6;

    /// <summary>Slope and intercept of the log odds.</summary>
    public static (double Slope, double Intercept) Fit(ReadOnlySpan<double> x, ReadOnlySpan<bool> isViolating, ReadOnlySpan<double> weights)
    {
        double total = 0, violating = 0;
        for (var index = 0; index < x.Length; index++)
        {
            total += weights[index];
            violating += isViolating[index] ? weights[index] : 0;
        }

        double slope = 0, intercept = Math.Log(violating / (total - violating));
        for (var step = 0; step < MaxSteps; step++)
        {
            double gradientSlope = -SmallPenalty * total * slope, gradientIntercept = 0;
            double curveSlope = SmallPenalty * total, curveBoth = 0, curveIntercept = 1e-12 * total;
            for (var index = 0; index < x.Length; index++)
            {
                var probability = 1 / (1 + Math.Exp(-((slope * x[index]) + intercept)));
                var error = weights[index] * ((isViolating[index] ? 1 : 0) - probability);
                var curve = weights[index] * probability * (1 - probability);
                gradientSlope += error * x[index];
                gradientIntercept += error;
                curveSlope += curve * x[index] * x[index];
                curveBoth += curve * x[index];
                curveIntercept += curve;
            }

            var determinant = (curveSlope * curveIntercept) - (curveBoth * curveBoth);
            var moveSlope = ((curveIntercept * gradientSlope) - (curveBoth * gradientIntercept)) / determinant;
            var moveIntercept = ((curveSlope * gradientIntercept) - (curveBoth * gradientSlope)) / determinant;
            // A long step overshoots where the curve is flat; half a unit of log odds per unit is always safe to approach with.
            var length = Math.Max(Math.Abs(moveSlope), Math.Abs(moveIntercept));
            var share = length > 2 ? 2 / length : 1;
            slope += share * moveSlope;
            intercept += share * moveIntercept;
            if (length < 1e-9)
            {
                break;
            }
        }

        return (slope, intercept);
    }

    /// <summary>The slope of the truth on the log odds of the scores; 1 when the scores are calibrated.</summary>
    public static double CalibrationSlope(ScoredSamples samples)
    {
        var logOdds = new double[samples.Count];
        for (var index = 0; index < logOdds.Length; index++)
        {
            var score = Math.Clamp(samples.Scores[index], 1e-9, 1 - 1e-9);
            logOdds[index] = Math.Log(score / (1 - score));
        }

        return Fit(logOdds, samples.IsViolating, samples.Weights).Slope;
    }
}
