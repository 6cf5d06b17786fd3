namespace Moderation.Server.Demo;

/// <summary>Writes the plain text of a comment: blank lines part paragraphs, line ends stay, bare web addresses become links.</summary>
internal static class CommentBody
{
    /// <summary>What every link of an author tells search engines and the opened page.</summary>
    public const string LinkRelation = "nofollow ugc noopener";

    private const string EndsOfSentences = ".,;:!?'\"»”’…)]}";

    /// <summary>Writes paragraphs. Linear in the length of the text, whatever it holds.</summary>
    public static void Write(HtmlWriter html, string body)
    {
        bool isOpen = false;
        foreach (ReadOnlySpan<char> line in body.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                if (isOpen)
                {
                    html.Close("p").Line();
                    isOpen = false;
                }

                continue;
            }

            if (isOpen)
            {
                html.Void("br");
            }
            else
            {
                html.Open("p");
                isOpen = true;
            }

            WriteLine(html, line.TrimEnd());
        }

        if (isOpen)
        {
            html.Close("p").Line();
        }
    }

    private static void WriteLine(HtmlWriter html, ReadOnlySpan<char> line)
    {
        int written = 0;
        int from = 0;
        while (FindScheme(line, from) is var start and >= 0)
        {
            int end = EndOfLink(line, start);
            string url = line[start..end].ToString();
            if (url.Length > "https://".Length && HtmlWriter.SafeUrl(url) is { } safe)
            {
                html.Text(line[written..start]);
                html.Element("a", safe, ("href", safe), ("rel", LinkRelation));
                written = end;
            }

            from = Math.Max(end, start + 4);
        }

        html.Text(line[written..]);
    }

    /// <summary>The next <c>http://</c> or <c>https://</c> that does not stand inside a word; -1 when there is none.</summary>
    private static int FindScheme(ReadOnlySpan<char> line, int from)
    {
        while (from < line.Length)
        {
            int found = line[from..].IndexOf("http", StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return -1;
            }

            int start = from + found;
            ReadOnlySpan<char> rest = line[(start + 4)..];
            bool isScheme = rest.StartsWith("://") || rest.StartsWith("s://", StringComparison.OrdinalIgnoreCase);
            if (isScheme && (start == 0 || !char.IsLetterOrDigit(line[start - 1])))
            {
                return start;
            }

            from = start + 4;
        }

        return -1;
    }

    /// <summary>Up to white space or a quoting character, without the punctuation that ends the sentence. A bracket that was opened within the link stays.</summary>
    private static int EndOfLink(ReadOnlySpan<char> line, int start)
    {
        int end = start;
        int open = 0;
        while (end < line.Length && !char.IsWhiteSpace(line[end]) && !char.IsControl(line[end]) && line[end] is not ('<' or '>' or '"'))
        {
            open += line[end] == '(' ? 1 : line[end] == ')' ? -1 : 0;
            end++;
        }

        while (end > start && EndsOfSentences.Contains(line[end - 1]))
        {
            if (line[end - 1] == ')')
            {
                if (open >= 0)
                {
                    break;
                }

                open++;
            }

            end--;
        }

        return end;
    }
}
