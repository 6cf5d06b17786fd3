namespace Moderation.Models;

/// <summary>Which model the store says decides in one scope.</summary>
internal sealed record Champion
{
    /// <summary>A site's id, or <see cref="ModelHost.EverySite"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>Of the artefact, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The champion one step back; null when there is none.</summary>
    public string? PreviousSha256 { get; init; }

    /// <summary>True when the model has learnt from the decisions of the site that it decides for.</summary>
    public bool IsSiteModel { get; init; }
}
