namespace Moderation.Scoring;

/// <summary>What is known about a scored text besides its scores; the members mean the same as in <see cref="ScoredText"/>.</summary>
public readonly record struct ScoreSummary(double Coverage, bool IsUnderstood, double Evasion);
