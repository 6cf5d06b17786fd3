using System.Collections.Concurrent;
using Moderation.Sites;

namespace Moderation.Policies;

/// <summary>The policy that counts for each site, read again when it is older than a second: every process notices a new version within two.</summary>
internal sealed class SitePolicies(PolicyStore store, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SiteId, (long ReadAt, SitePolicy Policy)> known = new();

    public async Task<SitePolicy> CurrentAsync(SiteId site, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(site, out (long ReadAt, SitePolicy Policy) entry) && clock.GetElapsedTime(entry.ReadAt) < Freshness)
        {
            return entry.Policy;
        }

        long now = clock.GetTimestamp();
        PolicyDocument? document = await store.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        SitePolicy current = document is null ? SitePolicy.Default : new SitePolicy { Version = document.Version, Policy = PolicyJson.ReadPolicy(document.Document) };
        known[site] = (now, current);
        return current;
    }
}
