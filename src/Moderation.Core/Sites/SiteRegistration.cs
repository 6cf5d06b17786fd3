using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Time;

namespace Moderation.Sites;

/// <summary>Registers a site with its public key.</summary>
internal sealed class SiteRegistration(SiteStore sites, SiteKeys siteKeys, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>Null when a site with this id exists.</summary>
    public async Task<Site?> AddAsync(SiteId id, string name, IReadOnlyList<string> origins, bool requiresEmail, CancellationToken cancellationToken)
    {
        Site site = new()
        {
            Id = id,
            Name = name,
            AllowedOrigins = origins,
            RequiresEmail = requiresEmail,
            PublicKeySalt = SiteKeys.NewSalt(random),
            CreatedAt = clock.UtcNowMicros(),
        };
        return await sites.AddAsync(site, siteKeys.Hash(siteKeys.PublicKey(site.Id, site.PublicKeySalt)), cancellationToken).ConfigureAwait(false) ? site : null;
    }
}
