using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moderation.Server.Settings;

namespace Moderation.Server.Tests.Fixtures;

/// <summary>
/// The real host on a real port with a real SQLite file in a directory of its own, as somebody gets it who configures nothing. Derived fixtures change settings or
/// services. Tests talk to it as a website, a reader or an operator would.
/// </summary>
public class ModerationApp : WebApplicationFactory<ModerationOptions>, IAsyncLifetime
{
    /// <summary>The site that is made at the first start.</summary>
    public const string Site = "demo";

    private readonly string directory = Directory.CreateTempSubdirectory("moderation-host").FullName;
    private HttpClient? client;

    public CapturedLogs Logs { get; } = new();

    public string DataDirectory => Path.Combine(directory, "data");

    /// <summary>The API key that the first start made.</summary>
    public string ApiKey { get; private set; } = "";

    /// <summary>The password of <c>admin</c> that the first start made.</summary>
    public string AdminPassword { get; private set; } = "";

    /// <summary>The public key of <see cref="Site"/>.</summary>
    public string PublicKey { get; private set; } = "";

    public HttpClient Client => client ?? throw new InvalidOperationException("The host was not started.");

    /// <summary>The origin under which the host listens.</summary>
    public string Origin => Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>Settings beside the data directory, by their configuration key.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    public virtual async ValueTask InitializeAsync()
    {
        UseKestrel();
        StartServer();
        client = NewClient(ClientOptions.BaseAddress);
        using JsonDocument made = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(DataDirectory, "first-start.json")));
        ApiKey = made.RootElement.GetProperty("apiKey").GetString()!;
        AdminPassword = made.RootElement.GetProperty("adminPassword").GetString()!;
        PublicKey = made.RootElement.GetProperty("publicKey").GetString()!;
    }

    public override async ValueTask DisposeAsync()
    {
        client?.Dispose();
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A service of the running host, for what no door shows.</summary>
    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.RelativeOrAbsolute)) { Content = content };
        foreach ((string name, string value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using HttpResponseMessage response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response, TestContext.Current.CancellationToken);
    }

    public Task<Answer> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, null, Bearer(token));

    public Task<Answer> DeleteAsync(string path, string? token = null) => SendAsync(HttpMethod.Delete, path, null, Bearer(token));

    /// <summary>Posts a reply as the website's own server.</summary>
    /// <param name="reply">The body.</param>
    /// <param name="key">The API key; the one of the first start if it is null.</param>
    /// <param name="site">The site of the address.</param>
    /// <param name="query">Such as <c>?wait=10</c>.</param>
    public Task<Answer> PostReplyAsync(JsonNode reply, string? key = null, string site = Site, string query = "") =>
        PostJsonAsync($"/v1/sites/{site}/replies{query}", reply.ToJsonString(), Bearer(key ?? ApiKey));

    /// <summary>Posts a reply and gives back the answer with its verdict.</summary>
    public async Task<Answer> DecideAsync(JsonNode reply, string? key = null, string site = Site) =>
        (await PostReplyAsync(reply, key, site, "?wait=10")).With(System.Net.HttpStatusCode.OK);

    /// <summary>Posts a reply that must become a comment; gives back its id.</summary>
    public async Task<string> PublishAsync(JsonNode reply, string? key = null, string site = Site)
    {
        Answer answer = await DecideAsync(reply, key, site);
        Assert.True(answer.Member("state") == "approved", $"A friendly text was not approved: {answer.Text}");
        return answer.Member("id");
    }

    /// <summary>Posts a reply and makes it a comment whatever the policy says of it; gives back its id.</summary>
    public async Task<string> PublishAnywayAsync(JsonNode reply, string? key = null, string site = Site)
    {
        string id = (await DecideAsync(reply, key, site)).Member("id");
        await this.ApproveAsync(id, site);
        return id;
    }

    /// <summary>Posts a reply as a script on a page does.</summary>
    public Task<Answer> PostFromPageAsync(JsonNode reply, string? origin, string? publicKey = null, string site = Site, params (string Name, string Value)[] headers) =>
        PostJsonAsync($"/v1/sites/{site}/replies", reply.ToJsonString(), [("X-Site-Key", publicKey ?? PublicKey), .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)], .. headers]);

    /// <summary>Posts a plain form as a browser does.</summary>
    public async Task<Answer> PostFormAsync(IEnumerable<KeyValuePair<string, string>> fields, string? origin = null, string accept = "text/html", string site = Site)
    {
        using FormUrlEncodedContent content = new(fields);
        return await SendAsync(HttpMethod.Post, $"/v1/sites/{site}/replies", content, [("Accept", accept), .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)]]);
    }

    public async Task<Answer> PostJsonAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        return await SendAsync(HttpMethod.Post, path, content, headers);
    }

    /// <summary>Sends JSON with any method as the holder of a key; the one of the first start if it is null.</summary>
    public async Task<Answer> SendJsonAsync(HttpMethod method, string path, string json, string? key = null)
    {
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content, Bearer(key ?? ApiKey));
    }

    public async Task<Answer> PostBytesAsync(string path, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(HttpMethod.Post, path, content, headers);
    }

    public Task<Answer> ScoreAsync(JsonNode request, string? key = null) => PostJsonAsync("/v1/score", request.ToJsonString(), Bearer(key ?? ApiKey));

    public Task<Answer> ThreadAsync(string page = SomeReply.Page, string? after = null, string site = Site, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, $"/v1/sites/{site}/threads?page={Uri.EscapeDataString(page)}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}", null, headers);

    public Task<Answer> StatusAsync(string id, string? token = null, string site = Site) => GetAsync($"/v1/sites/{site}/replies/{id}", token ?? ApiKey);

    public Task<Answer> WithdrawAsync(string id, string? token = null, string site = Site) => DeleteAsync($"/v1/sites/{site}/replies/{id}", token ?? ApiKey);

    /// <summary>The header of an API key or author token; nothing for null.</summary>
    public static (string Name, string Value)[] Bearer(string? token) => token is null ? [] : [("Authorization", $"Bearer {token}")];

    /// <summary>A client that follows no redirect and keeps no cookie.</summary>
    internal static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.UseSetting("Moderation:DataDirectory", DataDirectory);
        builder.UseSetting("Moderation:RateLimits:PublicSubmissionsPerMinute", "100000");
        builder.UseSetting("Moderation:RateLimits:PublicReadsPerSecond", "10000");
        builder.UseSetting("Moderation:RateLimits:FailedKeysPerMinute", "100000");
        foreach ((string name, string value) in Settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.AddLogging(logging => logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Trace));
            ConfigureServices(services);
        });
    }

    /// <summary>Replaces services of the host.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }
}
