namespace Moderation.Sites;

/// <summary>What people set about a site.</summary>
internal sealed record SiteSettings
{
    /// <summary>The longest name.</summary>
    public const int MaxNameChars = 100;

    /// <inheritdoc cref="Site.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="Site.RequiresEmail"/>
    public bool RequiresEmail { get; init; }

    /// <inheritdoc cref="Site.ClosesPagesAfterDays"/>
    public int? ClosesPagesAfterDays { get; init; }
}
