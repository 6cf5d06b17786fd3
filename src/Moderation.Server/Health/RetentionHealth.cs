using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Retention;
using Moderation.Storage;

namespace Moderation.Server.Health;

/// <summary>Retention times are kept. Degraded, and still ready, when no run was finished for two days.</summary>
internal sealed class RetentionHealth(RetentionRunStore runs, Database database, TimeProvider clock) : IHealthCheck
{
    public const string Name = "retention";

    /// <summary>Where the last run stands in what the check found out.</summary>
    public const string LastRun = "last_run";

    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        RetentionRun? last;
        try
        {
            last = await runs.LastAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (database.IsTransient(problem))
        {
            // The check of the store says so.
            return HealthCheckResult.Healthy();
        }

        if (last is not { FinishedAt: { } finished })
        {
            return HealthCheckResult.Healthy();
        }

        IReadOnlyDictionary<string, int> letGo = JsonSerializer.Deserialize<Dictionary<string, int>>(last.Counts ?? "{}") ?? [];
        Dictionary<string, object> found = new() { [LastRun] = new RetentionAnswer(finished, letGo) };
        return clock.GetUtcNow() - finished > Late ? HealthCheckResult.Degraded(data: found) : HealthCheckResult.Healthy(data: found);
    }
}
