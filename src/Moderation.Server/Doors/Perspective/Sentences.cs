namespace Moderation.Server.Doors.Perspective;

/// <summary>Cuts a text into sentences. White space between them belongs to none. Pure.</summary>
internal static class Sentences
{
    private const string Enders = ".!?\u2026\u3002\uFF01\uFF1F";

    private const string Closers = "\"')]}\u2019\u201D\u00BB";

    /// <summary>Offsets in UTF-16 units, end exclusive, in order and without overlap; empty only for a text of nothing but white space.</summary>
    public static IReadOnlyList<(int Start, int End)> Of(string text)
    {
        List<(int, int)> sentences = [];
        int start = -1;
        for (int at = 0; at < text.Length; at++)
        {
            if (start < 0)
            {
                if (char.IsWhiteSpace(text[at]))
                {
                    continue;
                }

                start = at;
            }

            if (text[at] is '\n' or '\r')
            {
                Add(sentences, text, ref start, at);
            }
            else if (Enders.Contains(text[at]))
            {
                int end = at + 1;
                while (end < text.Length && (Enders.Contains(text[end]) || Closers.Contains(text[end])))
                {
                    end++;
                }

                if (IsEnd(text, at, end))
                {
                    Add(sentences, text, ref start, end);
                }

                at = end - 1;
            }
        }

        Add(sentences, text, ref start, text.Length);
        return sentences;
    }

    /// <summary>A full stop inside a number or an address is none, nor is one before a small letter or after a single letter; ideographic ones need no space.</summary>
    private static bool IsEnd(string text, int mark, int end)
    {
        if (text[mark] > '\u2FFF' || end == text.Length)
        {
            return true;
        }

        if (!char.IsWhiteSpace(text[end]))
        {
            return false;
        }

        int next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        bool isInitial = text[mark] == '.' && mark > 0 && char.IsUpper(text[mark - 1]) && (mark == 1 || char.IsWhiteSpace(text[mark - 2]));
        return next == text.Length || !(text[mark] == '.' && (char.IsLower(text[next]) || (isInitial && text[mark - 1] != 'I')));
    }

    private static void Add(List<(int, int)> sentences, string text, ref int start, int end)
    {
        while (start >= 0 && end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        if (start >= 0 && end > start)
        {
            sentences.Add((start, end));
        }

        start = -1;
    }
}
