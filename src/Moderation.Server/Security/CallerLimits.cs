using System.Net;
using System.Threading.RateLimiting;
using Moderation.Server.Settings;

namespace Moderation.Server.Security;

/// <summary>Bounds what one caller may ask, in this process. Nothing queues: above the limit the answer is 429 at once.</summary>
internal sealed class CallerLimits(ServerSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> submissions = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetSlidingWindowLimiter(Network(address), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = settings.RateLimits.PublicSubmissionsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<IPAddress> reads = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => Bucket(settings.RateLimits.PublicReadsPerSecond)));

    private readonly PartitionedRateLimiter<Guid> keys = PartitionedRateLimiter.Create<Guid, Guid>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(settings.RateLimits.ApiKeyRequestsPerSecond)));

    public bool TryTakePublicSubmission(IPAddress address, out int retryAfterSeconds) => TryTake(submissions, address, out retryAfterSeconds);

    public bool TryTakePublicRead(IPAddress address, out int retryAfterSeconds) => TryTake(reads, address, out retryAfterSeconds);

    public bool TryTakeForKey(Guid key, out int retryAfterSeconds) => TryTake(keys, key, out retryAfterSeconds);

    public void Dispose()
    {
        submissions.Dispose();
        reads.Dispose();
        keys.Dispose();
    }

    /// <summary>One IPv6 customer has a whole /64: limiting single addresses would limit nobody.</summary>
    internal static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = perSecond * 2,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    private static bool TryTake<T>(PartitionedRateLimiter<T> limiter, T resource, out int retryAfterSeconds)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(resource);
        retryAfterSeconds = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
        return lease.IsAcquired;
    }
}
