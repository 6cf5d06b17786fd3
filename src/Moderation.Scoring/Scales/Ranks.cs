namespace Moderation.Scoring.Scales;

/// <summary>Spearman's rank correlation; equal values share the middle of their ranks. Pure.</summary>
internal static class Ranks
{
    /// <summary>From -1 to 1; 0 when one side is all the same.</summary>
    public static double Correlation(double[] left, double[] right)
    {
        var (a, b) = (Of(left), Of(right));
        var middle = (left.Length - 1) / 2.0;
        double product = 0, squaresLeft = 0, squaresRight = 0;
        for (var index = 0; index < a.Length; index++)
        {
            product += (a[index] - middle) * (b[index] - middle);
            squaresLeft += (a[index] - middle) * (a[index] - middle);
            squaresRight += (b[index] - middle) * (b[index] - middle);
        }

        return squaresLeft == 0 || squaresRight == 0 ? 0 : product / Math.Sqrt(squaresLeft * squaresRight);
    }

    private static double[] Of(double[] values)
    {
        var order = new int[values.Length];
        for (var index = 0; index < order.Length; index++)
        {
            order[index] = index;
        }

        Array.Sort(order, (left, right) => values[left].CompareTo(values[right]));
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]].Equals(values[order[first]]))
            {
                last++;
            }

            for (var index = first; index <= last; index++)
            {
                ranks[order[index]] = (first + last) / 2.0;
            }

            first = last + 1;
        }

        return ranks;
    }
}
