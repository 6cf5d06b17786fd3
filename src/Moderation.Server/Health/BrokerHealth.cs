using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Messaging;

namespace Moderation.Server.Health;

/// <summary>The broker answers and has our exchanges and queues.</summary>
internal sealed class BrokerHealth(BrokerConnection broker) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(broker.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
