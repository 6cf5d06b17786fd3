using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Commands;

/// <summary>What an operator does for a person, and with the keys, while the service runs beside the command.</summary>
public sealed class ErasingAndExporting(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Address = "ops.canary@nowhere.example";

    [Fact]
    public async Task A_person_is_exported_without_the_address_and_erased_for_good()
    {
        JsonObject reply = SomeReply.Json();
        reply["author"]!["email"] = Address;
        string id = await app.PublishAnywayAsync(reply);

        CommandRun export = (await RunAsync("export", "--email", Address)).With(0);
        JsonElement exported = JsonDocument.Parse(export.Lines.Single()).RootElement;
        Assert.Equal(id, exported.GetProperty("id").GetString());
        Assert.Equal(reply["body"]!.GetValue<string>(), exported.GetProperty("body").GetString());
        Assert.DoesNotContain(Address, export.Out, StringComparison.OrdinalIgnoreCase);
        CommandRun csv = (await RunAsync("export", "--site", ModerationApp.Site, "--format", "csv")).With(0);
        Assert.StartsWith("id,site,page_url", csv.Lines[0], StringComparison.Ordinal);
        Assert.Contains(csv.Lines, line => line.StartsWith(id, StringComparison.Ordinal));

        Assert.Equal(0, (await RunAsync("erase", "--email", Address, "--dry-run", "--json")).With(0).Json.GetProperty("erased").GetInt32());
        JsonElement erased = (await RunAsync("erase", "--email", Address, "--json")).With(0).Json;

        Assert.Equal(1, erased.GetProperty("erased").GetInt32());
        Answer status = (await app.StatusAsync(id)).With(HttpStatusCode.OK);
        Assert.Equal("erased", status.Member("state"));
        Assert.DoesNotContain(reply["body"]!.GetValue<string>(), status.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("erase", "--email", Address, "--json")).With(0).Json.GetProperty("found").GetInt32());
    }

    [Theory]
    [InlineData("erase")]
    [InlineData("erase --email nonsense")]
    [InlineData("erase --token nonsense")]
    [InlineData("export")]
    public async Task Wrong_usage_is_exit_code_2(string arguments) => Assert.NotEmpty((await RunAsync(arguments.Split(' '))).With(2).Error);

    [Fact]
    public async Task Keys_rotate_while_the_service_seals_and_opens()
    {
        JsonObject before = SomeReply.Json(), after = SomeReply.Json();
        before["author"]!["email"] = "rotated.before@nowhere.example";
        after["author"]!["email"] = "rotated.after@nowhere.example";
        string id = (await app.DecideAsync(before)).Member("id");

        JsonElement rotated = (await RunAsync("keys", "rotate-email", "--json")).With(0).Json;
        int version = rotated.GetProperty("version").GetInt32();
        Assert.True(rotated.GetProperty("renewed").GetInt64() > 0);
        string later = (await app.DecideAsync(after)).Member("id");

        Assert.Equal((version, version), (Version(id), Version(later)));
        Assert.Equal("rotated.before@nowhere.example", Open(id));
        Assert.Equal("rotated.after@nowhere.example", Open(later));
        JsonElement retired = (await RunAsync("keys", "rotate-email", "--retire", "--json")).With(0).Json;
        Assert.Contains(version - 1, retired.GetProperty("retired").EnumerateArray().Select(one => one.GetInt32()));
        Assert.Equal("rotated.before@nowhere.example", Open(id));
    }

    [Fact]
    public async Task Readiness_says_when_retention_times_were_last_kept()
    {
        await Eventually.TrueAsync("the first run is over", async () => (await app.GetAsync("/health/ready")).Json.TryGetProperty("retention", out _), 30);
        JsonElement ready = (await app.GetAsync("/health/ready")).With(HttpStatusCode.OK).Json;
        Assert.Equal("healthy", ready.GetProperty("checks").GetProperty("retention").GetString());
        Assert.Equal(0, ready.GetProperty("retention").GetProperty("letGo").GetProperty("texts").GetInt32());
    }

    private byte[] Sealed(string id) => Stored(id).EmailSealed!;

    private int Version(string id) => Moderation.Privacy.EmailSealer.VersionOf(Sealed(id))!.Value;

    private string Open(string id) => app.Get<Moderation.Privacy.EmailSealer>().Open(Stored(id).Key.Site, Guid.Parse(id), Sealed(id));

    private Moderation.Submissions.Submission Stored(string id) => app.Get<Moderation.Submissions.SubmissionStore>()
        .FindAsync(new(Moderation.Sites.SiteId.Parse(ModerationApp.Site), new(Guid.Parse(id))), CancellationToken.None).GetAwaiter().GetResult()!;

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(app.DataDirectory, arguments, environment: new Dictionary<string, string> { ["Moderation__DataDirectory"] = app.DataDirectory });
}
