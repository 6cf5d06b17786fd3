using System.Net.Http.Json;
using System.Text.Json;

namespace Moderation.Browser.Tests;

/// <summary>A site of its own for one test, with what readers send to it.</summary>
public sealed class DeskSite
{
    private static readonly HttpClient Http = new();

    private readonly ServiceProcess service;
    private readonly string key;
    private string? akismetKey;

    private DeskSite(ServiceProcess service, string id, string key)
    {
        this.service = service;
        this.key = key;
        Id = id;
    }

    public string Id { get; }

    public static async Task<DeskSite> OpenAsync(ServiceProcess service, string id)
    {
        await service.RunCommandAsync("sites", "add", id, "--name", $"The {id}");
        string made = await service.RunCommandAsync("keys", "create", "--site", id, "--json");
        return new DeskSite(service, id, JsonDocument.Parse(made).RootElement.GetProperty("key").GetString()!);
    }

    /// <summary>A reader sends what waits for a moderator. Returns its id.</summary>
    public async Task<string> FlagAsync(string body, string name = "Ana", string title = "The bridge reopens", string? parentId = null)
    {
        (string id, string state) = await SendAsync(body, name, title, parentId);
        Assert.Equal("flagged", state);
        return id;
    }

    /// <summary>A reader sends something. Returns its id and what became of it.</summary>
    public async Task<(string Id, string State)> SendAsync(string body, string name = "Ana", string title = "The bridge reopens", string? parentId = null, string email = "ana.sealed@example.net")
    {
        using JsonDocument answer = await AskAsync(HttpMethod.Post, "replies?wait=10", new
        {
            page = new { url = $"https://{Id}.example/2026/bridge", title },
            parentId,
            author = new { name, email },
            body,
        });
        return (answer.RootElement.GetProperty("id").GetString()!, answer.RootElement.GetProperty("state").GetString()!);
    }

    /// <summary>A program of the site that speaks Akismet says what a text was; its text is kept.</summary>
    public async Task SayAsync(string call, string text)
    {
        akismetKey ??= JsonDocument.Parse(await service.RunCommandAsync("keys", "create", "--site", Id, "--door", "akismet", "--right", "submit", "--option", "store", "--json")).RootElement.GetProperty("key").GetString()!;
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["api_key"] = akismetKey, ["blog"] = $"https://{Id}.example", ["user_ip"] = "203.0.113.9", ["comment_content"] = text });
        using HttpResponseMessage response = await Http.PostAsync(new Uri(service.Address, $"/1.1/{call}"), form, TestContext.Current.CancellationToken);
        Assert.Equal("Thanks for making the web a better place.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A reader sends what nothing speaks against. Returns its id.</summary>
    public async Task<string> PublishAsync(string body, string name, string? parentId = null)
    {
        // An address each, because one author may send only so much at a time.
        (string id, string state) = await SendAsync(body, name, parentId: parentId, email: $"{name.ToLowerInvariant()}.sealed@example.net");
        Assert.Equal("approved", state);
        return id;
    }

    /// <summary>A reader reports a comment.</summary>
    public async Task ReportAsync(string id, string reason, string? note, string ip) => (await AskAsync(HttpMethod.Post, $"replies/{id}/reports", new { reason, note, client = new { ip } })).Dispose();

    /// <summary>The thread of the page as the public reads it.</summary>
    public Task<JsonDocument> ThreadAsync() => AskAsync(HttpMethod.Get, $"threads?page={Uri.EscapeDataString($"https://{Id}.example/2026/bridge")}", null);

    /// <summary>The site's own program decides.</summary>
    public async Task DecideAsync(string id, string decision) => (await AskAsync(HttpMethod.Post, $"replies/{id}/decisions", new { decision })).Dispose();

    public async Task<string> StateAsync(string id)
    {
        using JsonDocument answer = await AskAsync(HttpMethod.Get, $"replies/{id}", null);
        return answer.RootElement.GetProperty("state").GetString()!;
    }

    public async Task<string[]> ReasonsAsync(string id)
    {
        using JsonDocument answer = await AskAsync(HttpMethod.Get, $"replies/{id}", null);
        return [.. answer.RootElement.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)];
    }

    private async Task<JsonDocument> AskAsync(HttpMethod method, string path, object? body)
    {
        using HttpRequestMessage request = new(method, new Uri(service.Address, $"/v1/sites/{Id}/{path}")) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", key);
        using HttpResponseMessage response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text);
    }
}
