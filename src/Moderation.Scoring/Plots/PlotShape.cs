namespace Moderation.Scoring.Plots;

/// <summary>What a shape is in SVG.</summary>
public enum PlotShapeKind
{
    /// <summary>A straight line from one point to the other.</summary>
    Line,

    /// <summary>A rectangle between two corners.</summary>
    Box,

    /// <summary>Points joined by straight lines.</summary>
    Path,

    /// <summary>A dot.</summary>
    Dot,

    /// <summary>Words.</summary>
    Words,
}

/// <summary>One shape of a drawn plot. Coordinates are user units of SVG, to the right and down.</summary>
public sealed record PlotShape
{
    public required PlotShapeKind Kind { get; init; }

    /// <summary>What it stands for, which is what gives it its colour: a class of the style sheet.</summary>
    public required string Role { get; init; }

    public double X { get; init; }

    public double Y { get; init; }

    /// <summary>The other end or corner.</summary>
    public double X2 { get; init; }

    /// <inheritdoc cref="X2"/>
    public double Y2 { get; init; }

    /// <summary>The points of a path.</summary>
    public string Points { get; init; } = "";

    /// <summary>The words.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the words stand beside their point: <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public string Anchor { get; init; } = "start";

    /// <summary>Its element in SVG.</summary>
    public string Element => Kind switch
    {
        PlotShapeKind.Line => "line",
        PlotShapeKind.Box => "rect",
        PlotShapeKind.Path => "polyline",
        PlotShapeKind.Dot => "circle",
        PlotShapeKind.Words => "text",
    };

    /// <summary>The attributes of its element, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Attributes => Kind switch
    {
        PlotShapeKind.Line => [("class", Role), ("x1", Number(X)), ("y1", Number(Y)), ("x2", Number(X2)), ("y2", Number(Y2))],
        PlotShapeKind.Box => [("class", Role), ("x", Number(Math.Min(X, X2))), ("y", Number(Math.Min(Y, Y2))), ("width", Number(Math.Abs(X2 - X))), ("height", Number(Math.Abs(Y2 - Y)))],
        PlotShapeKind.Path => [("class", Role), ("points", Points)],
        PlotShapeKind.Dot => [("class", Role), ("cx", Number(X)), ("cy", Number(Y)), ("r", "3.5")],
        PlotShapeKind.Words => [("class", Role), ("x", Number(X)), ("y", Number(Y)), ("text-anchor", Anchor)],
    };

    /// <summary>A coordinate as SVG writes it.</summary>
    public static string Number(double value) => value.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
