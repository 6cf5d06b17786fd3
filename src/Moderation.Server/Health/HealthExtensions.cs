using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Moderation.Models;

namespace Moderation.Server.Health;

/// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can do its work. Both in every role.</summary>
internal static class HealthExtensions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        // The message transport adds its own check, tagged "ready".
        services.AddHealthChecks()
            .AddCheck<StoreHealth>("store", tags: ["ready"])
            .AddCheck<ModelHealth>("model", tags: ["ready"])
            .AddCheck<RetentionHealth>(RetentionHealth.Name, tags: ["ready"]);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteReadyAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => WriteAsync(context, Answer(report));

    /// <summary>Says beside the states which model versions score in this process, without saying for whom: after a promotion a rollout can be watched process by process.</summary>
    private static Task WriteReadyAsync(HttpContext context, HealthReport report)
    {
        ModelHost models = context.RequestServices.GetRequiredService<ModelHost>();
        object? lastRun = report.Entries.TryGetValue(RetentionHealth.Name, out HealthReportEntry entry) ? entry.Data.GetValueOrDefault(RetentionHealth.LastRun) : null;
        return WriteAsync(context, Answer(report) with { Model = models.ChampionVersion, SiteModels = models.SiteVersions, Retention = lastRun as RetentionAnswer });
    }

    /// <summary>States only: descriptions of third parties may hold connection details.</summary>
    private static HealthAnswer Answer(HealthReport report) =>
        new() { Status = Word(report.Status), Checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)) };

    private static Task WriteAsync(HttpContext context, HealthAnswer answer)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, Json, context.RequestAborted);
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "unhealthy",
    };

    private sealed record HealthAnswer
    {
        public required string Status { get; init; }

        public required IReadOnlyDictionary<string, string> Checks { get; init; }

        /// <summary>SHA-256 of the model that scores where a site has none of its own; left out of the answer about being alive.</summary>
        public string? Model { get; init; }

        /// <summary>SHA-256 of the sites' own models.</summary>
        public IReadOnlyList<string>? SiteModels { get; init; }

        /// <summary>When the retention times were last kept, and how many rows lost what.</summary>
        public RetentionAnswer? Retention { get; init; }
    }
}
