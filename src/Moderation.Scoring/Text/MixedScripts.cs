namespace Moderation.Scoring.Text;

/// <summary>
/// Replaces look-alike letters in words that mix scripts, and in words made of look-alikes only where the text around them is mostly Latin.
/// A word that has letters with no Latin counterpart is left alone.
/// </summary>
internal static class MixedScripts
{
    private enum Kind
    {
        NotAWord,
        Latin,
        Other,
        Mixed,
        LookAlikesOnly,
    }

    public static void Run(TextBuffer buffer)
    {
        var latin = 0;
        var other = 0;
        for (var start = 0; start < buffer.Length;)
        {
            var end = WordEnd(buffer, start);
            var kind = Classify(buffer, start, end);
            latin += kind is Kind.Latin or Kind.Mixed ? 1 : 0;
            other += kind is Kind.Other or Kind.LookAlikesOnly ? 1 : 0;
            start = end;
        }

        for (var start = 0; start < buffer.Length;)
        {
            var end = WordEnd(buffer, start);
            var kind = Classify(buffer, start, end);
            if (kind == Kind.Mixed || (kind == Kind.LookAlikesOnly && latin > other))
            {
                Replace(buffer, start, end);
            }

            start = end;
        }
    }

    // Leet characters belong to the word: they are about to become letters, and a second run must see the same words.
    private static int WordEnd(TextBuffer buffer, int start)
    {
        var end = start;
        while (end < buffer.Length && (char.IsLetter(buffer.Chars[end]) || LeetLetters.IsLeet(buffer.Chars[end])))
        {
            end++;
        }

        return Math.Max(end, start + 1);
    }

    private static Kind Classify(TextBuffer buffer, int start, int end)
    {
        int latin = 0, close = 0, loose = 0, foreign = 0;
        for (var index = start; index < end; index++)
        {
            var c = buffer.Chars[index];
            if (!char.IsLetter(c))
            {
                continue;
            }

            if (c < 0x250)
            {
                latin++;
            }
            else if (buffer.Hints[index] == 0)
            {
                foreign++;
            }
            else if ((buffer.Hints[index] & LookAlikes.Loose) != 0)
            {
                loose++;
            }
            else
            {
                close++;
            }
        }

        // Only whether such letters occur, never how many: leet and repeats change counts, and a second run must conclude the same.
        return (latin, close, loose, foreign) switch
        {
            (0, 0, 0, 0) => Kind.NotAWord,
            ( > 0, 0, 0, 0) => Kind.Latin,
            ( > 0, _, _, 0) => Kind.Mixed,
            (0, _, 0, 0) => Kind.LookAlikesOnly,
            _ => Kind.Other,
        };
    }

    private static void Replace(TextBuffer buffer, int start, int end)
    {
        for (var index = start; index < end; index++)
        {
            if (buffer.Hints[index] != 0)
            {
                buffer.Chars[index] = (char)(buffer.Hints[index] & 0x7F);
                buffer.Hints[index] = 0;
                buffer.Marks[index] = 1;
                buffer.HasMarks = true;
            }
        }
    }
}
