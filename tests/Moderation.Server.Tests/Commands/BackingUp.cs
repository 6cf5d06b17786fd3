using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Leaks;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Commands;

/// <summary>A copy of a store that serves, with the key ring apart, and what comes back of it with the ring and without.</summary>
public sealed class BackingUp(PostgresServer server)
{
    private const string Address = "backup.canary@nowhere.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_embedded_store_comes_back_with_its_ring_and_without_the_ring_never_an_address()
    {
        using TempFolder folder = new();
        await BackUpAndRestoreAsync(folder.Path, In(folder.Path, "from"), In(folder.Path, "with"), In(folder.Path, "without"));
    }

    [Fact]
    public async Task PostgreSQL_comes_back_with_its_ring_and_without_the_ring_never_an_address()
    {
        using TempFolder folder = new();
        string connectionString = await server.ConnectionStringAsync(Token);
        await using PostgresDatabase from = await PostgresDatabase.CreateAsync(connectionString, null, Token);
        await using PostgresDatabase with = await PostgresDatabase.CreateAsync(connectionString, null, Token);
        await using PostgresDatabase without = await PostgresDatabase.CreateAsync(connectionString, null, Token);
        await BackUpAndRestoreAsync(folder.Path, In(folder.Path, "from", from), In(folder.Path, "with", with), In(folder.Path, "without", without));
    }

    private static async Task BackUpAndRestoreAsync(string folder, Dictionary<string, string> from, Dictionary<string, string> with, Dictionary<string, string> without)
    {
        string backup = Path.Combine(folder, "backup"), ring = Path.Combine(folder, "ring");
        string id = await FillAndBackUpAsync(folder, from, backup, ring);
        Canary canary = new("backup", Address);
        foreach (string file in Directory.GetFiles(backup))
        {
            string text = await BackupText.ReadAsync(folder, file);
            Assert.True(!canary.FoundIn(text).Any(), $"{file} holds {string.Join(", ", canary.FoundIn(text))}.");
        }

        Assert.DoesNotContain(Directory.GetFiles(backup), file => file.EndsWith("keyring.json", StringComparison.Ordinal));

        // No ring, and not said that it is lost.
        Assert.Contains("keyring.json", (await RunAsync(folder, with, "restore", "--from", backup)).With(1).Error, StringComparison.Ordinal);
        Directory.CreateDirectory(with["Moderation__KeyRingPath"]);
        File.Copy(Path.Combine(ring, "keyring.json"), Path.Combine(with["Moderation__KeyRingPath"], "keyring.json"));
        (await RunAsync(folder, with, "restore", "--from", backup)).With(0);
        Assert.Equal(id, Exported((await RunAsync(folder, with, "export", "--email", Address)).With(0)).Single().GetProperty("id").GetString());
        Assert.Contains("a restore overwrites nothing", (await RunAsync(folder, with, "restore", "--from", backup)).With(1).Error, StringComparison.Ordinal);

        (await RunAsync(folder, without, "restore", "--from", backup, "--new-key-ring")).With(0);
        Assert.Contains(Exported((await RunAsync(folder, without, "export", "--site", "demo")).With(0)), one => one.GetProperty("id").GetString() == id);
        Assert.Empty((await RunAsync(folder, without, "export", "--email", Address)).With(0).Lines);
        (await RunAsync(folder, without, "keys", "create", "--site", "demo", "--json")).With(0);
        ServiceProcess again = await ServiceProcess.StartAsync(folder, environment: without);
        Assert.Equal(0, await again.StopAsync());
    }

    private static async Task<string> FillAndBackUpAsync(string folder, Dictionary<string, string> from, string backup, string ring)
    {
        Dictionary<string, string> settings = new(from) { ["Moderation__Bootstrap__ApiKey"] = "a-key-for-backups-0123456789" };
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder, environment: settings);
        JsonObject reply = SomeReply.Json(email: Address);
        using HttpClient http = ModerationApp.NewClient(service.Address);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/v1/sites/demo/replies", UriKind.Relative)) { Content = JsonContent.Create(reply) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings["Moderation__Bootstrap__ApiKey"]);
        using HttpResponseMessage answer = await http.SendAsync(request, Token);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);

        (await RunAsync(folder, from, "backup", "--to", backup, "--key-ring-to", Path.Combine(backup, "ring"))).With(2);
        (await RunAsync(folder, from, "backup", "--to", backup, "--key-ring-to", ring)).With(0);
        (await RunAsync(folder, from, "backup", "--to", backup)).With(2);
        Assert.Equal(0, await service.StopAsync());
        return reply["id"]!.GetValue<string>();
    }

    private static IEnumerable<JsonElement> Exported(CommandRun run) => run.Lines.Select(line => JsonDocument.Parse(line).RootElement);

    private static Dictionary<string, string> In(string folder, string name, PostgresDatabase? database = null)
    {
        Dictionary<string, string> settings = new()
        {
            ["Moderation__DataDirectory"] = Path.Combine(folder, name),
            ["Moderation__KeyRingPath"] = Path.Combine(folder, $"{name}-ring"),
        };
        if (database is not null)
        {
            settings["ConnectionStrings__Postgres"] = database.ConnectionString;
        }

        return settings;
    }

    private static Task<CommandRun> RunAsync(string folder, Dictionary<string, string> settings, params string[] arguments) => CommandRun.OfAsync(folder, arguments, environment: settings);
}
