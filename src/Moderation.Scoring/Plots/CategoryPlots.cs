using Moderation.Scoring.Evaluation;

namespace Moderation.Scoring.Plots;

/// <summary>The curves of one category, of a model and of the first one that it was compared with on the same texts, over each other: the same in reports and in the console. Pure.</summary>
public static class CategoryPlots
{
    /// <summary>ROC, precision and recall, reliability.</summary>
    /// <param name="category">What was measured.</param>
    /// <param name="name">What the model itself is called; the other one has its name in the comparison.</param>
    public static IReadOnlyList<Plot> Of(CategoryEvaluation category, string name)
    {
        var beside = category.Comparisons.FirstOrDefault(row => row.Curves is not null);
        IReadOnlyList<PlotSeries> Both(IReadOnlyList<CurvePoint> own, IReadOnlyList<CurvePoint>? other) =>
            other is null ? [new PlotSeries(name, own)] : [new PlotSeries(name, own), new PlotSeries(beside!.Name, other)];
        return
        [
            PlotMaker.Lines("ROC", "false-positive rate", "recall", Both(category.RocCurve, beside?.Curves!.Roc), diagonal: true),
            PlotMaker.Lines("Precision and recall", "recall", "precision", Both(category.PrecisionRecallCurve, beside?.Curves!.PrecisionRecall), diagonal: false),
            PlotMaker.Lines("Reliability", "mean score", "violating share", Both(Points(category.Reliability), beside is null ? null : Points(beside.Curves!.Reliability)), diagonal: true),
        ];
    }

    private static CurvePoint[] Points(IReadOnlyList<ReliabilityBin> bins) => [.. bins.Select(bin => new CurvePoint(bin.MeanScore, bin.ViolatingShare))];
}
