namespace Moderation.Policies;

/// <summary>An entry of a word list that was found in a text.</summary>
/// <param name="List">The name of the list.</param>
/// <param name="Entry">The entry as it was written into the list.</param>
/// <param name="Action">What the list asks for: flag or reject.</param>
/// <param name="Start">First UTF-16 offset in the text as written.</param>
/// <param name="End">Offset just after the last character.</param>
internal readonly record struct WordMatch(string List, string Entry, Verdict Action, int Start, int End);
