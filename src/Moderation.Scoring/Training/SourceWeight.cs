namespace Moderation.Scoring.Training;

/// <summary>The weight of one source.</summary>
/// <param name="Source">Name of the source; a star at the end stands for any ending.</param>
/// <param name="Weight">0 leaves the source out.</param>
/// <param name="Category">The category it is meant for, or null for all.</param>
public sealed record SourceWeight(string Source, double Weight, Category? Category = null)
{
    internal bool Fits(string source, Category category) => (Category is null || Category == category) && Fits(Source, source);

    internal static bool Fits(string pattern, string source) =>
        pattern.EndsWith('*') ? source.StartsWith(pattern[..^1], StringComparison.Ordinal) : source == pattern;
}
