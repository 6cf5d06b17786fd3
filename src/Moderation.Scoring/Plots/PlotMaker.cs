using System.Globalization;

namespace Moderation.Scoring.Plots;

/// <summary>Draws the plots of reports and of the console. Pure.</summary>
public static class PlotMaker
{
    private const double Size = 260;
    private const double Left = 40;
    private const double Top = 10;
    private const double NameWidth = 150;
    private const double RowsWidth = 300;
    private const double RowHeight = 26;

    private static readonly string[] Roles = ["one", "two"];

    /// <summary>Lines in a square from 0 to 1, the first series as the model's own.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="x">What goes to the right.</param>
    /// <param name="y">What goes up.</param>
    /// <param name="series">One or two lines.</param>
    /// <param name="diagonal">True to draw what chance, or a perfect calibration, would give.</param>
    public static Plot Lines(string title, string x, string y, IReadOnlyList<PlotSeries> series, bool diagonal)
    {
        var shapes = new List<PlotShape> { new() { Kind = PlotShapeKind.Box, Role = "frame", X = Left, Y = Top, X2 = Left + Size, Y2 = Top + Size } };
        for (var tick = 0; tick <= 4; tick++)
        {
            var value = tick / 4.0;
            var text = value.ToString("0.##", CultureInfo.InvariantCulture);
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Words, Role = "tick", X = X(value), Y = Top + Size + 14, Text = text, Anchor = "middle" });
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Words, Role = "tick", X = Left - 4, Y = Y(value) + 4, Text = text, Anchor = "end" });
        }

        if (diagonal)
        {
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Line, Role = "guide", X = X(0), Y = Y(0), X2 = X(1), Y2 = Y(1) });
        }

        // The model's own line on top of the other one.
        foreach (var (one, role) in series.Take(Roles.Length).Zip(Roles).Reverse())
        {
            shapes.AddRange(one.Ranges.Zip(one.Points, (range, point) => new PlotShape { Kind = PlotShapeKind.Line, Role = "range", X = X(point.X), Y = Y(range.Low), X2 = X(point.X), Y2 = Y(range.High) }));
            shapes.Add(new PlotShape
            {
                Kind = PlotShapeKind.Path,
                Role = role,
                Points = string.Join(' ', one.Points.Select(point => $"{PlotShape.Number(X(point.X))},{PlotShape.Number(Y(point.Y))}")),
            });
            shapes.AddRange(one.Ranges.Zip(one.Points, (_, point) => new PlotShape { Kind = PlotShapeKind.Dot, Role = role + "-dot", X = X(point.X), Y = Y(point.Y) }));
        }

        shapes.Add(new PlotShape { Kind = PlotShapeKind.Words, Role = "axis", X = Left + (Size / 2), Y = Top + Size + 32, Text = x, Anchor = "middle" });
        return new Plot
        {
            Title = title,
            Caption = $"{y} over {x}",
            Width = Size + Left + 20,
            Height = Size + Top + 40,
            Shapes = shapes,
            Legend = series.Count > 1 ? [.. series.Take(Roles.Length).Zip(Roles, (one, role) => (role, one.Name))] : [],
        };
    }

    /// <summary>One row for each figure, with its interval, on a common scale.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="caption">How to read it.</param>
    /// <param name="rows">The figures.</param>
    /// <param name="low">The left end of the scale; the values themselves widen it.</param>
    /// <param name="high">The right end of the scale.</param>
    /// <param name="format">How numbers of the scale are written.</param>
    public static Plot Rows(string title, string caption, IReadOnlyList<PlotRow> rows, double low, double high, string format)
    {
        low = Math.Min(low, rows.Select(row => Math.Min(row.Value.Low, row.Beside ?? row.Value.Low)).DefaultIfEmpty(low).Min());
        high = Math.Max(high, rows.Select(row => Math.Max(row.Value.High, row.Beside ?? row.Value.High)).DefaultIfEmpty(high).Max());
        var scale = high > low ? RowsWidth / (high - low) : 0;
        double At(double value) => NameWidth + ((Math.Clamp(value, low, high) - low) * scale);
        var bottom = Top + (rows.Count * RowHeight);
        var shapes = new List<PlotShape> { new() { Kind = PlotShapeKind.Box, Role = "frame", X = NameWidth, Y = Top, X2 = NameWidth + RowsWidth, Y2 = bottom } };
        if (low < 0 && high > 0)
        {
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Line, Role = "guide", X = At(0), Y = Top, X2 = At(0), Y2 = bottom });
        }

        foreach (var (value, anchor) in new[] { (low, "start"), ((low + high) / 2, "middle"), (high, "end") })
        {
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Words, Role = "tick", X = At(value), Y = bottom + 15, Text = value.ToString(format, CultureInfo.InvariantCulture), Anchor = anchor });
        }

        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            var middle = Top + ((index + 0.5) * RowHeight);
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Words, Role = "name", X = NameWidth - 8, Y = middle + 4, Text = row.Name, Anchor = "end" });
            shapes.Add(new PlotShape { Kind = PlotShapeKind.Line, Role = row.IsBad ? "bad-range" : "range", X = At(row.Value.Low), Y = middle, X2 = At(row.Value.High), Y2 = middle });
            if (row.Beside is { } beside)
            {
                shapes.Add(new PlotShape { Kind = PlotShapeKind.Box, Role = "two-bar", X = At(beside) - 1, Y = middle - 8, X2 = At(beside) + 1, Y2 = middle + 8 });
            }

            shapes.Add(new PlotShape { Kind = PlotShapeKind.Dot, Role = row.IsBad ? "bad-dot" : "one-dot", X = At(row.Value.Value), Y = middle });
        }

        return new Plot { Title = title, Caption = caption, Width = NameWidth + RowsWidth + 20, Height = bottom + 24, Shapes = shapes };
    }

    private static double X(double value) => Left + (Size * Math.Clamp(value, 0, 1));

    private static double Y(double value) => Top + (Size * (1 - Math.Clamp(value, 0, 1)));
}
