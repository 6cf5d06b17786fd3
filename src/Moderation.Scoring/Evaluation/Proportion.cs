namespace Moderation.Scoring.Evaluation;

/// <summary>Shares with the interval of Wilson, which is honest for few and for extreme ones: 0 of 20 is not surely 0.</summary>
public static class Proportion
{
    // Of the normal distribution, for 95 %.
    private const double Z = 1.959964;

    /// <summary>A share with its 95 % interval. NaN with the whole range where there is nothing to count.</summary>
    /// <param name="part">How many have it; may be fractional where they are weighted.</param>
    /// <param name="whole">Of how many; where they are weighted, how many unweighted ones they are worth.</param>
    public static MetricInterval Of(double part, double whole)
    {
        if (whole <= 0)
        {
            return new MetricInterval(double.NaN, 0, 1);
        }

        var share = part / whole;
        var centre = (share + (Z * Z / (2 * whole))) / (1 + (Z * Z / whole));
        var half = Z / (1 + (Z * Z / whole)) * Math.Sqrt((share * (1 - share) / whole) + (Z * Z / (4 * whole * whole)));
        return new MetricInterval(share, Math.Max(0, Math.Min(share, centre - half)), Math.Min(1, Math.Max(share, centre + half)));
    }

    /// <summary>
    /// The share in a whole of which every part was sampled by itself: the parts' shares weighted by their size, with the interval that follows from theirs (Zou and Donner's way).
    /// A part of which nothing was looked at adds nothing to the share, and everything it could be to the interval.
    /// </summary>
    public static MetricInterval OfParts(IReadOnlyList<(double Size, MetricInterval Share)> parts)
    {
        var known = parts.Where(part => part.Size > 0 && !double.IsNaN(part.Share.Value)).ToArray();
        var seen = known.Sum(part => part.Size);
        if (seen <= 0)
        {
            return new MetricInterval(double.NaN, 0, 1);
        }

        double share = 0, below = 0, above = 0;
        foreach (var (size, part) in known)
        {
            var weight = size / seen;
            share += weight * part.Value;
            below += Square(weight * (part.Value - part.Low));
            above += Square(weight * (part.High - part.Value));
        }

        var unseen = 1 - (seen / parts.Sum(part => part.Size));
        var low = Math.Max(0, share - Math.Sqrt(below)) * (1 - unseen);
        var high = (Math.Min(1, share + Math.Sqrt(above)) * (1 - unseen)) + unseen;
        return new MetricInterval(share, low, high);
    }

    private static double Square(double value) => value * value;
}
