using System.Collections.Concurrent;
using Moderation.Sites;

namespace Moderation.WordLists;

/// <summary>
/// The word lists of each site, ready to be looked for. Whether they changed is asked again when the answer is older than a second: every process notices within two.
/// They are read and built again only when they did.
/// </summary>
internal sealed class SiteWordLists(WordListStore store, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SiteId, Known> known = new();

    public async Task<WordListMatcher> CurrentAsync(SiteId site, CancellationToken cancellationToken)
    {
        known.TryGetValue(site, out Known? entry);
        if (entry is not null && clock.GetElapsedTime(entry.ReadAt) < Freshness)
        {
            return entry.Matcher;
        }

        long now = clock.GetTimestamp();
        IReadOnlyList<(Guid Id, int Version)> stamps = await store.StampsAsync(site, cancellationToken).ConfigureAwait(false);
        if (entry is null || !entry.Stamps.SequenceEqual(stamps))
        {
            IReadOnlyList<WordList> lists = stamps.Count == 0 ? [] : await store.LoadAsync(site, cancellationToken).ConfigureAwait(false);
            entry = new Known(now, [.. lists.Select(list => (list.Id, list.Version))], lists.Count == 0 ? WordListMatcher.Empty : new WordListMatcher(lists));
        }

        known[site] = entry with { ReadAt = now };
        return entry.Matcher;
    }

    private sealed record Known(long ReadAt, IReadOnlyList<(Guid Id, int Version)> Stamps, WordListMatcher Matcher);
}
