namespace Moderation.Search;

/// <summary>A query whose names are looked up.</summary>
internal sealed record SearchTerms
{
    public required SearchQuery Query { get; init; }

    /// <summary>The keyed hash of the address asked for; null when none is.</summary>
    public byte[]? EmailHash { get; init; }

    /// <summary>Who has to have decided; null when it does not matter.</summary>
    public string? Actor { get; init; }

    /// <summary>Only what no person decided.</summary>
    public bool IsByPolicy { get; init; }
}
