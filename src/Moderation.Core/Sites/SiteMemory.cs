using System.Collections.Concurrent;

namespace Moderation.Sites;

/// <summary>What the store says of each site, remembered for a second: every process notices a change within two. For sites that exist.</summary>
/// <param name="read">Reads it; gets what was read last, null at first.</param>
/// <param name="clock">The clock.</param>
internal sealed class SiteMemory<T>(Func<SiteId, T?, CancellationToken, Task<T>> read, TimeProvider clock)
    where T : class
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SiteId, Entry> known = new();

    /// <summary>At most a second old.</summary>
    public ValueTask<T> CurrentAsync(SiteId site, CancellationToken cancellationToken) =>
        known.TryGetValue(site, out Entry? entry) && clock.GetElapsedTime(entry.ReadAt) < Freshness
            ? ValueTask.FromResult(entry.Value)
            : new ValueTask<T>(ReadAsync(site, entry?.Value, cancellationToken));

    private async Task<T> ReadAsync(SiteId site, T? before, CancellationToken cancellationToken)
    {
        long now = clock.GetTimestamp();
        Entry fresh = new(now, await read(site, before, cancellationToken).ConfigureAwait(false));

        // Of two that read at once the one that began later knows more.
        return known.AddOrUpdate(site, fresh, (_, other) => other.ReadAt > now ? other : fresh).Value;
    }

    private sealed record Entry(long ReadAt, T Value);
}
