using Moderation.Sites;

namespace Moderation.Authors;

/// <summary>An identity token with what it has to fit.</summary>
internal sealed record IdentityClaim
{
    /// <summary>The token as it was sent.</summary>
    public required string Token { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>The canonical address of the page.</summary>
    public required string PageUrl { get; init; }

    /// <summary>The website's own name for the page, which then is the page; null where the reply has none.</summary>
    public required string? PageId { get; init; }

    /// <summary>True when a website's server sent the reply: then page and address belong together. A browser could name one page and an address of another.</summary>
    public required bool IsVouchedFor { get; init; }

    /// <summary>When it was used.</summary>
    public required DateTimeOffset At { get; init; }
}
