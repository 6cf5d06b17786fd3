using System.Collections.Concurrent;
using Moderation.Sites;

namespace Moderation.Server.Security;

/// <summary>
/// Keys that were found a moment ago, for doors that are asked thousands of times a second: looking each up in the store cost more than scoring. A revoked key
/// is forgotten after a twentieth of a second at the latest. What was not found is not remembered, so a new key counts at once.
/// </summary>
internal sealed class RecentKeys(ApiKeyStore keys, TimeProvider clock)
{
    private const int MaxKeys = 10_000;

    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, Entry> known = new(StringComparer.Ordinal);

    /// <summary>Null when no key has this hash, or when it was revoked.</summary>
    public ValueTask<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        string name = Convert.ToBase64String(hash);
        return known.TryGetValue(name, out Entry? entry) && entry.Revocations == keys.Revocations && clock.GetElapsedTime(entry.ReadAt) < Freshness
            ? ValueTask.FromResult<ApiKey?>(entry.Key)
            : new ValueTask<ApiKey?>(ReadAsync(name, hash, cancellationToken));
    }

    private async Task<ApiKey?> ReadAsync(string name, byte[] hash, CancellationToken cancellationToken)
    {
        // Before the look: what is revoked meanwhile must not be remembered as valid.
        (int revocations, long now) = (keys.Revocations, clock.GetTimestamp());
        ApiKey? key = await keys.FindByHashAsync(hash, cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            known.TryRemove(name, out _);
            return null;
        }

        if (known.Count >= MaxKeys)
        {
            known.Clear();
        }

        known[name] = new Entry(now, revocations, key);
        return key;
    }

    private sealed record Entry(long ReadAt, int Revocations, ApiKey Key);
}
