using System.Text.Json.Serialization;
using Moderation.Judging;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.Doors.Native;

namespace Moderation.Server.Doors.OpenAi;

/// <summary>
/// One result: OpenAI's thirteen categories, those that are scored here from our scores, the others 0 and named as unsupported. A category is true when a score behind it
/// reaches the threshold of the site's policy. Pure.
/// </summary>
internal sealed record ModerationResult
{
    /// <summary>Each category and the scores it is made of: the highest counts, or (<c>hate/threatening</c>) the lowest.</summary>
    private static readonly (string Name, Category[] From, bool NeedsAll)[] Supported =
    [
        ("harassment", [Category.Insult, Category.Toxicity], false),
        ("harassment/threatening", [Category.Threat], false),
        ("hate", [Category.IdentityAttack], false),
        ("hate/threatening", [Category.IdentityAttack, Category.Threat], true),
        ("violence", [Category.Threat], false),
    ];

    private static readonly string[] TextOnly = ["text"];

    /// <summary>OpenAI's categories, in its order.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions",
        "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    public required bool Flagged { get; init; }

    public required IReadOnlyDictionary<string, bool> Categories { get; init; }

    [JsonPropertyName("category_scores")]
    public required IReadOnlyDictionary<string, double> CategoryScores { get; init; }

    [JsonPropertyName("category_applied_input_types")]
    public required IReadOnlyDictionary<string, string[]> CategoryAppliedInputTypes { get; init; }

    [JsonPropertyName("x_moderation")]
    public required OwnResult Own { get; init; }

    public static ModerationResult From(JudgedText judged)
    {
        HashSet<string> reached = [.. judged.Judgement.Reasons.Select(reason => reason.Category).OfType<string>()];
        Dictionary<string, bool> flags = [];
        Dictionary<string, double> scores = [];
        List<string> unsupported = [];
        foreach (string name in Names)
        {
            (_, Category[]? from, bool needsAll) = Supported.FirstOrDefault(entry => entry.Name == name);
            double[] values = [.. (from ?? []).Select(category => judged.Scores.TryGetValue(category.ToText(), out double value) ? value : double.NaN).Where(double.IsFinite)];
            if (from is null || values.Length == 0 || (needsAll && values.Length < from.Length))
            {
                unsupported.Add(name);
                (flags[name], scores[name]) = (false, 0);
                continue;
            }

            flags[name] = needsAll ? from.All(category => reached.Contains(category.ToText())) : from.Any(category => reached.Contains(category.ToText()));
            scores[name] = needsAll ? values.Min() : values.Max();
        }

        return new ModerationResult
        {
            Flagged = flags.ContainsValue(true),
            Categories = flags,
            CategoryScores = scores,
            CategoryAppliedInputTypes = Names.ToDictionary(name => name, _ => TextOnly),
            Own = new OwnResult
            {
                Verdict = judged.Judgement.Verdict,
                Spam = judged.Scores.TryGetValue(Category.Spam.ToText(), out double spam) ? spam : null,
                Scores = judged.Scores,
                Reasons = [.. judged.Judgement.Reasons.Select(ScoreReason.From)],
                ModelVersion = judged.ModelVersion,
                PolicyVersion = judged.PolicyVersion,
                Unsupported = unsupported,
            },
        };
    }
}

/// <summary>What OpenAI has no place for.</summary>
internal sealed record OwnResult
{
    /// <summary>What the site's policy concludes from the text alone.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>OpenAI has no category for spam.</summary>
    public required double? Spam { get; init; }

    /// <summary>Our own scores, as at every other door.</summary>
    public required IReadOnlyDictionary<string, double> Scores { get; init; }

    public required IReadOnlyList<ScoreReason> Reasons { get; init; }

    public required string ModelVersion { get; init; }

    public required int PolicyVersion { get; init; }

    /// <summary>Categories that nothing here looks for: their 0 says nothing about the text.</summary>
    public required IReadOnlyList<string> Unsupported { get; init; }
}
