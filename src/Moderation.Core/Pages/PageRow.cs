using Moderation.Storage;

namespace Moderation.Pages;

/// <summary>A page as its row reads.</summary>
internal sealed record PageRow
{
    public Guid PageId { get; init; }

    public required string SiteId { get; init; }

    public required string Url { get; init; }

    public string? ExternalId { get; init; }

    public string? Title { get; init; }

    public required string Mode { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int? ClosesPagesAfterDays { get; init; }

    public string? Staffing { get; init; }

    /// <summary>Only where a page is looked up for a reference: the reference's place in the batch.</summary>
    public int Place { get; init; }

    /// <summary>Only where a page is looked up for a reference: true when the page was found by its own key, false when by an address it was seen under.</summary>
    public bool ByKey { get; init; }

    public Page ToPage() => new()
    {
        PageId = PageId,
        Site = Sites.SiteId.Parse(SiteId),
        Url = Url,
        ExternalId = ExternalId,
        Title = Title,
        Mode = EnumText.Parse<PageMode>(Mode),
        ClosesAt = ClosesAt,
        CreatedAt = CreatedAt,
        SiteClosesAfterDays = ClosesPagesAfterDays,
        Staffing = StaffingHours.Read(Staffing),
    };
}
