using System.Text.Json;
using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>
/// Scores another program gave to texts, as JSON Lines <c>{"id","scores":{"spam":0.1,…}}</c>, the form <c>moderation score</c> writes. Any scale will do: only the order counts.
/// </summary>
public sealed class ScoreFile
{
    private readonly Dictionary<string, Dictionary<Category, double>> _scores = new(StringComparer.Ordinal);

    private ScoreFile()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabelledFileException">A line is not of that form; the message names file and line.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static ScoreFile Read(string path, CancellationToken cancellationToken)
    {
        var file = new ScoreFile();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            try
            {
                if (line.Length > 0)
                {
                    file.Add(line);
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw new LabelledFileException($"{Path.GetFileName(path)}, line {number}: it is not {{\"id\",\"scores\":{{…}}}} with numbers.", exception);
            }
        }

        return file;
    }

    /// <summary>The scores in the order of the texts, found by id; NaN where there is none.</summary>
    internal TextScores For(IReadOnlyList<LabelledText> texts)
    {
        var scores = new TextScores(texts.Count);
        for (var text = 0; text < texts.Count; text++)
        {
            _scores.TryGetValue(texts[text].Id, out var found);
            foreach (var category in Categories.All)
            {
                scores[text, category] = found is not null && found.TryGetValue(category, out var score) ? score : double.NaN;
            }
        }

        return scores;
    }

    private void Add(string line)
    {
        using var document = JsonDocument.Parse(line);
        var id = document.RootElement.GetProperty("id");
        var scores = new Dictionary<Category, double>();
        foreach (var member in document.RootElement.GetProperty("scores").EnumerateObject())
        {
            if (Categories.TryParse(member.Name, out var category))
            {
                scores[category] = member.Value.GetDouble();
            }
        }

        _scores[id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText()] = scores;
    }
}
