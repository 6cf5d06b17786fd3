namespace Moderation.Scoring;

/// <summary>What is scored: a text and what its author typed about themselves. Never an e-mail address or a network.</summary>
public readonly record struct ScoringInput
{
    /// <summary>The text as written; any length, any Unicode, unpaired surrogates included.</summary>
    public required string Text { get; init; }

    /// <summary>The author's typed name, or null.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The author's typed web address, or null.</summary>
    public string? AuthorUrl { get; init; }
}
