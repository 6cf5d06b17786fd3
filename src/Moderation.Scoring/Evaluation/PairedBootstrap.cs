namespace Moderation.Scoring.Evaluation;

/// <summary>The difference of two areas under the ROC curve on the same texts: both are resampled together, so what the texts have in common cancels out.</summary>
internal static class PairedBootstrap
{
    /// <summary>First minus second, with its interval.</summary>
    public static MetricInterval Difference(IEnumerable<(double First, double Second, bool IsViolating, double Weight)> pairs, int replicates, int seed)
    {
        var all = pairs.ToArray();
        var random = new Random(seed);
        var violating = Enumerable.Range(0, all.Length).Where(index => all[index].IsViolating).ToArray();
        var acceptable = Enumerable.Range(0, all.Length).Where(index => !all[index].IsViolating).ToArray();
        var firstOrder = Order(all, pair => pair.First);
        var secondOrder = Order(all, pair => pair.Second);
        var draws = new double[all.Length];
        var values = new double[replicates];
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            Array.Clear(draws);
            Draw(violating);
            Draw(acceptable);
            values[replicate] = Area(firstOrder, pair => pair.First) - Area(secondOrder, pair => pair.Second);
        }

        Array.Fill(draws, 1);
        var value = Area(firstOrder, pair => pair.First) - Area(secondOrder, pair => pair.Second);
        Array.Sort(values);
        return new MetricInterval(value, values[(int)(0.025 * (replicates - 1))], values[(int)Math.Ceiling(0.975 * (replicates - 1))]);

        void Draw(int[] members)
        {
            for (var draw = 0; draw < members.Length; draw++)
            {
                draws[members[random.Next(members.Length)]]++;
            }
        }

        double Area(int[] order, Func<(double First, double Second, bool IsViolating, double Weight), double> score)
        {
            double area = 0, found = 0, totalAcceptable = 0;
            for (var index = 0; index < order.Length;)
            {
                var value = score(all[order[index]]);
                double here = 0, wrong = 0;
                for (; index < order.Length && score(all[order[index]]).Equals(value); index++)
                {
                    var weight = draws[order[index]] * all[order[index]].Weight;
                    here += all[order[index]].IsViolating ? weight : 0;
                    wrong += all[order[index]].IsViolating ? 0 : weight;
                }

                area += wrong * (found + (here / 2));
                found += here;
                totalAcceptable += wrong;
            }

            return area / (found * totalAcceptable);
        }
    }

    private static int[] Order(
        (double First, double Second, bool IsViolating, double Weight)[] all, Func<(double First, double Second, bool IsViolating, double Weight), double> score) =>
        [.. Enumerable.Range(0, all.Length).OrderByDescending(index => score(all[index]))];
}
