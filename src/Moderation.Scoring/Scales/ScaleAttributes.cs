namespace Moderation.Scoring.Scales;

/// <summary>The attributes of Perspective that are scored here, and by which category. This is the only list.</summary>
public static class ScaleAttributes
{
    /// <summary>Every attribute under its plain name.</summary>
    public static IReadOnlyList<ScaleAttribute> All { get; } =
    [
        new("TOXICITY", Category.Toxicity),
        new("SEVERE_TOXICITY", Category.SevereToxicity),
        new("IDENTITY_ATTACK", Category.IdentityAttack),
        new("INSULT", Category.Insult),
        new("PROFANITY", Category.Profanity),
        new("THREAT", Category.Threat),
        new("SPAM", Category.Spam),
        new("LIKELY_TO_REJECT", Category.LikelyToReject),
        new("OBSCENE", Category.Profanity),
    ];

    private static readonly Dictionary<string, ScaleAttribute> Known = All
        .SelectMany(attribute => new[] { attribute.Name, attribute.Name + "_EXPERIMENTAL", attribute.Name + "_FAST" }, (attribute, name) => (attribute, name))
        .ToDictionary(pair => pair.name, pair => pair.attribute, StringComparer.Ordinal);

    /// <summary>The attribute of a name or of its <c>_EXPERIMENTAL</c> or <c>_FAST</c> twin; null when it is not scored here.</summary>
    public static ScaleAttribute? Find(string name) => Known.GetValueOrDefault(name);
}

/// <summary>One attribute.</summary>
/// <param name="Name">Perspective's name.</param>
/// <param name="Category">What we score for it.</param>
public sealed record ScaleAttribute(string Name, Category Category);
