using System.Net;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Survival;

/// <summary>Built and published output run in Production from any directory, with their static files.</summary>
public sealed class RunningElsewhere
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_runs_from_another_directory_in_production(bool isPublished)
    {
        using TempFolder folder = new();
        using TempFolder output = new();
        if (isPublished)
        {
            CommandRun publish = await CommandRun.OfAsync("dotnet", folder.Path, ["publish", ServerBuild.Project, "-c", ServerBuild.Configuration, "--no-build", "-o", output.Path], [], null);
            publish.With(0);
        }

        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path, isPublished ? output.Path : null, new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" });
        using HttpClient client = ModerationApp.NewClient(service.Address);
        foreach (string path in new[] { "/demo", "/demo.css", "/docs.css", "/docs/errors", "/docs/", "/openapi/v1.json", "/health/live", "/health/ready" })
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)answer.StatusCode}.");
        }

        // Whoever looks whether a site is up often asks for its head.
        foreach (string path in new[] { "/", "/demo", "/demo.css" })
        {
            using HttpRequestMessage head = new(HttpMethod.Head, path);
            using HttpRequestMessage get = new(HttpMethod.Get, path);
            using HttpResponseMessage headed = await client.SendAsync(head, TestContext.Current.CancellationToken), read = await client.SendAsync(get, TestContext.Current.CancellationToken);
            Assert.Equal((path, read.StatusCode), (path, headed.StatusCode));
            Assert.Empty(await headed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.True(File.Exists(Path.Combine(folder.Path, "data", "moderation.db")), "The data are not kept in the directory it was started in.");
    }
}
