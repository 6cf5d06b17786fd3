namespace Moderation.Models;

/// <summary>A challenger that scores what a site receives beside its champion and decides nothing.</summary>
internal sealed record Shadow
{
    public required Guid ShadowId { get; init; }

    public required string SiteId { get; init; }

    /// <summary>The challenger's artefact.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The champion's. It is compared with this one only: the shadow rests while another decides.</summary>
    public required string Champion { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The actor who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>True when the challenger has learnt from the decisions of the site.</summary>
    public bool IsSiteModel { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? StoppedAt { get; init; }
}
