namespace Moderation.Policies;

/// <summary>A link in a text.</summary>
/// <param name="Start">First UTF-16 offset.</param>
/// <param name="End">Offset just after the last character.</param>
/// <param name="Kinds">What is suspicious about it.</param>
internal readonly record struct LinkSpan(int Start, int End, LinkKinds Kinds = LinkKinds.None);
