namespace Moderation.Scoring.Text;

/// <summary>
/// Joins letters that stand alone three or more times in a row: "f r e e", "f.r.e.e". The commonest of the shortest gaps of such a row is the gap inside a word;
/// any other gap ends the word. No two single letters stay side by side, which makes a second run change nothing.
/// </summary>
internal static class SpacedLetters
{
    private const int MaxGapChars = 6;

    public static void Run(TextBuffer buffer)
    {
        var length = buffer.Length;
        var read = 0;
        var write = 0;
        while (read < length)
        {
            var run = FindRun(buffer.Chars.AsSpan(0, length), read, out var runEnd, out var gap);
            if (run < 3)
            {
                // Not a row of single letters: copy what was looked at and go on.
                while (read < runEnd)
                {
                    buffer.Move(read++, write++);
                }

                continue;
            }

            write = Join(buffer, read, runEnd, gap, write);
            read = runEnd;
        }

        buffer.Length = write;
    }

    /// <summary>Counts the single letters in a row from <paramref name="start"/>; below three, <paramref name="end"/> is where to go on looking.</summary>
    private static int FindRun(ReadOnlySpan<char> text, int start, out int end, out (int Start, int Length) gap)
    {
        gap = default;
        if (!char.IsLetter(text[start]))
        {
            end = start + 1;
            return 0;
        }

        end = start + 1;
        if (end < text.Length && char.IsLetterOrDigit(text[end]) || start > 0 && char.IsLetterOrDigit(text[start - 1]))
        {
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            return 0;
        }

        var count = 1;
        var votes = 0;
        while (true)
        {
            var next = end;
            while (next < text.Length && next - end <= MaxGapChars && !char.IsLetterOrDigit(text[next]))
            {
                next++;
            }

            var isSingle = next < text.Length && next - end <= MaxGapChars && char.IsLetter(text[next])
                && (next + 1 == text.Length || !char.IsLetterOrDigit(text[next + 1]));
            if (!isSingle)
            {
                return count;
            }

            // A vote among the shortest gaps: in "I a.m h.e.r.e" the dot wins over the space that came first.
            var here = text.Slice(end, next - end);
            var best = text.Slice(gap.Start, gap.Length);
            if (count == 1 || GapWidth(here) < GapWidth(best))
            {
                (gap, votes) = ((end, next - end), 1);
            }
            else if (here.SequenceEqual(best))
            {
                votes++;
            }
            else if (GapWidth(here) == GapWidth(best) && --votes < 0)
            {
                (gap, votes) = ((end, next - end), 1);
            }

            count++;
            end = next + 1;
        }
    }

    private static int GapWidth(ReadOnlySpan<char> gap) => gap.Length + gap.Count(TextBuffer.WideSpace);

    private static int Join(TextBuffer buffer, int read, int end, (int Start, int Length) gap, int write)
    {
        Span<char> inside = stackalloc char[MaxGapChars + 1];
        inside = inside[..gap.Length];
        buffer.Chars.AsSpan(gap.Start, gap.Length).CopyTo(inside);
        var wordStart = write;
        while (read < end)
        {
            buffer.Move(read++, write++);
            var next = read;
            while (next < end && !char.IsLetter(buffer.Chars[next]))
            {
                next++;
            }

            if (next >= end)
            {
                break;
            }

            if (buffer.Chars.AsSpan(read, next - read).SequenceEqual(inside) || (write - wordStart == 1 && IsLastOrAlone(buffer, next, end, inside)))
            {
                read = next;
                continue;
            }

            Mark(buffer, wordStart, write);
            while (read < next)
            {
                buffer.Move(read++, write++);
            }

            wordStart = write;
        }

        Mark(buffer, wordStart, write);
        return write;
    }

    // A single letter may stay alone only between longer words, else a second run would find three single letters.
    private static bool IsLastOrAlone(TextBuffer buffer, int letter, int end, ReadOnlySpan<char> inside)
    {
        var next = letter + 1;
        while (next < end && !char.IsLetter(buffer.Chars[next]))
        {
            next++;
        }

        return next >= end || !buffer.Chars.AsSpan(letter + 1, next - letter - 1).SequenceEqual(inside);
    }

    // Three letters are as often an abbreviation (U.S.A.) as a disguise.
    private static void Mark(TextBuffer buffer, int start, int end)
    {
        if (end - start > 3)
        {
            buffer.Marks.AsSpan(start, end - start).Fill(1);
            buffer.HasMarks = true;
        }
    }
}
