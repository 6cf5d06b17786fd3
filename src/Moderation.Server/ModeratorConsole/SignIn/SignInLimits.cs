using System.Net;
using System.Threading.RateLimiting;
using Moderation.Server.Security;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Bounds tries to sign in from one network: guessing one password for many names is slowed as well.</summary>
internal sealed class SignInLimits : IDisposable
{
    private const int TriesPerMinute = 30;

    private readonly PartitionedRateLimiter<IPAddress> tries = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetSlidingWindowLimiter(CallerLimits.Network(address), _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = TriesPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    public bool TryTake(HttpContext context)
    {
        using RateLimitLease lease = tries.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => tries.Dispose();
}
