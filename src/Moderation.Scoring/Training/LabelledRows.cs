using System.Globalization;
using System.Text.Json;

namespace Moderation.Scoring.Training;

/// <summary>Collects the rows of one file, good and bad.</summary>
internal sealed class LabelledRows(string file, LabelledColumns columns)
{
    public List<LabelledText> Texts { get; } = [];

    public List<BadRow> BadRows { get; } = [];

    public void ReadAll(TextReader reader, string name, CancellationToken cancellationToken)
    {
        var first = reader.ReadLine() ?? throw new LabelledFileException($"{name} is empty.");
        if (first.StartsWith('{'))
        {
            ReadJsonLines(reader, first, cancellationToken);
            return;
        }

        var isTabbed = first.Contains('\t');
        var header = DelimitedReader.SplitHeader(first.TrimStart('\uFEFF'), isTabbed);
        var meanings = Array.ConvertAll(header, columns.MeaningOf);
        if (!meanings.Contains(LabelledColumns.Text))
        {
            throw new LabelledFileException($"{name} has no text column; its columns are {string.Join(", ", header)}.");
        }

        var rows = new DelimitedReader(reader, isTabbed, firstLine: 2);
        while (rows.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Error is not null)
            {
                BadRows.Add(new BadRow(file, row.Line, null, row.Error));
            }
            else if (row.Fields.Length != header.Length)
            {
                BadRows.Add(new BadRow(file, row.Line, null, $"it has {row.Fields.Length} columns instead of {header.Length}."));
            }
            else
            {
                Add(row.Line, header.Select((column, index) => (column, meanings[index], row.Fields[index])));
            }
        }
    }

    private void ReadJsonLines(TextReader reader, string first, CancellationToken cancellationToken)
    {
        var number = 0;
        for (var line = first; line is not null; line = reader.ReadLine())
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (line.AsSpan().IsWhiteSpace())
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    Add(number, Flatten(document.RootElement, ""));
                }
                else
                {
                    BadRows.Add(new BadRow(file, number, null, "it is not a JSON object."));
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                BadRows.Add(new BadRow(file, number, null, "it is not valid JSON."));
            }
        }
    }

    // Members of nested objects: "author": { "name" } is author.name; labels may stand in an object of their own.
    private IEnumerable<(string Column, string? Meaning, string Value)> Flatten(JsonElement element, string prefix)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.NameEquals("labels") && member.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var label in FromList(member.Value))
                {
                    yield return label;
                }

                continue;
            }

            var isGroup = member.Value.ValueKind == JsonValueKind.Object;
            if (isGroup && prefix.Length == 0)
            {
                foreach (var inner in Flatten(member.Value, member.Name is "labels" or "categories" ? "" : member.Name + "."))
                {
                    yield return inner;
                }
            }
            else if (!isGroup)
            {
                var value = member.Value.ValueKind switch
                {
                    JsonValueKind.String => member.Value.GetString()!,
                    JsonValueKind.True => "1",
                    JsonValueKind.False => "0",
                    JsonValueKind.Null => "",
                    _ => member.Value.GetRawText(),
                };
                yield return (prefix + member.Name, columns.MeaningOf(prefix + member.Name), value);
            }
        }
    }

    // A list names the categories that are violating; every other one is acceptable. A name that is none becomes a label no one can read, so the row is reported.
    private static IEnumerable<(string Column, string? Meaning, string Value)> FromList(JsonElement list)
    {
        var names = list.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString()! : name.GetRawText()).ToArray();
        foreach (var category in Categories.All.Where(category => category != Category.LikelyToReject))
        {
            yield return ("labels", category.ToText(), names.Contains(category.ToText()) ? "1" : "0");
        }

        var unknown = names.FirstOrDefault(name => !Categories.TryParse(name, out var category) || category == Category.LikelyToReject);
        if (unknown is not null)
        {
            yield return ("labels", Category.Spam.ToText(), $"'{unknown}'");
        }
    }

    private void Add(int line, IEnumerable<(string Column, string? Meaning, string Value)> fields)
    {
        string? id = null, source = null, kind = null, split = null, text = null, authorName = null, authorUrl = null;
        var weight = 1.0;
        var labels = default(LabelSet);
        foreach (var (column, meaning, value) in fields)
        {
            switch (meaning)
            {
                case null: break;
                case LabelledColumns.Id: id = value; break;
                case LabelledColumns.Source: source = value; break;
                case LabelledColumns.Kind: kind = value; break;
                case LabelledColumns.Split: split = value; break;
                case LabelledColumns.Text: text = value; break;
                case LabelledColumns.AuthorName: authorName = value; break;
                case LabelledColumns.AuthorUrl: authorUrl = value; break;
                case LabelledColumns.Weight:
                    if (value.Length > 0 && !(TryParse(value, out weight) && weight > 0 && double.IsFinite(weight)))
                    {
                        BadRows.Add(new BadRow(file, line, column, "the weight is not a positive number."));
                        return;
                    }

                    break;
                default:
                    if (!Categories.TryParse(meaning, out var category))
                    {
                        throw new LabelledFileException($"Column {column} is said to mean '{meaning}', which is neither a category nor a field.");
                    }

                    if (!TryReadLabel(value, out var label))
                    {
                        BadRows.Add(new BadRow(
                            file, line, column, column == "labels" ? $"{value} is not a category." : "the label is not empty, -1, true, false or a number from 0 to 1."));
                        return;
                    }

                    labels = labels.With(category, label);
                    break;
            }
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            BadRows.Add(new BadRow(file, line, LabelledColumns.Text, "there is no text."));
            return;
        }

        Texts.Add(new LabelledText
        {
            Id = string.IsNullOrEmpty(id) ? line.ToString(CultureInfo.InvariantCulture) : id,
            Source = !string.IsNullOrEmpty(source) ? source : columns.SourceName ?? (string.IsNullOrEmpty(kind) ? file : kind),
            Kind = string.IsNullOrEmpty(kind) ? null : kind,
            IsForTesting = split is "test",
            Text = text,
            AuthorName = string.IsNullOrEmpty(authorName) ? null : authorName,
            AuthorUrl = string.IsNullOrEmpty(authorUrl) ? null : authorUrl,
            Weight = weight,
            Labels = labels,
        });
    }

    // A share of annotators counts from one half; -1 is how some public files write "not labelled".
    private static bool TryReadLabel(string value, out bool? label)
    {
        label = null;
        if (value.Length == 0 || value == "-1")
        {
            return true;
        }

        if (bool.TryParse(value, out var flag))
        {
            label = flag;
            return true;
        }

        if (!TryParse(value, out var share) || share is not (>= 0 and <= 1))
        {
            return false;
        }

        label = share >= 0.5;
        return true;
    }

    private static bool TryParse(string value, out double number) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
