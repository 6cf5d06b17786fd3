using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Sites;

/// <summary>Registers a site with its public key.</summary>
internal sealed class SiteRegistration(Database database, SiteKeys siteKeys, RandomNumberGenerator random, TimeProvider clock)
{
    /// <summary>Null when a site with this id exists.</summary>
    public Task<Site?> AddAsync(SiteId id, string name, IReadOnlyList<string> origins, bool requiresEmail, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => AddAsync(unit, id, new SiteSettings { Name = name, RequiresEmail = requiresEmail }, origins, token), cancellationToken);

    /// <inheritdoc cref="AddAsync(SiteId, string, IReadOnlyList{string}, bool, CancellationToken)"/>
    public async Task<Site?> AddAsync(Unit unit, SiteId id, SiteSettings settings, IReadOnlyList<string> origins, CancellationToken cancellationToken)
    {
        Site site = new()
        {
            Id = id,
            Name = settings.Name,
            AllowedOrigins = origins,
            RequiresEmail = settings.RequiresEmail,
            ClosesPagesAfterDays = settings.ClosesPagesAfterDays,
            PublicKeySalt = SiteKeys.NewSalt(random),
            CreatedAt = clock.UtcNowMicros(),
        };
        return await SiteStore.AddAsync(unit, site, siteKeys.Hash(siteKeys.PublicKey(site.Id, site.PublicKeySalt)), cancellationToken).ConfigureAwait(false) ? site : null;
    }
}
