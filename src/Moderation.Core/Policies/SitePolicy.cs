namespace Moderation.Policies;

/// <summary>A policy with the version under which receipts name it.</summary>
internal sealed record SitePolicy
{
    /// <summary>The policy of a site that has written none of its own: version 0.</summary>
    public static readonly SitePolicy Default = new() { Version = 0, Policy = Policy.Default };

    /// <summary>0 for the default, else the version of the site's own.</summary>
    public required int Version { get; init; }

    public required Policy Policy { get; init; }

    private DomainSet? allowedDomains;

    /// <summary>The domains of <see cref="Policy.AllowedDomains"/>, made once for each version.</summary>
    public DomainSet AllowedDomains => allowedDomains ??= DomainSet.Of(Policy.AllowedDomains);
}
