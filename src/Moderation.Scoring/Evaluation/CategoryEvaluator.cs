using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>Measures one category after the other on the same scored texts.</summary>
internal sealed class CategoryEvaluator(
    Model model, IReadOnlyList<LabelledText> texts, EvaluationOptions options, TextScores ours, IReadOnlyDictionary<string, TextScores> others)
{
    private const int CurvePoints = 100;
    private const int MaxExcerptChars = 300;
    private const int MinSliceRows = 20;

    private static readonly double[] Bins = [0, 0.001, 0.005, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001];
    private static readonly double[] Thresholds = [0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];
    private static readonly int[] Lengths = [0, 50, 100, 200, 500, 1000, int.MaxValue];

    /// <summary>The figures of a category, or null when one of its classes is missing.</summary>
    public CategoryEvaluation? Evaluate(Category category, CancellationToken cancellationToken)
    {
        var rows = Enumerable.Range(0, texts.Count).Where(row => texts[row].Labels[category] is not null).ToArray();
        var samples = Samples(rows, category, ours);
        if (!samples.HasBothClasses)
        {
            return null;
        }

        var prevalence = ReferencePrevalence.Of(category);
        var weighted = samples.AtPrevalence(prevalence);
        var curves = Curves(weighted, prevalence);
        return new CategoryEvaluation
        {
            Category = category,
            Rows = samples.Count,
            Violating = samples.Violating,
            ReferencePrevalence = prevalence,
            RocAuc = Interval(samples, sample => sample.RocAuc()),
            AveragePrecision = Interval(samples, sample => sample.AveragePrecision()),
            RecallAtOnePercent = Interval(samples, sample => sample.RecallAt(0.01)),
            CalibrationSlope = Bootstrap.Interval(weighted, LogisticFit.CalibrationSlope, Math.Max(20, options.Replicates / 5), options.Seed),
            BrierSkill = Interval(weighted, sample => sample.BrierSkill()),
            ViolatingAbove80 = weighted.ViolatingShare(0.8, 2),
            RocCurve = curves.Roc,
            PrecisionRecallCurve = curves.PrecisionRecall,
            Reliability = curves.Reliability,
            Thresholds = [.. ThresholdRows(category, weighted, prevalence)],
            Slices = [.. Slices(rows, category)],
            Disguises = DisguiseComparison.Compare(model, texts, rows, category, options, cancellationToken),
            Comparisons = [.. Comparisons(rows, category, samples)],
            FalsePositives = Worst(rows, category, isViolating: false),
            FalseNegatives = Worst(rows, category, isViolating: true),
        };
    }

    private double WeightOf(int row) => texts[row].Weight * options.SourceWeights.GetValueOrDefault(texts[row].Source, 1);

    private ScoredSamples Samples(IEnumerable<int> rows, Category category, TextScores scores) =>
        new(rows.Select(row => (scores[row, category], texts[row].Labels[category] is true, WeightOf(row))));

    private MetricInterval Interval(ScoredSamples samples, Func<ScoredSamples, double> metric) => Bootstrap.Interval(samples, metric, options.Replicates, options.Seed);

    private static CategoryCurves Curves(ScoredSamples weighted, double prevalence) => new(
        Thin([.. Curve(weighted, (found, wrong, _) => new CurvePoint(wrong / (1 - prevalence), found / prevalence))]),
        Thin([.. Curve(weighted, (found, wrong, _) => new CurvePoint(found / prevalence, found / (found + wrong)))]),
        [.. ReliabilityBins(weighted)]);

    private static IEnumerable<CurvePoint> Curve(ScoredSamples samples, Func<double, double, double, CurvePoint> point)
    {
        double found = 0, wrong = 0;
        foreach (var (score, violating, acceptable) in samples.Steps())
        {
            found += violating;
            wrong += acceptable;
            yield return point(found, wrong, score);
        }
    }

    private static CurvePoint[] Thin(CurvePoint[] points) => points.Length <= CurvePoints
        ? points
        : [.. Enumerable.Range(0, CurvePoints).Select(index => points[(int)((long)index * (points.Length - 1) / (CurvePoints - 1))])];

    private static IEnumerable<ReliabilityBin> ReliabilityBins(ScoredSamples samples)
    {
        for (var bin = 0; bin + 1 < Bins.Length; bin++)
        {
            double all = 0, scores = 0;
            for (var index = 0; index < samples.Count; index++)
            {
                if (samples.Scores[index] >= Bins[bin] && samples.Scores[index] < Bins[bin + 1])
                {
                    all += samples.Weights[index];
                    scores += samples.Weights[index] * samples.Scores[index];
                }
            }

            if (all > 0)
            {
                yield return new ReliabilityBin(scores / all, samples.ViolatingShare(Bins[bin], Bins[bin + 1]), all);
            }
        }
    }

    private IEnumerable<ThresholdRow> ThresholdRows(Category category, ScoredSamples samples, double prevalence)
    {
        var thresholds = model.Card.Thresholds;
        var standard = category == Category.Spam ? thresholds.SpamFlag
            : category == Category.LikelyToReject ? thresholds.LikelyToReject
            : thresholds.AbuseFlag.GetValueOrDefault(category, 1);
        foreach (var threshold in Thresholds.Append(standard).Distinct().Order())
        {
            var recall = Interval(samples, sample => sample.At(threshold).Recall);
            var flagged = Interval(samples, sample => Flagged(sample.At(threshold), prevalence));
            var precision = Interval(samples, sample => Precision(sample.At(threshold), prevalence));
            yield return new ThresholdRow(threshold, threshold.Equals(standard), precision, recall, flagged);
        }
    }

    private static double Flagged((double Recall, double FalsePositiveRate) at, double prevalence) =>
        (prevalence * at.Recall) + ((1 - prevalence) * at.FalsePositiveRate);

    private static double Precision((double Recall, double FalsePositiveRate) at, double prevalence) =>
        at.Recall == 0 ? 0 : prevalence * at.Recall / Flagged(at, prevalence);

    private IEnumerable<SliceRow> Slices(int[] rows, Category category)
    {
        var slices = rows.GroupBy(row => texts[row].Source).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => ("source " + group.Key, group.ToArray()))
            .Concat(Enumerable.Range(0, Lengths.Length - 1).Select(index => (
                Lengths[index + 1] == int.MaxValue ? $"{Lengths[index]} characters or more" : $"{Lengths[index]} to {Lengths[index + 1] - 1} characters",
                rows.Where(row => texts[row].Text.Length >= Lengths[index] && texts[row].Text.Length < Lengths[index + 1]).ToArray())));
        foreach (var (name, members) in slices)
        {
            if (members.Length >= MinSliceRows)
            {
                var samples = Samples(members, category, ours);
                yield return new SliceRow(name, samples.Count, samples.Violating, samples.HasBothClasses ? Interval(samples, sample => sample.RocAuc()) : null);
            }
        }
    }

    private IEnumerable<ComparisonRow> Comparisons(int[] rows, Category category, ScoredSamples samples)
    {
        foreach (var (name, scores) in others)
        {
            var paired = Array.FindAll(rows, row => !double.IsNaN(scores[row, category]));
            if (paired.Any(row => texts[row].Labels[category] is true) && paired.Any(row => texts[row].Labels[category] is false))
            {
                var theirs = Samples(paired, category, scores);
                var lead = PairedBootstrap.Difference(
                    paired.Select(row => (ours[row, category], scores[row, category], texts[row].Labels[category] is true, WeightOf(row))), options.Replicates, options.Seed);
                var prevalence = ReferencePrevalence.Of(category);
                yield return new ComparisonRow(name, theirs.RocAuc(), theirs.RecallAt(0.01), lead, IsPaired: true) { Curves = Curves(theirs.AtPrevalence(prevalence), prevalence) };
            }
        }

        var area = samples.RocAuc();
        foreach (var figure in options.Baselines.Where(figure => figure.Category == category))
        {
            var lead = area - figure.RocAuc;
            yield return new ComparisonRow(figure.Name, figure.RocAuc, figure.RecallAtOnePercent, new MetricInterval(lead, lead, lead), IsPaired: false);
        }
    }

    private ErrorRow[] Worst(int[] rows, Category category, bool isViolating)
    {
        var wrong = rows.Where(row => texts[row].Labels[category] == isViolating);
        var ordered = isViolating ? wrong.OrderBy(row => ours[row, category]) : wrong.OrderByDescending(row => ours[row, category]);
        return [.. ordered.Take(options.WorstErrors).Select(row =>
        {
            var text = texts[row];
            var reasons = model.Explain(text.Input, category, 5).Select(span => FormattableString.Invariant($"{text.Text[span.Start..span.End]} ({span.Weight:+0.00;-0.00})"));
            return new ErrorRow(
                text.Id, text.Source, ours[row, category], text.Text.Length > MaxExcerptChars ? text.Text[..MaxExcerptChars] + "…" : text.Text, [.. reasons]);
        })];
    }
}
