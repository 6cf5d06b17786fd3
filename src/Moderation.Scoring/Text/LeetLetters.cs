using System.Buffers;

namespace Moderation.Scoring.Text;

/// <summary>
/// Reads digits and signs as the letters they stand for: "sh1ny", "ca$h". Between letters always; at the edge of a word at most four digits or money and at signs.
/// Each run of such characters is judged by its neighbours alone, so a second run changes nothing.
/// </summary>
internal static class LeetLetters
{
    private const int MaxInnerRun = 4;
    private const int MaxEdgeRun = 4;
    private const string From = "01345789@$!|+€£¥¢§";
    private const string To = "oieastbgasiltelycs";

    private static readonly SearchValues<char> All = SearchValues.Create(From);
    private static readonly SearchValues<char> AllAscii = SearchValues.Create("01345789@$!|+");
    private static readonly SearchValues<char> AtAnEdge = SearchValues.Create("01345789@$€");

    public static bool IsLeet(char c) => All.Contains(c);

    public static void Run(TextBuffer buffer)
    {
        var text = buffer.Text;
        // Searching for ASCII alone is several times faster.
        var searched = buffer.IsAscii ? AllAscii : All;
        var index = text.IndexOfAny(searched);
        while (index >= 0)
        {
            var end = index + 1;
            while (end < text.Length && All.Contains(text[end]))
            {
                end++;
            }

            var run = text[index..end];
            var hasBefore = index > 0 && char.IsAsciiLetterLower(text[index - 1]);
            var hasAfter = end < text.Length && char.IsAsciiLetterLower(text[end]);
            var isInner = hasBefore && hasAfter && run.Length <= MaxInnerRun;
            var isEdge = (hasBefore ^ hasAfter) && run.Length <= MaxEdgeRun && !run.ContainsAnyExcept(AtAnEdge);
            if (isInner || isEdge)
            {
                // "3rd" and "covid19" are no disguises.
                Replace(buffer, index, end, isInner || run.ContainsAny('@', '$') ? TextBuffer.Disguised : TextBuffer.ReadAsLetter);
            }

            var next = text[end..].IndexOfAny(searched);
            index = next < 0 ? -1 : end + next;
        }
    }

    private static void Replace(TextBuffer buffer, int start, int end, byte mark)
    {
        for (var index = start; index < end; index++)
        {
            buffer.Chars[index] = To[From.IndexOf(buffer.Chars[index], StringComparison.Ordinal)];
            buffer.Marks[index] |= mark;
        }

        buffer.HasMarks |= mark == TextBuffer.Disguised;
        buffer.HasRepeats = buffer.HasLeet = true;
    }
}
