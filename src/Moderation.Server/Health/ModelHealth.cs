using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Models;

namespace Moderation.Server.Health;

/// <summary>A model is loaded.</summary>
internal sealed class ModelHealth(ModelHost models) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(models.ChampionVersion is null ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
