namespace Moderation.Models;

/// <summary>The model version that decides.</summary>
internal sealed record ChampionRow
{
    /// <summary>Of the artefact, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its number in the registry.</summary>
    public required int Number { get; init; }

    /// <summary>The champion before; null for the first.</summary>
    public string? PreviousSha256 { get; init; }

    public required DateTimeOffset PromotedAt { get; init; }

    /// <summary>The actor who promoted it.</summary>
    public required string PromotedBy { get; init; }
}
