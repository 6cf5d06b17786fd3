using System.Collections.Concurrent;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Campaigns;

/// <summary>The campaigns of each site that take members, remembered for a second. While nothing is made or decided, looking again reads one row.</summary>
internal sealed class CampaignMemory(CampaignStore store, Database database, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>A campaign that is over is passed over so much later at most.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<SiteId, Entry> known = new();

    /// <summary>At most a second old.</summary>
    public async ValueTask<SiteCampaigns> CurrentAsync(SiteId site, CancellationToken cancellationToken)
    {
        known.TryGetValue(site, out Entry? entry);
        if (entry is not null && clock.GetElapsedTime(entry.AskedAt) < Freshness)
        {
            return entry.Campaigns;
        }

        long now = clock.GetTimestamp();
        long changes = await store.CountChangesAsync(site, cancellationToken).ConfigureAwait(false);
        if (entry is not null && entry.Campaigns.Changes == changes && clock.GetElapsedTime(entry.ReadAt) < Renewal)
        {
            known[site] = entry with { AskedAt = now };
            return entry.Campaigns;
        }

        // Read after the count: what changes between the two is read twice and never missed.
        SiteCampaigns current = changes == 0
            ? SiteCampaigns.None
            : new SiteCampaigns(await database.ReadAsync((unit, token) => CampaignStore.ListActiveAsync(unit, site, clock.UtcNowMicros(), token), cancellationToken).ConfigureAwait(false), changes);
        known[site] = new Entry(now, now, current);
        return current;
    }

    /// <summary>This process has changed them itself.</summary>
    public void Forget(SiteId site) => known.TryRemove(site, out _);

    private sealed record Entry(long AskedAt, long ReadAt, SiteCampaigns Campaigns);
}
