using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Plots;

namespace Moderation.Benchmarks.Newsroom;

/// <summary>The experiment's curves as one SVG file, with the plots of the evaluation report.</summary>
internal static class NewsroomPlot
{
    public static string Draw((int Labels, double Accuracy, double Functional)[] rows) =>
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"660\" height=\"330\" font-family=\"sans-serif\" font-size=\"11\"><style>" + Plot.Style + "</style><rect width=\"660\" height=\"330\" fill=\"#fff\"/>"
        + $"<g>{Inner("accuracy on held-out decisions", [.. rows.Select(row => new CurvePoint(Place(row.Labels), row.Accuracy))])}</g>"
        + $"<g transform=\"translate(330)\">{Inner("share of the functional test that passes", [.. rows.Select(row => new CurvePoint(Place(row.Labels), row.Functional))])}</g></svg>";

    // None at the left edge, then by powers of ten up to 10,000.
    private static double Place(int labels) => labels == 0 ? 0 : Math.Log10(labels) / 4;

    private static string Inner(string title, CurvePoint[] points)
    {
        string figure = PlotMaker.Lines(title, "labels: powers of ten, of four (0 at the left edge)", title, [new PlotSeries(title, points)], diagonal: false).ToHtml();
        int start = figure.IndexOf("<svg", StringComparison.Ordinal);
        return figure[start..(figure.IndexOf("</svg>", StringComparison.Ordinal) + 6)] + $"<text x=\"170\" y=\"325\" text-anchor=\"middle\">{title}</text>";
    }
}
