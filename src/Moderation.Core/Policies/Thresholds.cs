using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>
/// The thresholds that judge: a site's own where it set them, else the model card's. Made once per policy and model, then only read.
/// Null: this model does not offer the category, or nothing acts on it.
/// </summary>
internal sealed record Thresholds
{
    private readonly double?[] _abuseFlag = new double?[Categories.Count];
    private readonly double?[] _abuseReject = new double?[Categories.Count];
    private readonly double?[] _priority = new double?[Categories.Count];

    private Thresholds()
    {
    }

    /// <summary>The categories of abuse: everything but spam and likely-to-reject.</summary>
    public static IReadOnlyList<Category> AbuseCategories { get; } =
        [.. Categories.All.Where(category => category is not (Category.Spam or Category.LikelyToReject))];

    /// <summary>For submissions that could not be scored: nothing acts on scores.</summary>
    public static Thresholds None { get; } = new();

    /// <summary>Spam at or above this is flagged.</summary>
    public double? SpamFlag { get; private init; }

    /// <summary>Spam at or above this is rejected.</summary>
    public double? SpamReject { get; private init; }

    /// <summary>Likely to be rejected at or above this is flagged, where the model is the site's own.</summary>
    public double? LikelyToReject { get; private init; }

    /// <summary>Abuse of this category at or above this is flagged.</summary>
    public double? AbuseFlag(Category category) => _abuseFlag[(int)category];

    /// <summary>Abuse of this category at or above this is near-certain.</summary>
    public double? AbuseReject(Category category) => _abuseReject[(int)category];

    /// <summary>A text at or above this goes to the front of the review queue.</summary>
    public double? Priority(Category category) => _priority[(int)category];

    /// <summary>Puts a site's thresholds over a model's.</summary>
    public static Thresholds Resolve(PolicyThresholds own, DefaultThresholds defaults)
    {
        var thresholds = new Thresholds
        {
            SpamFlag = own.SpamFlag ?? defaults.SpamFlag,
            SpamReject = own.SpamReject ?? defaults.SpamReject,
            LikelyToReject = own.LikelyToReject ?? defaults.LikelyToReject,
        };
        Fill(thresholds._abuseFlag, own.AbuseFlag, defaults.AbuseFlag);
        Fill(thresholds._abuseReject, own.AbuseReject, defaults.AbuseReject);
        Fill(thresholds._priority, own.Priority, defaults.Priority);
        return thresholds;
    }

    private static void Fill(double?[] resolved, IReadOnlyDictionary<string, double>? own, IReadOnlyDictionary<Category, double> defaults)
    {
        foreach (Category category in AbuseCategories)
        {
            resolved[(int)category] =
                own is not null && own.TryGetValue(category.ToText(), out double chosen) ? chosen
                : defaults.TryGetValue(category, out double value) ? value
                : null;
        }
    }
}
