namespace Moderation.Scoring;

/// <summary>A stretch of the text that moved a score.</summary>
/// <param name="Start">First UTF-16 offset in the text as written.</param>
/// <param name="End">Offset just after the last character; always greater than <paramref name="Start"/>.</param>
/// <param name="Weight">Exact contribution to the raw score (before calibration); positive means towards violating.</param>
public readonly record struct ReasonSpan(int Start, int End, double Weight);
