namespace Moderation.Scoring;

/// <summary>A measured figure with its 95 % bootstrap interval.</summary>
public readonly record struct MetricInterval(double Value, double Low, double High);
