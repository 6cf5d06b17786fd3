using System.Text;

namespace Moderation.Scoring.Training;

/// <summary>
/// Reads rows of separated values: by tabs with backslash escapes and one line per row, or by commas with quotes, where a quoted field may span lines.
/// </summary>
internal sealed class DelimitedReader(TextReader reader, bool isTabbed, int firstLine)
{
    private int _line = firstLine;

    /// <summary>One row, or what is wrong with it.</summary>
    public sealed record Row(int Line, string[] Fields, string? Error);

    public static string[] SplitHeader(string line, bool isTabbed) =>
        isTabbed ? line.Split('\t') : Array.ConvertAll(line.Split(','), name => name.Trim().Trim('"'));

    /// <summary>The next row, or null at the end. Empty lines are passed over.</summary>
    public Row? Read()
    {
        while (reader.ReadLine() is { } line)
        {
            var start = _line++;
            if (line.Length == 0)
            {
                continue;
            }

            return isTabbed ? new Row(start, Array.ConvertAll(line.Split('\t'), Unescape), null) : ReadQuoted(start, line);
        }

        return null;
    }

    private Row ReadQuoted(int start, string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        var index = 0;
        while (true)
        {
            if (index == line.Length)
            {
                if (!isQuoted)
                {
                    fields.Add(field.ToString());
                    return new Row(start, [.. fields], null);
                }

                if (reader.ReadLine() is not { } next)
                {
                    return new Row(start, [], "a quoted field has no closing quote.");
                }

                _line++;
                field.Append('\n');
                (line, index) = (next, 0);
                continue;
            }

            var c = line[index++];
            if (c == '"')
            {
                if (isQuoted && index < line.Length && line[index] == '"')
                {
                    field.Append('"');
                    index++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (c == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }
    }

    private static string Unescape(string field)
    {
        if (!field.Contains('\\'))
        {
            return field;
        }

        var text = new StringBuilder(field.Length);
        for (var index = 0; index < field.Length; index++)
        {
            if (field[index] != '\\' || index + 1 == field.Length)
            {
                text.Append(field[index]);
                continue;
            }

            text.Append(field[++index] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other });
        }

        return text.ToString();
    }
}
