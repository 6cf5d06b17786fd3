using Moderation.Scoring.Plots;

namespace Moderation.Scoring.Evaluation;

/// <summary>A plot of one line between 0 and 1 as SVG.</summary>
internal static class SvgPlot
{
    public static string Line(string title, string x, string y, IReadOnlyList<CurvePoint> points, bool diagonal) =>
        PlotMaker.Lines(title, x, y, [new PlotSeries(title, points)], diagonal).ToHtml();
}
