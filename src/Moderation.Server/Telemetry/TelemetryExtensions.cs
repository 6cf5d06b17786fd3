using Moderation.Messaging;
using Moderation.Server.Settings;
using Moderation.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Moderation.Server.Telemetry;

/// <summary>
/// <c>/metrics</c> in every role, and traces and metrics over OTLP where the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector. Nothing leaves otherwise.
/// </summary>
internal static class TelemetryExtensions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters = [ModerationMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Tags of a request's span that could hold something personal: path and query may hold a key or an address, the others tell visitors apart. The route stays.</summary>
    private static readonly string[] Personal = ["url.path", "url.query", "user_agent.original", "client.address", "network.peer.address"];

    /// <summary>What is told apart by route or by site; there may be many of either.</summary>
    private static readonly string[] Many = ["http.server.request.duration", "moderation.model.age", "moderation.scores."];

    /// <summary>Series of every other instrument, which are told apart by a few words. Room for a series is taken when the process starts: for the library's 2,000 it is 180 kB an instrument.</summary>
    private static readonly MetricStreamConfiguration Few = new() { CardinalityLimit = 200 };

    private static readonly string[] Untraced = ["/health", "/metrics", "/_blazor", "/_framework", "/_content"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, ServerSettings settings, IConfiguration configuration)
    {
        if (settings.Has(ServerRoles.Worker))
        {
            services.AddSingleton<StoreReadings>().AddHostedService<StoreWatch>();
            if (settings.RabbitMq is not null)
            {
                services.AddHostedService<QueueMeter>();
            }
        }

        bool isExporting = !string.IsNullOrWhiteSpace(configuration[Endpoint]);
        OpenTelemetry.OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("moderation", serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddView(instrument => Many.Any(name => instrument.Name.StartsWith(name, StringComparison.Ordinal)) ? null : Few).AddPrometheusExporter();
                if (isExporting)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (isExporting)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(Traces.Name)
                .AddAspNetCoreInstrumentation(requests =>
                {
                    requests.Filter = context => !Untraced.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal));
                    requests.RecordException = false;
                    // What a website or a proxy writes beside the ids of a trace is theirs, and may be anything.
                    requests.EnrichWithHttpRequest = (span, _) => span.TraceStateString = null;
                    requests.EnrichWithHttpResponse = (span, _) =>
                    {
                        foreach (string tag in Personal)
                        {
                            span.SetTag(tag, null);
                        }
                    };
                })
                .AddOtlpExporter());
        }

        return services;
    }

    public static void MapTelemetry(this WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics");
}
