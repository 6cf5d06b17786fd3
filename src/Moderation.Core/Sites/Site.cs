namespace Moderation.Sites;

/// <summary>A registered publisher: owns keys, pages and a policy.</summary>
internal sealed record Site
{
    public required SiteId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>From which a browser may post with the public site key: <c>https://gazette.example</c>, lower case, no path. In text order.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>From which the public site key is derived; another salt makes another key.</summary>
    public required string PublicKeySalt { get; init; }

    /// <summary>True when a submission without an e-mail address is refused.</summary>
    public bool RequiresEmail { get; init; }

    /// <summary>The age in days at which a page stops to accept submissions; null when age does not close pages. At most <see cref="MaxClosesPagesAfterDays"/>.</summary>
    public int? ClosesPagesAfterDays { get; init; }

    /// <summary>The highest age: a hundred years.</summary>
    public const int MaxClosesPagesAfterDays = 36_500;

    public required DateTimeOffset CreatedAt { get; init; }
}
