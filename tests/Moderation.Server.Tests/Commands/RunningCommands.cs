using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Commands;

/// <summary>The commands as a shell sees them: data on standard output, diagnostics on standard error, exit codes that mean something.</summary>
public sealed class RunningCommands : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Score_answers_every_line_in_its_order_and_names_the_bad_ones()
    {
        string longText = JsonSerializer.Serialize(new { id = "long", text = new string('a', 200_000) });
        string[] input =
        [
            """{"id":"1","text":"Good morning"}""", "no json", """{"id":2,"text":""}""", longText, """{"id":"5","text":7}""",
            """{"id":"6","text":"Good evening","author":{"name":"Ana","url":"https://ana.example"}}""",
        ];
        CommandRun run = await RunAsync(["score"], string.Join('\n', input));

        run.With(1);
        JsonElement[] lines = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(6, lines.Length);
        Assert.Equal("1", lines[0].GetProperty("id").GetString());
        Assert.Equal(8, lines[0].GetProperty("scores").EnumerateObject().Count());
        Assert.Equal("approve", lines[0].GetProperty("verdict").GetString());
        Assert.Equal(2, lines[1].GetProperty("line").GetInt32());
        Assert.Equal(2, lines[2].GetProperty("id").GetInt32());
        Assert.Equal("long", lines[3].GetProperty("id").GetString());
        Assert.Equal(5, lines[4].GetProperty("line").GetInt32());
        Assert.Equal("6", lines[5].GetProperty("id").GetString());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")), "Scoring touched a store.");
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("keys create")]
    [InlineData("sites add Gazette!")]
    [InlineData("sample --rate 0")]
    public async Task Wrong_usage_is_exit_code_2(string arguments)
    {
        CommandRun run = (await RunAsync(arguments.Split(' '))).With(2);

        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_bad_setting_stops_the_start_and_is_named()
    {
        CommandRun run = await CommandRun.OfAsync(folder.Path, ["serve"], environment: new Dictionary<string, string> { ["Moderation__Roles"] = "api,cook" });

        run.With(1);
        Assert.Contains("Moderation__Roles", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_of_a_wrong_type_is_named_as_the_shell_names_it()
    {
        CommandRun run = await CommandRun.OfAsync(folder.Path, ["serve"], environment: new Dictionary<string, string> { ["Moderation__RateLimits__FailedKeysPerMinute"] = "many" });

        run.With(1);
        Assert.Contains("Moderation:RateLimits:FailedKeysPerMinute", run.Error, StringComparison.Ordinal);
        Assert.Contains("Moderation__RateLimits__FailedKeysPerMinute", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_that_another_store_left_are_kept_and_are_none_of_this_store()
    {
        string made = Path.Combine(folder.Path, "data", "first-start.json"), aside = Path.Combine(folder.Path, "data", "first-start.1.json");
        (await RunAsync(["migrate"])).With(0);
        string before = await File.ReadAllTextAsync(made, TestContext.Current.CancellationToken);
        (await RunAsync(["migrate"])).With(0);
        Assert.Equal(before, await File.ReadAllTextAsync(made, TestContext.Current.CancellationToken));

        foreach (string file in Directory.GetFiles(Path.Combine(folder.Path, "data"), "moderation.db*"))
        {
            File.Delete(file);
        }

        Assert.Contains("first-start.1.json", (await RunAsync(["migrate"])).With(0).Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(aside, TestContext.Current.CancellationToken));
        using JsonDocument old = JsonDocument.Parse(before), now = JsonDocument.Parse(await File.ReadAllTextAsync(made, TestContext.Current.CancellationToken));
        foreach (string member in new[] { "apiKey", "publicKey", "adminPassword" })
        {
            Assert.NotEqual(old.RootElement.GetProperty(member).GetString(), now.RootElement.GetProperty(member).GetString());
        }
    }

    [Fact]
    public async Task An_address_that_is_taken_or_is_none_stops_the_start_with_a_sentence()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string taken = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        CommandRun run = await CommandRun.OfAsync(folder.Path, ["serve"], environment: new Dictionary<string, string> { ["ASPNETCORE_URLS"] = taken });
        run.With(1);
        Assert.Contains($"ASPNETCORE_URLS: Failed to bind to address {taken}", run.Error, StringComparison.Ordinal);
        Assert.Contains("name another address", run.Error, StringComparison.Ordinal);

        run = await CommandRun.OfAsync(folder.Path, ["serve"], environment: new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "next door" });
        run.With(1);
        Assert.Contains("ASPNETCORE_URLS: Invalid url: 'next door'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redrive_without_a_broker_says_that_it_asked_none()
    {
        CommandRun run = (await RunAsync(["redrive", "--list"])).With(0);
        Assert.Contains("The error queues were not asked: no broker is named (ConnectionStrings__RabbitMq), 0 in the store.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_ring_is_refused_with_a_sentence()
    {
        (await RunAsync(["migrate"])).With(0);
        Directory.Move(Path.Combine(folder.Path, "data", "keys"), Path.Combine(folder.Path, "old-keys"));

        CommandRun run = (await RunAsync(["sites", "list"])).With(1);

        Assert.Contains("Moderation__KeyRingPath", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data", "keys")), "A new ring hides that the old one is missing.");
    }

    [Fact]
    public async Task Sites_and_keys_are_made_listed_and_revoked()
    {
        using JsonDocument site = JsonDocument.Parse((await RunAsync(["sites", "add", "gazette", "--origin", "https://gazette.example", "--json"])).With(0).Out);
        Assert.StartsWith("pk_", site.RootElement.GetProperty("publicKey").GetString(), StringComparison.Ordinal);
        (await RunAsync(["sites", "add", "gazette"])).With(1);
        using JsonDocument key = JsonDocument.Parse((await RunAsync(["keys", "create", "--site", "gazette", "--door", "native", "--test", "--json"])).With(0).Out);
        string secret = key.RootElement.GetProperty("key").GetString()!;
        Assert.True(key.RootElement.GetProperty("test").GetBoolean());

        string listed = (await RunAsync(["keys", "list", "--site", "gazette"])).With(0).Out;
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
        Assert.Contains(key.RootElement.GetProperty("keyId").GetString()!, listed, StringComparison.Ordinal);
        (await RunAsync(["keys", "revoke", secret])).With(0);
        (await RunAsync(["keys", "revoke", secret])).With(1);
        using JsonDocument sites = JsonDocument.Parse((await RunAsync(["sites", "list", "--json"])).With(0).Out);
        Assert.Contains("gazette", sites.RootElement.EnumerateArray().Select(entry => entry.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Pages_are_closed_and_shown()
    {
        const string Url = "https://gazette.example/2026/bridge?utm_source=mail";
        (await RunAsync(["sites", "add", "gazette", "--close-pages-after-days", "14"])).With(0);
        using JsonDocument set = JsonDocument.Parse((await RunAsync(["pages", "set", "--site", "gazette", "--url", Url, "--mode", "readonly", "--closes-at", "2026-01-02", "--id", "post-1", "--json"])).With(0).Out);
        Assert.Equal("readonly", set.RootElement.GetProperty("mode").GetString());
        Assert.Equal("2026-01-02T00:00:00Z", set.RootElement.GetProperty("closesAt").GetString());
        Assert.Equal("https://gazette.example/2026/bridge", set.RootElement.GetProperty("url").GetString());

        using JsonDocument opened = JsonDocument.Parse((await RunAsync(["pages", "set", "--site", "gazette", "--url", Url, "--mode", "open", "--closes-at", "never", "--json"])).With(0).Out);
        Assert.Equal(JsonValueKind.Null, opened.RootElement.GetProperty("closesAt").ValueKind);
        Assert.Equal(JsonValueKind.String, opened.RootElement.GetProperty("closingTime").ValueKind);
        (await RunAsync(["sites", "set", "gazette", "--close-pages-after-days", "never"])).With(0);
        using JsonDocument shown = JsonDocument.Parse((await RunAsync(["pages", "show", "--site", "gazette", "--url", Url, "--json"])).With(0).Out);
        Assert.Equal("post-1", shown.RootElement.GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, shown.RootElement.GetProperty("closingTime").ValueKind);

        (await RunAsync(["pages", "set", "--site", "gazette", "--url", Url, "--mode", "shut"])).With(2);
        (await RunAsync(["pages", "set", "--site", "gazette", "--url", "bridge", "--mode", "open"])).With(2);
        (await RunAsync(["pages", "set", "--site", "gazette", "--url", Url, "--closes-at", "soon"])).With(2);
        (await RunAsync(["pages", "set", "--site", "nowhere", "--url", Url, "--mode", "open"])).With(1);
        (await RunAsync(["sites", "set", "gazette", "--close-pages-after-days", "0"])).With(2);
    }

    [Fact]
    public async Task Identity_keys_are_made_taken_in_listed_and_revoked()
    {
        (await RunAsync(["sites", "add", "gazette"])).With(0);
        using JsonDocument made = JsonDocument.Parse((await RunAsync(["identity-keys", "add", "--site", "gazette", "--json"])).With(0).Out);
        string secret = made.RootElement.GetProperty("secret").GetString()!;
        Assert.Equal(("k1", "HS256", 43), (made.RootElement.GetProperty("kid").GetString(), made.RootElement.GetProperty("algorithm").GetString(), secret.Length));

        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = Path.Combine(folder.Path, "public.pem");
        await File.WriteAllTextAsync(pem, pair.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        CommandRun taken = (await RunAsync(["identity-keys", "add", "--site", "gazette", "--kid", "pair", "--public-key", pem])).With(0);
        Assert.Empty(taken.Out);
        Assert.Contains("ES256", taken.Error, StringComparison.Ordinal);
        (await RunAsync(["identity-keys", "add", "--site", "gazette", "--kid", "own", "--secret-file", "-"], "a secret of thirty-two bytes, or more\n")).With(0);

        string listed = (await RunAsync(["identity-keys", "list", "--site", "gazette"])).With(0).Out;
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);
        Assert.Equal(4, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        (await RunAsync(["identity-keys", "revoke", "--site", "gazette", "--kid", "k1"])).With(0);
        (await RunAsync(["identity-keys", "revoke", "--site", "gazette", "--kid", "k1"])).With(1);

        (await RunAsync(["identity-keys", "add", "--site", "gazette", "--kid", "pair"])).With(1);
        (await RunAsync(["identity-keys", "add", "--site", "gazette", "--secret-file", "-"], "short")).With(1);
        (await RunAsync(["identity-keys", "add", "--site", "gazette", "--public-key", Path.Combine(folder.Path, "nowhere.pem")])).With(1);
        (await RunAsync(["identity-keys", "add", "--site", "gazette", "--public-key", pem, "--secret-file", pem])).With(2);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder.Path, "data"), "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(secret, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Blocks_are_made_listed_and_lifted()
    {
        (await RunAsync(["sites", "add", "gazette"])).With(0);
        using JsonDocument made = JsonDocument.Parse((await RunAsync(["blocks", "add", "--site", "gazette", "--network", "203.0.113.9/24", "--action", "reject", "--days", "7", "--note", "pills", "--json"])).With(0).Out);
        string id = made.RootElement.GetProperty("id").GetString()!;
        Assert.Equal("203.0.113.0/24", made.RootElement.GetProperty("shown").GetString());
        (await RunAsync(["blocks", "add", "--site", "gazette", "--email", "troll@example.net"])).With(0);

        CommandRun listed = (await RunAsync(["blocks", "list", "--site", "gazette"])).With(0);
        Assert.Contains(id, listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("troll", listed.Out, StringComparison.Ordinal);
        (await RunAsync(["blocks", "lift", id, "--site", "gazette"])).With(0);
        (await RunAsync(["blocks", "lift", id, "--site", "gazette"])).With(1);
        Assert.DoesNotContain(id, (await RunAsync(["blocks", "list", "--site", "gazette"])).With(0).Out, StringComparison.Ordinal);
        Assert.Contains(id, (await RunAsync(["blocks", "list", "--site", "gazette", "--all"])).With(0).Out, StringComparison.Ordinal);

        (await RunAsync(["blocks", "add", "--site", "gazette"])).With(2);
        (await RunAsync(["blocks", "add", "--site", "gazette", "--name", "Ned", "--subject", "42"])).With(2);
        (await RunAsync(["blocks", "add", "--site", "gazette", "--name", "Ned", "--action", "reject"])).With(2);
        (await RunAsync(["blocks", "add", "--site", "gazette", "--network", "0.0.0.0/0"])).With(2);
        (await RunAsync(["blocks", "add", "--site", "gazette", "--name", "Ned", "--days", "0"])).With(2);
    }

    [Fact]
    public async Task A_key_gets_the_rights_it_is_given_and_blocks_only_by_name()
    {
        (await RunAsync(["sites", "add", "gazette"])).With(0);
        using JsonDocument usual = JsonDocument.Parse((await RunAsync(["keys", "create", "--site", "gazette", "--json"])).With(0).Out);
        Assert.Equal(["submit", "read", "decide", "pages"], usual.RootElement.GetProperty("rights").EnumerateArray().Select(right => right.GetString()));
        using JsonDocument narrow = JsonDocument.Parse((await RunAsync(["keys", "create", "--site", "gazette", "--right", "submit", "--right", "blocks", "--json"])).With(0).Out);
        Assert.Equal(["submit", "blocks"], narrow.RootElement.GetProperty("rights").EnumerateArray().Select(right => right.GetString()));
        (await RunAsync(["keys", "create", "--site", "gazette", "--right", "everything"])).With(2);
    }

    [Fact]
    public async Task Sample_says_what_became_of_every_reply()
    {
        await using ServiceProcess service = await ServiceProcess.StartAsync(folder.Path);

        using JsonDocument tally = JsonDocument.Parse((await RunAsync(["sample", "--url", service.Address.AbsoluteUri, "--count", "20", "--rate", "100", "--json"])).With(0).Out);

        Assert.Equal(20, tally.RootElement.EnumerateArray().Sum(row => row.GetProperty("count").GetInt32()));
    }

    private Task<CommandRun> RunAsync(string[] arguments, string? input = null) => CommandRun.OfAsync(folder.Path, arguments, input);
}
