using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Sentences;

namespace Moderation.Scoring.Training;

/// <summary>
/// How much a model listens to the sentence reader: for each category the share at which the sum of both ranks best, by the mean of its ROC-AUC on the validation texts that were given and on
/// those set aside from the seed corpus. Talk pages and comments want different shares, and each is half of what a newsroom may get. Neither the heads nor the reader have learnt from those texts.
/// </summary>
internal static class SentenceWeights
{
    private const int Steps = 40;

    /// <summary>Adds the reader's share to the raw scores and says what one unit of its log odds counts for.</summary>
    public static SentenceCard Fit(ValidationScores raw, Model words, CancellationToken cancellationToken)
    {
        var read = new float[raw.Texts.Count][];
        ManyTexts.Share(
            read.Length,
            row => SentenceReading.Read(raw.Texts[row].Input, words.Parts.Vocabulary, read[row] = new float[Categories.Count]),
            cancellationToken);
        var weights = new SortedDictionary<Category, double>();
        foreach (var category in raw.Offered)
        {
            var weight = Fit(raw, read, category);
            if (weight > 0)
            {
                weights[category] = weight;
                raw.Add(category, row => weight * read[row][(int)category]);
            }
        }

        return new SentenceCard { Sha256 = SentenceReader.Shipped.Card.Sha256, Weights = weights };
    }

    private static double Fit(ValidationScores raw, float[][] read, Category category)
    {
        var rows = Enumerable.Range(0, raw.Texts.Count).Where(row => raw.Texts[row].Labels[category] is not null).ToArray();
        int[][] halves = [.. rows.GroupBy(raw.IsSetAside).Select(half => half.ToArray())];
        // Both in units of how far they spread, so that the shares mean the same in every category.
        var unit = Deviation(rows, row => raw[row, category]) / Math.Max(Deviation(rows, row => read[row][(int)category]), 1e-9);
        var best = (Area: 0.0, Weight: 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var weight = Math.Round(unit * step / (Steps - step), 4);
            var areas = halves
                .Select(half => new ScoredSamples(half.Select(row => (raw[row, category] + (weight * read[row][(int)category]), raw.Texts[row].Labels[category] is true, raw.Texts[row].Weight))))
                .Where(samples => samples.HasBothClasses)
                .Select(samples => samples.RocAuc());
            if (areas.DefaultIfEmpty().Average() is var area && area > best.Area)
            {
                best = (area, weight);
            }
        }

        return best.Weight;
    }

    private static double Deviation(int[] rows, Func<int, double> value)
    {
        var mean = rows.Average(value);
        return Math.Sqrt(rows.Average(row => (value(row) - mean) * (value(row) - mean)));
    }
}
