namespace Moderation.Scoring.Text;

/// <summary>Last pass: a letter three or more times in a row stays twice ("sooo" and "sooooo" become one word), wide spaces become spaces.</summary>
internal static class RepeatedLetters
{
    public static void Run(TextBuffer buffer)
    {
        var write = 0;
        for (var read = 0; read < buffer.Length; read++)
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
}
