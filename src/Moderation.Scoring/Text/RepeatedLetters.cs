namespace Moderation.Scoring.Text;

/// <summary>Last pass: a letter three or more times in a row stays twice ("sooo" and "sooooo" become one word), wide spaces become spaces.</summary>
internal static class RepeatedLetters
{
    public static void Run(TextBuffer buffer)
    {
        var write = FindFirst(buffer.Text);
        for (var read = write; read < buffer.Length; read++)
        {
            var c = buffer.Chars[read];
            if (write >= 2 && c == buffer.Chars[write - 1] && c == buffer.Chars[write - 2] && char.IsLetter(c))
            {
                buffer.Marks[write - 1] |= buffer.Marks[read];
                continue;
            }

            buffer.Move(read, write++);
        }

        buffer.Length = write;
    }

    // Most texts that get here have no such run: they are only looked at.
    private static int FindFirst(ReadOnlySpan<char> text)
    {
        for (var index = 2; index < text.Length; index++)
        {
            if (text[index] == text[index - 1] && text[index] == text[index - 2] && char.IsLetter(text[index]))
            {
                return index;
            }
        }

        return text.Length;
    }
}
