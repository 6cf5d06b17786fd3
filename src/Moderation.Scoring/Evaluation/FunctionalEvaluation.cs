namespace Moderation.Scoring.Evaluation;

/// <summary>
/// The functional test: a case passes when an acceptable comment is let through and a violating one is stopped (flagged or rejected) by the default policy.
/// Swearing alone is acceptable.
/// </summary>
public sealed record FunctionalEvaluation
{
    public required int Cases { get; init; }

    /// <summary>Share (0 to 1) of the cases that pass.</summary>
    public required MetricInterval Passed { get; init; }

    /// <summary>Share of the acceptable cases that are stopped.</summary>
    public required MetricInterval AcceptableStopped { get; init; }

    /// <summary>Share of the violating cases that are stopped.</summary>
    public required MetricInterval ViolatingStopped { get; init; }

    public required IReadOnlyList<FunctionalKindRow> Kinds { get; init; }

    /// <summary>What each category does at the threshold that flags 1 % of the acceptable validation texts.</summary>
    public required IReadOnlyList<FunctionalThresholdRow> AtOnePercent { get; init; }

    /// <summary>The cases that fail, by kind; empty when texts are left out of the report.</summary>
    public required IReadOnlyList<FunctionalFailure> Failures { get; init; }
}

/// <summary>One kind of comment.</summary>
/// <param name="Kind">The name of the kind.</param>
/// <param name="IsViolating">Whether its cases should be stopped.</param>
/// <param name="Cases">How many there are.</param>
/// <param name="Passed">Share (0 to 1) of them that pass.</param>
public sealed record FunctionalKindRow(string Kind, bool IsViolating, int Cases, double Passed);

/// <summary>One category at its threshold of 1 % false positives on validation texts.</summary>
/// <param name="Category">The category.</param>
/// <param name="Threshold">The threshold, from the model's card.</param>
/// <param name="AcceptableStopped">Share (0 to 1) of the acceptable cases at or above it.</param>
/// <param name="ViolatingStopped">Share of the cases that violate this category at or above it.</param>
public sealed record FunctionalThresholdRow(Category Category, double Threshold, double AcceptableStopped, double ViolatingStopped);

/// <summary>A case that fails, with the category that comes closest to its threshold.</summary>
public sealed record FunctionalFailure(string Id, string Kind, string Excerpt, Category Category, double Score, double Threshold, IReadOnlyList<string> Reasons);
