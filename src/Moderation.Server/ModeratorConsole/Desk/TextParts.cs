namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What a stretch of a text is marked for. Where two overlap, the later kind is shown.</summary>
internal enum MarkKind
{
    Link,
    Score,
    PersonalData,
    Word,
}

/// <summary>A stretch to mark.</summary>
/// <param name="Start">First UTF-16 offset in the text as written.</param>
/// <param name="End">Offset just after the last character.</param>
/// <param name="Kind">What for.</param>
/// <param name="Title">Why, in words.</param>
/// <param name="IsStrong">Moved the score more than half as much as the strongest.</param>
internal readonly record struct Mark(int Start, int End, MarkKind Kind, string Title, bool IsStrong = false)
{
    /// <summary>Its look.</summary>
    public string Class => Kind switch
    {
        MarkKind.Link => "link",
        MarkKind.Score => IsStrong ? "score strong" : "score",
        MarkKind.PersonalData => "personal",
        MarkKind.Word => "word",
    };
}

/// <summary>A piece of a text, marked or not.</summary>
internal readonly record struct TextPart(string Text, Mark? Mark);

/// <summary>Cuts a text where marks begin and end. Pure; the pieces put together are the text.</summary>
internal static class TextParts
{
    public static IReadOnlyList<TextPart> Of(string text, IReadOnlyList<Mark> marks)
    {
        // One cell for each UTF-16 unit: marks overlap freely, and texts are at most some ten thousand units.
        int[] painted = new int[text.Length];
        foreach ((int index, Mark mark) in marks.Index().OrderBy(entry => entry.Item.Kind).ThenBy(entry => entry.Item.IsStrong))
        {
            int from = Math.Clamp(mark.Start, 0, text.Length);
            int to = Math.Clamp(mark.End, from, text.Length);
            painted.AsSpan(from, to - from).Fill(index + 1);
        }

        List<TextPart> parts = [];
        for (int start = 0, at = 1; at <= text.Length; at++)
        {
            // Never between the two halves of one character.
            if (at == text.Length || (painted[at] != painted[start] && !char.IsLowSurrogate(text[at])))
            {
                parts.Add(new TextPart(text[start..at], painted[start] == 0 ? null : marks[painted[start] - 1]));
                start = at;
            }
        }

        return parts;
    }
}
