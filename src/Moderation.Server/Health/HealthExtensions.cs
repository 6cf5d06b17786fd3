using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Moderation.Server.Health;

/// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can do its work. Both in every role.</summary>
internal static class HealthExtensions
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        // The message transport adds its own check, tagged "ready".
        services.AddHealthChecks()
            .AddCheck<StoreHealth>("store", tags: ["ready"])
            .AddCheck<ModelHealth>("model", tags: ["ready"]);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync });
    }

    /// <summary>States only: descriptions of third parties may hold connection details.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(
            context.Response.Body,
            new HealthAnswer { Status = Word(report.Status), Checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)) },
            JsonSerializerOptions.Web,
            context.RequestAborted);
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
    }
}
