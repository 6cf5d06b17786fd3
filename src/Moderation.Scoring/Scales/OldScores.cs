using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moderation.Scoring.Training;

namespace Moderation.Scoring.Scales;

/// <summary>Texts with the scores another service gave them, read from a file.</summary>
/// <remarks>
/// Comma- or tab-separated values with a header: a column <c>text</c> (or <c>comment_text</c>, <c>comment</c>, <c>body</c>, <c>content</c>) and one for each attribute
/// under its name, such as <c>TOXICITY</c> or <c>TOXICITY@6</c> (of several versions the highest counts). Or JSON Lines with <c>text</c> and either the attributes as
/// numbers, in <c>scores</c> or beside the text, or Perspective's own <c>attributeScores</c>. Gzip or not.
/// </remarks>
public sealed record OldScores
{
    /// <summary>The largest file, unpacked: some hundred thousand comments, of which fewer would do. It is read in a process that also serves others.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>The most rows, used or not: a row of two bytes takes hundreds in memory.</summary>
    public const int MaxRows = 200_000;

    /// <summary>No table has a first line as long as this.</summary>
    private const int MaxHeaderChars = 64 * 1024;

    private static readonly string[] TextNames = ["text", "comment_text", "comment", "body", "content"];

    /// <summary>The file's name without its folder.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the file as it lies on disk.</summary>
    public required string Sha256 { get; init; }

    public required IReadOnlyList<OldScore> Texts { get; init; }

    /// <summary>Rows that could not be used.</summary>
    public required IReadOnlyList<BadRow> BadRows { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabelledFileException">The file as a whole is unusable: no header, no text, no attribute, not gzip inside.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static OldScores Read(string path, CancellationToken cancellationToken) => Read(Path.GetFileName(path), File.ReadAllBytes(path), cancellationToken);

    /// <summary>Reads the bytes of a file; <paramref name="name"/> is what it is called in messages and in the scale.</summary>
    /// <exception cref="LabelledFileException">As for a file.</exception>
    public static OldScores Read(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var texts = new List<OldScore>();
        var bad = new List<BadRow>();
        if (bytes is [(byte)'P', (byte)'K', 3, 4, ..])
        {
            throw new LabelledFileException($"{name} is a spreadsheet or an archive; save it as CSV.");
        }

        try
        {
            using var stream = new LimitedStream(LabelledFile.Open(bytes), MaxBytes, () => TooLarge(name));
            using var reader = new StreamReader(stream, new UTF8Encoding(false));
            var first = reader.ReadLine();
            while (first is not null && first.AsSpan().Trim().IsEmpty)
            {
                first = reader.ReadLine();
            }

            if (first is null)
            {
                throw new LabelledFileException($"{name} is empty.");
            }

            if (first.AsSpan().TrimStart().StartsWith("{"))
            {
                ReadLines(name, first, reader, texts, bad, cancellationToken);
            }
            else
            {
                ReadTable(name, first, reader, texts, bad, cancellationToken);
            }
        }
        catch (InvalidDataException problem)
        {
            throw new LabelledFileException($"{name}: the compressed data is damaged.", problem);
        }

        return new OldScores { Name = name, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), Texts = texts, BadRows = bad };
    }

    private static LabelledFileException TooLarge(string name) => new($"{name} has more than {MaxBytes / (1024 * 1024)} MiB; a part of it fits as well.");

    private static void Count(string name, List<OldScore> texts, List<BadRow> bad)
    {
        if (texts.Count + bad.Count >= MaxRows)
        {
            throw new LabelledFileException(string.Create(CultureInfo.InvariantCulture, $"{name} has more than {MaxRows} rows; a part of it fits as well."));
        }
    }

