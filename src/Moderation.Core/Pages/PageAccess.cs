namespace Moderation.Pages;

/// <summary>What a page allows at a moment. Pure.</summary>
internal static class PageAccess
{
    /// <summary>True while the page takes submissions: open or pre-moderated, and its closing time has not come.</summary>
    public static bool Accepts(Page page, DateTimeOffset now) => EffectiveMode(page, now) is PageMode.Open or PageMode.Premoderated;

    /// <summary>The mode after the closing time, and the hours in which nobody of the site looks, are taken into account. A hidden page stays hidden.</summary>
    public static PageMode EffectiveMode(Page page, DateTimeOffset now)
    {
        PageMode own = page.Mode is PageMode.Open or PageMode.Premoderated && page.ClosingTime <= now ? PageMode.Closed : page.Mode;
        return page.Staffing?.Limit(own, now) ?? own;
    }
}
