using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Storage;

namespace Moderation.Server.Health;

/// <summary>The store answers.</summary>
internal sealed class StoreHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.IsReachableAsync(cancellationToken).ConfigureAwait(false) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}
