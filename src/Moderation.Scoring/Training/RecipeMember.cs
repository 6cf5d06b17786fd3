namespace Moderation.Scoring.Training;

/// <summary>One of those who learn a category: how much it believes each source, and how much its word counts.</summary>
public sealed record RecipeMember
{
    /// <summary>Weights by source; the last entry that fits a source and category counts, 1 where none does.</summary>
    public IReadOnlyList<SourceWeight> SourceWeights { get; init; } = [];

    /// <summary>Its share in the sum of raw scores, beside those of the other members; need not add up to 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The same for single categories, in place of <see cref="Share"/>.</summary>
    public IReadOnlyDictionary<Category, double> Shares { get; init; } = new Dictionary<Category, double>();

    /// <summary>The share for a category.</summary>
    public double ShareOf(Category category) => Shares.GetValueOrDefault(category, Share);

    /// <summary>The weight of a source for a category.</summary>
    public double WeightOf(string source, Category category) => SourceWeights.LastOrDefault(entry => entry.Fits(source, category))?.Weight ?? 1;
}
