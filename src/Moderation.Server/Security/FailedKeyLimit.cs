using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Moderation.Privacy;
using Moderation.Server.Settings;

namespace Moderation.Server.Security;

/// <summary>
/// Slows down who tries short keys: after a number of unknown keys in a minute nothing from that network is looked up. A key that was right from there before stays
/// welcome, so that a neighbour behind the same address cannot lock anybody out. Of this process; keys are remembered as keyed hashes.
/// </summary>
internal sealed class FailedKeyLimit(ServerSettings settings, SiteKeys siteKeys) : IDisposable
{
    public const int RetryAfterSeconds = 60;

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(IPAddress Network, string Key), bool> known = [];

    private readonly PartitionedRateLimiter<IPAddress> failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(network =>
        RateLimitPartition.GetSlidingWindowLimiter(network, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = settings.RateLimits.FailedKeysPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    /// <summary>True when keys from this network are not to be looked up now.</summary>
    public bool IsBlocked(IPAddress network, string key)
    {
        // No permit at all is granted as long as there is one left.
        using RateLimitLease lease = failures.AttemptAcquire(network, 0);
        return !lease.IsAcquired && !known.ContainsKey((network, HashOf(key)));
    }

    /// <summary>The key was unknown.</summary>
    public void Failed(IPAddress network, string key)
    {
        known.TryRemove((network, HashOf(key)), out _);
        failures.AttemptAcquire(network).Dispose();
    }

    /// <summary>The key was right.</summary>
    public void Succeeded(IPAddress network, string key)
    {
        (IPAddress, string) place = (network, HashOf(key));
        if (known.ContainsKey(place))
        {
            return;
        }

        // Counting takes every lock of the dictionary: only when something new comes.
        if (known.Count >= MaxRemembered)
        {
            known.Clear();
        }

        known.TryAdd(place, true);
    }

    public void Dispose() => failures.Dispose();

    private string HashOf(string key) => Convert.ToHexString(siteKeys.Hash(key));
}
