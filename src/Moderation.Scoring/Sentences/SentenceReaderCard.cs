namespace Moderation.Scoring.Sentences;

/// <summary>What the shipped sentence reader is and where it comes from; stands beside its bytes.</summary>
internal sealed record SentenceReaderCard
{
    /// <summary>SHA-256 of the reader's bytes in lower-case hexadecimal; a model's card names it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What it was taught on top of, with its licence.</summary>
    public required string Encoder { get; init; }

    /// <summary>How it was taught, in one line.</summary>
    public required string Method { get; init; }

    /// <summary>Texts of each source it was taught on.</summary>
    public required IReadOnlyDictionary<string, int> Rows { get; init; }
}
