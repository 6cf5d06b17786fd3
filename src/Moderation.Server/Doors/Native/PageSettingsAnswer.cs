using Moderation.Pages;
using Moderation.Privacy;

namespace Moderation.Server.Doors.Native;

/// <summary>What a page accepts and shows.</summary>
internal sealed record PageSettingsAnswer
{
    public required string Url { get; init; }

    /// <summary>The website's own name for the page; null when it gave none.</summary>
    public required string? Id { get; init; }

    public required string? Title { get; init; }

    /// <summary>As it was set.</summary>
    public required PageMode Mode { get; init; }

    /// <summary>As it was set for this page; null when nobody set a time.</summary>
    public required DateTimeOffset? ClosesAt { get; init; }

    /// <summary>What counts now: <c>closed</c> also when the page's time or its age has come. Threads show this one.</summary>
    public required PageMode EffectiveMode { get; init; }

    /// <summary>From when it accepts nothing any more, by its own time or by the age at which pages of the site close; null when it stays open.</summary>
    public required DateTimeOffset? ClosingTime { get; init; }

    public static PageSettingsAnswer From(Page page, DateTimeOffset now) => new()
    {
        Url = AddressMask.MaskUrl(page.Url),
        Id = AddressMask.Mask(page.ExternalId),
        Title = AddressMask.Mask(page.Title),
        Mode = page.Mode,
        ClosesAt = page.ClosesAt,
        EffectiveMode = PageAccess.EffectiveMode(page, now),
        ClosingTime = page.ClosingTime,
    };

    /// <summary>A page that nobody has commented on and nobody has set anything for: it is open.</summary>
    public static PageSettingsAnswer Unknown(PageUrl url) => new()
    {
        Url = AddressMask.MaskUrl(url.Value),
        Id = null,
        Title = null,
        Mode = PageMode.Open,
        ClosesAt = null,
        EffectiveMode = PageMode.Open,
        ClosingTime = null,
    };
}
