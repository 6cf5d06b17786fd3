using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moderation.Server.Doors.Perspective;
using Moderation.Server.Hosting;
using Moderation.Sites;

namespace Moderation.Benchmarks.Doors;

/// <summary>The service as it is, with two bare endpoints beside its doors: they parse the same bodies and return a constant.</summary>
internal static class DoorsHost
{
    private const string Constant = """{"attributeScores":{"TOXICITY":{"spanScores":[{"begin":0,"end":35,"score":{"value":0.123456789,"type":"PROBABILITY"}}],"summaryScore":{"value":0.123456789,"type":"PROBABILITY"}}},"languages":["en"],"detectedLanguages":["en"]}""";

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        WebApplication app = await ServerHost.BuildAsync([], cancellationToken);
        app.MapPost("/bare/json", async (HttpContext context) =>
        {
            AnalyzeRequest? request = await JsonSerializer.DeserializeAsync(context.Request.Body, PerspectiveJson.Default.AnalyzeRequest, context.RequestAborted);
            return Results.Text(request?.Comment?.Text is null ? "" : Constant, "application/json");
        });
        app.MapPost("/bare/form", async (HttpContext context) =>
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            return Results.Text(form.ContainsKey("comment_content") ? "false" : "", "text/plain");
        });
        await app.StartAsync(cancellationToken);
        KeyIssuer keys = app.Services.GetRequiredService<KeyIssuer>();
        SiteId site = SiteId.Parse("demo");
        IssuedKey key = await keys.IssueAsync(site, Door.Perspective, KeyRights.Submit, isTest: false, "benchmark", "cli", cancellationToken);
        IssuedKey akismet = await keys.IssueAsync(site, Door.Akismet, KeyRights.Submit, isTest: false, "benchmark", "cli", cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(new { address = app.Urls.First(), key = key.Secret, akismetKey = akismet.Secret }));
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
