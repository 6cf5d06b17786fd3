using System.Globalization;
using System.Text;

namespace Moderation.Scoring.Evaluation;

/// <summary>A plot of points between 0 and 1 as SVG.</summary>
internal static class SvgPlot
{
    private const int Size = 260;
    private const int Left = 40;
    private const int Top = 10;

    public static string Line(string title, string x, string y, IReadOnlyList<CurvePoint> points, bool diagonal)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure><svg width=\"{Size + Left + 20}\" height=\"{Size + Top + 40}\" role=\"img\" aria-label=\"{title}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{Top}\" width=\"{Size}\" height=\"{Size}\" fill=\"none\" stroke=\"#8b949e\"/>");
        for (var tick = 0; tick <= 4; tick++)
        {
            var value = tick / 4.0;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(value)}\" y=\"{Top + Size + 14}\" text-anchor=\"middle\">{value:0.##}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 4}\" y=\"{Y(value) + 4}\" text-anchor=\"end\">{value:0.##}</text>");
        }

        if (diagonal)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\" stroke=\"#8b949e\" stroke-dasharray=\"4\"/>");
        }

        svg.Append("<polyline fill=\"none\" stroke=\"#0969da\" stroke-width=\"2\" points=\"");
        foreach (var point in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{X(point.X):0.0},{Y(point.Y):0.0} ");
        }

        svg.Append(CultureInfo.InvariantCulture, $"\"/><text x=\"{Left + (Size / 2)}\" y=\"{Top + Size + 32}\" text-anchor=\"middle\">{x}</text></svg>");
        return svg.Append(CultureInfo.InvariantCulture, $"<figcaption>{title}: {y} over {x}</figcaption></figure>").ToString();
    }

    private static double X(double value) => Left + (Size * Math.Clamp(value, 0, 1));

    private static double Y(double value) => Top + (Size * (1 - Math.Clamp(value, 0, 1)));
}
