namespace Moderation.Scoring;

/// <summary>Which sentence reader a model listens to, and how much.</summary>
public sealed record SentenceCard
{
    /// <summary>SHA-256 of the reader's bytes in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What one unit of the reader's log odds adds to the raw score of a category, from 0 up; 0 where there is no entry.</summary>
    public required IReadOnlyDictionary<Category, double> Weights { get; init; }
}
