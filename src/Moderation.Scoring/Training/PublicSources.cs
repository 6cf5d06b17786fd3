using System.Reflection;
using System.Text.Json;

namespace Moderation.Scoring.Training;

/// <summary>What is known about the public sources of labelled comments: licences, and what models trained on them cannot do.</summary>
internal static class PublicSources
{
    private const string Jigsaw = "CC0 labels; text from Wikipedia, CC BY-SA 3.0";
    private const string Uci = "CC BY 4.0 (UCI)";

    private static readonly (string Source, string Licence)[] Licences =
    [
        ("jigsaw_*", Jigsaw),
        ("wiki_cat", "Apache-2.0"),
        ("davidson_twitter", "MIT"),
        ("goemotions_reddit", "Apache-2.0, CC BY 4.0"),
        ("youtube_*", Uci),
        ("sms_spam", Uci),
        ("civil_comments", "CC0"),
        ("hatemoji_build", "CC BY 4.0"),
        ("paradetox", "CC0"),
        ("edos_*", "CC0"),
        ("ru_telegram", "MIT"),
        (SeedCorpus.Source, "CC0 1.0; written for this project"),
    ];

    /// <summary>True of every linear model over words, and of every model trained on these sources.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "Understands English only; other languages score low coverage and are reported as not understood.",
        "Reads words, not meaning: veiled insults, sarcasm, hints and contempt without swear words are mostly missed; quoting abuse or arguing against it is sometimes taken for it.",
        "Spam is learnt from video comments, text messages and a seed corpus of some 3,600 comments; praise that could stand under any article is often missed.",
        "Sexual content has no labels and is not a category.",
        "Severe toxicity, threats and identity attacks have few examples; their scores are coarse and stay low at the reference prevalence.",
    ];

    public static string LicenceOf(string source)
    {
        foreach (var (pattern, licence) in Licences)
        {
            if (SourceWeight.Fits(pattern, source))
            {
                return licence;
            }
        }

        return "not stated";
    }

    /// <summary>The table of what was tried for the base recipe.</summary>
    public static IReadOnlyList<TrialCard> ReadTrials()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Moderation.Scoring.BaseModel.trials.json")
            ?? throw new InvalidOperationException("The assembly lacks the table of trials.");
        return JsonSerializer.Deserialize(stream, ModelCardJson.Default.TrialCardArray) ?? [];
    }
}
