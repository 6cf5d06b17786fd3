using Moderation.Sites;

namespace Moderation.Pages;

/// <summary>One document of a site that carries comments.</summary>
internal sealed record Page
{
    public required Guid PageId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>Its canonical address now. Earlier ones lead to it too.</summary>
    public required string Url { get; init; }

    /// <summary>The website's own name for it, which is its identity; null while only its address is known.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The headline; null when none was ever given.</summary>
    public string? Title { get; init; }

    /// <summary>What it accepts and shows.</summary>
    public PageMode Mode { get; init; }

    /// <summary>From when it accepts nothing any more; null when it stays open.</summary>
    public DateTimeOffset? ClosesAt { get; init; }
}
