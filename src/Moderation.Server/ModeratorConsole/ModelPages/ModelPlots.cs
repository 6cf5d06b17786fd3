using Moderation.Quality;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Plots;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>The plots of the pages about models. Pure.</summary>
internal static class ModelPlots
{
    private const int Steps = 5;

    /// <summary>What people rejected at each height of the score; null with too little to draw.</summary>
    public static Plot? Decisions(LiveRecord live)
    {
        IReadOnlyList<(MetricInterval Share, double MeanScore, int Texts)> steps = live.Steps(Steps);
        return steps.Count < 2 ? null : PlotMaker.Lines(
            "Decisions",
            "score of likely-to-reject",
            "share that people rejected",
            [new PlotSeries("decided", [.. steps.Select(step => new CurvePoint(step.MeanScore, step.Share.Value))]) { Ranges = [.. steps.Select(step => (step.Share.Low, step.Share.High))] }],
            diagonal: false);
    }

    /// <summary>Shares beside what the card lets expect.</summary>
    public static Plot Drift(DriftReport drift) => PlotMaker.Rows(
        "Drift",
        "share of submissions at a score that one in a hundred acceptable texts reached when the model was made; the bar is what its card lets expect",
        [.. drift.Categories.Select(category => new PlotRow(Marker.TitleOf(category.Category), category.Found, category.Expected, category.IsDrift))],
        0,
        0.05,
        "0.0 %");

    /// <summary>How much better or worse the challenger is, as the gate measured it; null where it measured nothing.</summary>
    public static Plot? Differences(GateReport gate)
    {
        PlotRow[] rows =
        [
            .. gate.Checks.Where(check => check.Difference is not null && check.Category is not null)
                .Select(check => new PlotRow(Marker.TitleOf(check.Category!.Value), check.Difference!.Value, null, !check.Passed)),
        ];
        return rows.Length == 0 ? null : PlotMaker.Rows("Challenger minus champion", "measured on the same held-out texts, with 95 % intervals; right of the line the challenger is better", rows, -0.05, 0.05, "+0.00;−0.00;0");
    }

    /// <summary>The challenger and the champion on the held-out texts of one category, over each other.</summary>
    public static IReadOnlyList<Plot> Curves(CategoryEvaluation category) => CategoryPlots.Of(category, "challenger");
}
