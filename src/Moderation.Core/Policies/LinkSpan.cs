namespace Moderation.Policies;

/// <summary>A link in a text.</summary>
/// <param name="Start">First UTF-16 offset.</param>
/// <param name="End">Offset just after the last character.</param>
internal readonly record struct LinkSpan(int Start, int End);
