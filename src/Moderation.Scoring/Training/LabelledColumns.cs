namespace Moderation.Scoring.Training;

/// <summary>Which column of a file means what. Names are compared without regard to case; what is not known is ignored.</summary>
public sealed record LabelledColumns
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = Id,
        ["comment_id"] = Id,
        ["source"] = Source,
        ["kind"] = Kind,
        ["split"] = Split,
        ["text"] = Text,
        ["comment_text"] = Text,
        ["content"] = Text,
        ["comment"] = Text,
        ["body"] = Text,
        ["author"] = AuthorName,
        ["author_name"] = AuthorName,
        ["authorName"] = AuthorName,
        ["author_url"] = AuthorUrl,
        ["authorUrl"] = AuthorUrl,
        ["weight"] = Weight,
        ["class"] = "spam",
        ["toxic"] = "toxicity",
        ["severe_toxic"] = "severe_toxicity",
        ["obscene"] = "profanity",
        ["identity_hate"] = "identity_attack",
    };

    /// <summary>The names of the usual public files and of our own.</summary>
    public static LabelledColumns Default { get; } = new();

    /// <summary>Meanings by column name, before the usual ones: <c>{ "message": "text", "is_bad": "toxicity", "rating": "" }</c>; empty ignores the column.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Source of rows that do not name one; null for the file's name.</summary>
    public string? SourceName { get; init; }

    internal const string Id = "id";
    internal const string Source = "source";
    internal const string Kind = "kind";
    internal const string Split = "split";
    internal const string Text = "text";
    internal const string AuthorName = "author.name";
    internal const string AuthorUrl = "author.url";
    internal const string Weight = "weight";

    /// <summary>The meaning of a column: one of the names above, a category's name, or null to ignore it.</summary>
    internal string? MeaningOf(string column)
    {
        foreach (var (name, meaning) in Overrides)
        {
            if (string.Equals(name, column, StringComparison.OrdinalIgnoreCase))
            {
                return meaning.Length == 0 ? null : meaning;
            }
        }

        return Known.TryGetValue(column, out var known) ? known
            : Categories.TryParse(column.ToLowerInvariant(), out _) ? column.ToLowerInvariant()
            : column is AuthorName or AuthorUrl ? column
            : null;
    }
}
