using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Models;

namespace Moderation.Server.Health;

/// <summary>A model is loaded. Degraded, and still ready, when a champion was refused and another model scores in its place.</summary>
internal sealed class ModelHealth(ModelHost models) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(models switch
        {
            { ChampionVersion: null } => HealthCheckResult.Unhealthy(),
            { IsReplaced: true } => HealthCheckResult.Degraded(),
            _ => HealthCheckResult.Healthy(),
        });
}
