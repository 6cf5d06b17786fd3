using System.Text.Json;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Commands;

/// <summary>Policies, thresholds and word lists from the command line.</summary>
public sealed class ChoosingAPolicy : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_site_shows_its_thresholds_where_they_come_from_and_how_they_came_about()
    {
        (await RunAsync(["sites", "add", "gazette"])).With(0);

        JsonElement shown = Json((await RunAsync(["sites", "show", "gazette", "--json"])).With(0));

        Assert.Equal((0, 0.08), (shown.GetProperty("policyVersion").GetInt32(), shown.GetProperty("reviewBudget").GetDouble()));
        Assert.Contains("validation texts", shown.GetProperty("howDerived").GetString(), StringComparison.Ordinal);
        Assert.All(shown.GetProperty("thresholds").EnumerateArray(), threshold => Assert.Equal("model", threshold.GetProperty("from").GetString()));
        Assert.InRange(Threshold(shown, "spamReject").GetProperty("value").GetDouble(), 0.98, 1);
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("suggestion").ValueKind);
        Assert.Contains("0 submissions", shown.GetProperty("whyNoSuggestion").GetString(), StringComparison.Ordinal);
        Assert.Contains("Profanity alone is noted", (await RunAsync(["sites", "show", "gazette"])).With(0).Out, StringComparison.Ordinal);
        (await RunAsync(["sites", "show", "nowhere"])).With(1);
    }

    [Fact]
    public async Task A_policy_is_changed_member_by_member_and_bad_ones_are_refused_by_name()
    {
        (await RunAsync(["sites", "add", "gazette"])).With(0);

        (await RunAsync(["sites", "policy", "gazette", "--set", "-"], """{"flagsProfanity": true, "thresholds": {"spamFlag": 0.3}}""")).With(0);
        JsonElement policy = Json((await RunAsync(["sites", "policy", "gazette", "--set", "-"], """{"allowedDomains": ["wikipedia.org"]}""")).With(0));
        JsonElement shown = Json((await RunAsync(["sites", "show", "--site", "gazette", "--json"])).With(0));

        Assert.True(policy.GetProperty("flagsProfanity").GetBoolean());
        Assert.Equal("wikipedia.org", policy.GetProperty("allowedDomains")[0].GetString());
        Assert.Equal(2, shown.GetProperty("policyVersion").GetInt32());
        Assert.Equal((0.3, "site"), (Threshold(shown, "spamFlag").GetProperty("value").GetDouble(), Threshold(shown, "spamFlag").GetProperty("from").GetString()));
        Assert.Contains("maxLinks", (await RunAsync(["sites", "policy", "gazette", "--set", "-"], """{"maxLinks": 0}""")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("flagProfanity", (await RunAsync(["sites", "policy", "gazette", "--set", "-"], """{"flagProfanity": true}""")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("no domain", (await RunAsync(["sites", "policy", "gazette", "--set", "-"], """{"allowedDomains": ["not a domain"]}""")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("no policy", (await RunAsync(["sites", "policy", "gazette", "--set", "-"], "nothing")).With(1).Error, StringComparison.Ordinal);
        Assert.Equal(policy.GetRawText(), Json((await RunAsync(["sites", "policy", "gazette"])).With(0)).GetRawText());
    }

    [Fact]
    public async Task Word_lists_are_kept_tried_applied_and_removed()
    {
        (await RunAsync(["sites", "add", "gazette"])).With(0);
        JsonElement set = Json((await RunAsync(["wordlists", "set", "house rules", "--site", "gazette", "--entries", "-", "--action", "reject", "--json"], "blarney\nsnake oil\n\nBLARNEY\n")).With(0));

        Assert.Equal((2, "reject"), (set.GetProperty("entryCount").GetInt32(), set.GetProperty("action").GetString()));
        Assert.Equal("blarney\nsnake oil\n", (await RunAsync(["wordlists", "show", "house rules", "--site", "gazette"])).With(0).Out);
        JsonElement match = Json((await RunAsync(["wordlists", "test", "Pure BL4RNEY.", "--site", "gazette", "--json"])).With(0))[0];
        Assert.Equal((5, 12), (match.GetProperty("start").GetInt32(), match.GetProperty("end").GetInt32()));
        Assert.Equal(0, Json((await RunAsync(["wordlists", "apply", "house rules", "--site", "gazette", "--json"])).With(0)).GetProperty("examined").GetInt32());
        Assert.Contains("entries[0]", (await RunAsync(["wordlists", "set", "second", "--site", "gazette", "--entries", "-"], "!!!")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("second", (await RunAsync(["wordlists", "show", "second", "--site", "gazette"])).With(1).Error, StringComparison.Ordinal);
        (await RunAsync(["wordlists", "remove", "house rules", "--site", "gazette"])).With(0);
        Assert.Equal(0, Json((await RunAsync(["wordlists", "list", "--site", "gazette", "--json"])).With(0)).GetArrayLength());
    }

    [Fact]
    public async Task A_day_of_samples_is_judged_without_a_service_and_no_acceptable_one_is_rejected()
    {
        JsonElement day = Json((await RunAsync(["sample", "--dry-run", "--count", "3000", "--json"])).With(0));

        JsonElement shares = day.GetProperty("shares");
        Assert.Equal(3000, shares.GetProperty("samples").GetInt32());
        Assert.Equal(0, shares.GetProperty("acceptableRejected").GetDouble());
        Assert.InRange(shares.GetProperty("flagged").GetDouble(), 0.01, 0.08);
        Assert.Equal(3000, day.GetProperty("kinds").EnumerateArray().Sum(kind => kind.GetProperty("count").GetInt32()));
        Assert.Equal(day.GetRawText(), Json((await RunAsync(["sample", "--dry-run", "--count", "3000", "--json"])).With(0)).GetRawText());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")), "A dry run touched a store.");
    }

    private static JsonElement Threshold(JsonElement shown, string name) => shown.GetProperty("thresholds").EnumerateArray().Single(threshold => threshold.GetProperty("name").GetString() == name);

    private static JsonElement Json(CommandRun run) => JsonDocument.Parse(run.Out).RootElement;

    private Task<CommandRun> RunAsync(string[] arguments, string? input = null) => CommandRun.OfAsync(folder.Path, arguments, input);
}
