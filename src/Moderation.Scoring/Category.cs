namespace Moderation.Scoring;

/// <summary>One kind of violation the model scores. This file is the only list; the numeric order is the order of every vector of scores.</summary>
public enum Category
{
    Spam,
    Toxicity,
    SevereToxicity,
    Insult,
    Profanity,
    Threat,
    IdentityAttack,

    /// <summary>What this newsroom's moderators would reject. In the base model: violating in any other category.</summary>
    LikelyToReject,
}

/// <summary>The categories in order and their names on the wire.</summary>
public static class Categories
{
    /// <summary>How many categories there are; also the width of one row of interleaved weights.</summary>
    public const int Count = 8;

    private static readonly string[] Texts =
        ["spam", "toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "likely_to_reject"];

    /// <summary>All categories in their fixed order.</summary>
    public static IReadOnlyList<Category> All { get; } = Enum.GetValues<Category>();

    /// <summary>The name in JSON, settings and the store: <c>severe_toxicity</c>.</summary>
    public static string ToText(this Category category) => Texts[(int)category];

    /// <summary>Reads a name written by <see cref="ToText"/>; case must match.</summary>
    public static bool TryParse(string? text, out Category category)
    {
        var index = Array.IndexOf(Texts, text);
        category = index < 0 ? default : (Category)index;
        return index >= 0;
    }
}
