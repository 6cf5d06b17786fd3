namespace Moderation.Models;

/// <summary>A model version of the registry, without its artefact.</summary>
internal sealed record ModelRow
{
    /// <summary>Of the artefact, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Counts from 1 in the order of registration.</summary>
    public required int Number { get; init; }

    /// <summary>The model card as JSON.</summary>
    public required string Card { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The actor who registered it.</summary>
    public required string CreatedBy { get; init; }
}
