using Moderation.Scoring.Evaluation;

namespace Moderation.Scoring.Plots;

/// <summary>One line of a plot.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Points">From left to right, each coordinate from 0 to 1.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>How far each point may be off upwards and downwards; empty where nothing is said.</summary>
    public IReadOnlyList<(double Low, double High)> Ranges { get; init; } = [];
}

/// <summary>One row of a plot of rows: a share or a difference with what chance leaves open.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">The figure with its interval.</param>
/// <param name="Beside">The figure it is to be seen beside, as an expectation or the champion's; null for none.</param>
/// <param name="IsBad">It is worse than it may be.</param>
public sealed record PlotRow(string Name, MetricInterval Value, double? Beside = null, bool IsBad = false);