    private static void ReadTable(string name, string header, TextReader reader, List<OldScore> texts, List<BadRow> bad, CancellationToken cancellationToken)
    {
        if (header.Length > MaxHeaderChars)
        {
            throw new LabelledFileException($"{name}, line 1: is too long to be the names of columns.");
        }

        var isTabbed = header.Contains('\t');
        var columns = DelimitedReader.SplitHeader(header, isTabbed);
        var text = Array.FindIndex(columns, column => TextNames.Contains(column, StringComparer.OrdinalIgnoreCase));
        var attributes = columns
            .Select((column, index) => (Attribute: Plain(column, out var version), Version: version, Index: index))
            .Where(column => column.Attribute is not null)
            .GroupBy(column => column.Attribute!)
            .ToDictionary(group => group.Key, group => group.MaxBy(column => column.Version).Index);
        if (text < 0)
        {
            throw new LabelledFileException($"{name}, line 1: there is no column for the text; call it text.");
        }

        if (attributes.Count == 0)
        {
            throw new LabelledFileException($"{name}, line 1: there is no column of an attribute that is scored here, such as TOXICITY.");
        }

        var rows = new DelimitedReader(reader, isTabbed, 2);
        while (rows.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Count(name, texts, bad);
            if (row.Error is { } error)
            {
                bad.Add(new BadRow(name, row.Line, null, error));
            }
            else if (row.Fields.Length != columns.Length)
            {
                bad.Add(new BadRow(name, row.Line, null, string.Create(CultureInfo.InvariantCulture, $"has {row.Fields.Length} fields, not {columns.Length}.")));
            }
            else
            {
                Add(name, row.Line, row.Fields[text], attributes.Select(column => (column.Key, Number(row.Fields[column.Value]), row.Fields[column.Value].Length == 0)), texts, bad);
            }
        }
    }

    private static void ReadLines(string name, string first, TextReader reader, List<OldScore> texts, List<BadRow> bad, CancellationToken cancellationToken)
    {
        var number = 1;
        for (var line = first; line is not null; line = reader.ReadLine(), number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            Count(name, texts, bad);
            try
            {
                using var document = JsonDocument.Parse(line);
                var root = document.RootElement;
                var text = TextNames.Select(member => root.TryGetProperty(member, out var value) ? value : default).FirstOrDefault(value => value.ValueKind == JsonValueKind.String);
                if (text.ValueKind != JsonValueKind.String)
                {
                    bad.Add(new BadRow(name, number, "text", "is missing."));
                    continue;
                }

                var scores = root.TryGetProperty("attributeScores", out var nested) || root.TryGetProperty("scores", out nested) ? nested : root;
                Add(name, number, text.GetString()!, Members(scores), texts, bad);
            }
            catch (JsonException problem)
            {
                bad.Add(new BadRow(name, number, null, string.Create(CultureInfo.InvariantCulture, $"is not JSON from byte {problem.BytePositionInLine + 1} on.")));
            }
            catch (InvalidOperationException)
            {
                bad.Add(new BadRow(name, number, null, "is not a JSON object with a text and scores."));
            }
        }
    }

    private static IEnumerable<(string Attribute, double? Value, bool IsEmpty)> Members(JsonElement scores)
    {
        foreach (var member in scores.EnumerateObject())
        {
            if (Plain(member.Name, out _) is not { } attribute)
            {
                continue;
            }

            var value = member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("summaryScore", out var summary) && summary.TryGetProperty("value", out var inner)
                ? inner
                : member.Value;
            yield return (attribute, value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null, value.ValueKind == JsonValueKind.Null);
        }
    }

    private static void Add(string name, int line, string text, IEnumerable<(string Attribute, double? Value, bool IsEmpty)> given, List<OldScore> texts, List<BadRow> bad)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (attribute, value, isEmpty) in given)
        {
            if (value is >= 0 and <= 1)
            {
                scores[attribute] = value.Value;
            }
            else if (!isEmpty)
            {
                bad.Add(new BadRow(name, line, attribute, "is not a score from 0 to 1."));
                return;
            }
        }

        if (scores.Count > 0)
        {
            texts.Add(new OldScore(text, scores));
        }
    }

    private static double? Number(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The attribute of a column such as <c>TOXICITY@6</c>; null for any other column.</summary>
    private static string? Plain(string column, out int version)
    {
        var at = column.IndexOf('@', StringComparison.Ordinal);
        version = at >= 0 && int.TryParse(column.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return ScaleAttributes.Find(at >= 0 ? column[..at] : column)?.Name;
    }
}

/// <summary>One text with its scores by attribute, 0 to 1.</summary>
public sealed record OldScore(string Text, IReadOnlyDictionary<string, double> Scores);
