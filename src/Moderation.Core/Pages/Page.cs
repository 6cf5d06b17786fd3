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

    /// <summary>From when it accepts nothing any more, as somebody set it for this page; null when nobody did.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>When it was first seen; its age counts from here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The age in days at which pages of the site close; null when they do not.</summary>
    public int? SiteClosesAfterDays { get; init; }

    /// <summary>When people of the site look at submissions; null: at any time.</summary>
    public StaffingHours? Staffing { get; init; }

    /// <summary>From when it accepts nothing any more: its own time, else by its age; null when it stays open.</summary>
    public DateTimeOffset? ClosingTime => ClosesAt ?? (SiteClosesAfterDays is { } days ? CreatedAt.AddDays(days) : null);
}
