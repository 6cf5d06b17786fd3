using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Moderation.Server.Tests.Alerts;

/// <summary>Somebody's webhook: keeps what is sent to it.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> posts = new();
    private readonly WebApplication app;

    private WebhookListener(WebApplication app) => this.app = app;

    /// <summary>What it is called.</summary>
    public Uri Url => new($"{app.Urls.Single()}/hook");

    /// <summary>False: it answers 503 and keeps nothing.</summary>
    public bool IsTaking { get; set; } = true;

    /// <summary>The bodies it took.</summary>
    public IReadOnlyCollection<JsonElement> Posts => posts;

    public static async Task<WebhookListener> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebhookListener listener = new(builder.Build());
        listener.app.Run(listener.TakeAsync);
        await listener.app.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        if (!IsTaking)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        posts.Enqueue(body.RootElement.Clone());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
