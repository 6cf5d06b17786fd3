using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Moderation.Server.Tests.Leaks;

/// <summary>Takes what a process exports over OTLP, as a collector does, and keeps the bytes. Protobuf leaves texts as they are, so that they can be searched.</summary>
internal sealed class TelemetryCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    private TelemetryCollector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Enqueue((context.Request.Path.Value!, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>What makes a process send its traces and metrics here, soon.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public static async Task<TelemetryCollector> StartAsync()
    {
        TelemetryCollector collector = new();
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>All that came so far of a kind, <c>traces</c> or <c>metrics</c>.</summary>
    public string Text(string kind) => string.Concat(received.Where(one => one.Path == $"/v1/{kind}").Select(one => Encoding.UTF8.GetString(one.Body)));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
