using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Labels;

/// <summary>
/// What a reason says about a text, category by category. Whatever labels a text says whether this house rejects it; only some reasons also say what is wrong with it.
/// Reasons that are about the place, the topic or the truth label nothing: the same text may be welcome elsewhere.
/// </summary>
internal static class LabelReasons
{
    private static readonly Dictionary<string, Category[]?> Categories = new()
    {
        ["offensive"] = [Category.Toxicity, Category.Profanity],
        ["abusive"] = [Category.Toxicity, Category.Insult],
        ["spam"] = [Category.Spam],
        ["harassment"] = [Category.Toxicity],
        ["hate"] = [Category.Toxicity, Category.IdentityAttack],
        ["advertising"] = [Category.Spam],
        ["illegal"] = [],
        ["banned_word"] = [],
        ["misinformation"] = null,
        ["irrelevant"] = null,
        ["other"] = null,
    };

    /// <summary>The codes that are known, whether they label or not.</summary>
    public static IReadOnlyCollection<string> Codes => Categories.Keys;

    /// <summary>Whether a decision for this reason says something about the text. A decision without a reason does; an unknown code of a site's own program does not.</summary>
    public static bool IsLabel(string? code) => code is null || Categories.GetValueOrDefault(code) is not null;

    /// <summary>The categories that a text violates when it was rejected for this reason, besides <see cref="Category.LikelyToReject"/>.</summary>
    public static IReadOnlyList<Category> Violated(string? code) => (code is null ? null : Categories.GetValueOrDefault(code)) ?? [];

    /// <summary>
    /// What a trainer learns from a label. An acceptable text violates nothing, but may well swear: houses differ in that, and approving it does not say that it does not. A violating
    /// one violates what its reason names, and nothing is known about the rest.
    /// </summary>
    public static LabelSet ToLabels(bool isViolating, string? reason)
    {
        LabelSet labels = isViolating ? default : LabelSet.Complete([]).With(Category.Profanity, null);
        foreach (Category category in isViolating ? Violated(reason) : [])
        {
            labels = labels.With(category, true);
        }

        return labels.With(Category.LikelyToReject, isViolating);
    }
}
