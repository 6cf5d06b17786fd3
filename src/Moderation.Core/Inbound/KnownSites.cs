using System.Collections.Concurrent;
using Moderation.Sites;

namespace Moderation.Inbound;

/// <summary>Sites, remembered for a second: every batch asks for the same ones. That a site is unknown is never remembered, because it may be added at any time.</summary>
internal sealed class KnownSites(SiteStore sites, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SiteId, (Site Site, long At)> found = new();

    /// <summary>The sites with these ids; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<SiteId, Site>> FindAsync(IReadOnlyCollection<SiteId> ids, CancellationToken cancellationToken)
    {
        Dictionary<SiteId, Site> known = new(ids.Count);
        foreach (SiteId id in ids)
        {
            if (found.TryGetValue(id, out (Site Site, long At) entry) && clock.GetElapsedTime(entry.At) < Fresh)
            {
                known[id] = entry.Site;
            }
            else if (await sites.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } site)
            {
                found[id] = (site, clock.GetTimestamp());
                known[id] = site;
            }
        }

        return known;
    }
}
