using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moderation.Scoring;

namespace Moderation.Server.Doors.Perspective;

/// <summary>What language a text is taken to be in: the model's own (English) when it understands the text, else what its alphabet says for certain, else undetermined. Pure.</summary>
internal static partial class CommentLanguages
{
    /// <summary>The language the model reads.</summary>
    public const string OfModel = "en";

    public const string Undetermined = "und";

    /// <summary>Alphabets, and the language where only one is written in it.</summary>
    private static readonly (int First, int Last, string Language)[] Alphabets =
    [
        (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "und-Cyrl"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "und-Arab"), (0x0900, 0x097F, "und-Deva"),
        (0x0980, 0x09FF, "und-Beng"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0E00, 0x0E7F, "th"), (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x3040, 0x30FF, "ja"),
        (0x4E00, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
    ];

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$")]
    private static partial Regex Tag();

    /// <summary>The languages a caller named, those that are language tags; anything else stands as undetermined.</summary>
    public static IReadOnlyList<string> Named(IReadOnlyList<string?>? languages) => [.. (languages ?? []).Select(language => language is not null && Tag().IsMatch(language) ? language : Undetermined)];

    /// <summary>The language of a scored text.</summary>
    public static string Detect(string text, ScoredText scored)
    {
        if (scored.IsUnderstood)
        {
            return OfModel;
        }

        Dictionary<string, int> counts = [];
        int letters = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
            {
                continue;
            }

            letters++;
            foreach ((int first, int last, string language) in Alphabets)
            {
                if (rune.Value >= first && rune.Value <= last)
                {
                    counts[language] = counts.GetValueOrDefault(language) + 1;
                }
            }
        }

        // Japanese is written in Chinese characters too.
        if (counts.TryGetValue("ja", out int kana) && counts.Remove("zh", out int shared))
        {
            counts["ja"] = kana + shared;
        }

        return counts.Where(count => count.Value * 2 > letters).Select(count => count.Key).FirstOrDefault(Undetermined);
    }

    /// <summary>In strict mode: Google's refusal of a text in a language the model does not read; null when it reads it.</summary>
    public static GoogleError? Refuse(string attribute, IReadOnlyList<string> named, string detected)
    {
        string[] foreign = [.. named.Where(language => !IsOfModel(language))];
        if (foreign.Length > 0)
        {
            return Unsupported(attribute, foreign, "requestedLanguages");
        }

        return named.Count > 0 ? null
            : detected == Undetermined ? GoogleError.Comment("Unable to detect language", "LANGUAGE_DETECTION_FAILED")
            : IsOfModel(detected) ? null
            : Unsupported(attribute, [detected], "detectedLanguages");
    }

    public static bool IsOfModel(string language) => language.Split('-')[0].Equals(OfModel, StringComparison.OrdinalIgnoreCase);

    private static GoogleError Unsupported(string attribute, string[] languages, string member) => GoogleError.Comment(
        $"Attribute {attribute} does not support request languages: {string.Join(", ", languages)}",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        new JsonObject { ["languageNotSupportedByAttributeError"] = new JsonObject { [member] = new JsonArray([.. languages.Select(language => JsonValue.Create(language))]), ["attribute"] = attribute } });
}
