using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Doors;

/// <summary>Blocks as a site's own program makes them, each test on a site of its own.</summary>
public sealed class BlockingAuthorsAndNetworks(ModerationApp app) : IClassFixture<ModerationApp>, IAsyncLifetime
{
    private string site = "";
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        site = await app.AddSiteAsync([app.Origin]);
        key = await app.IssueKeyAsync(site);
        await app.AddIdentityKeyAsync(site);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_blocked_verified_author_is_rejected_until_the_block_is_lifted()
    {
        string id = await BlockAsync("subject", "user-42");
        await EventuallyAsync(() => Signed("user-42"), (state, reasons) => state == "rejected" && reasons.Contains("author_blocked"));
        Assert.Equal("approved", (await app.DecideAsync(Signed("user-43"), key, site)).Member("state"));

        Answer lifted = (await app.DeleteAsync($"/v1/sites/{site}/blocks/{id}", key)).With(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.String, lifted.Json.GetProperty("liftedAt").ValueKind);
        Assert.Equal(lifted.Text, (await app.DeleteAsync($"/v1/sites/{site}/blocks/{id}", key)).With(HttpStatusCode.OK).Text);
        await EventuallyAsync(() => Signed("user-42"), (_, reasons) => !reasons.Contains("author_blocked"));
    }

    [Fact]
    public async Task What_anybody_can_type_is_flagged_and_never_rejected_for_it()
    {
        string address = SomeReply.Address();
        await BlockAsync("email", address.ToUpperInvariant());
        await BlockAsync("name", "Nasty Ned");
        await EventuallyAsync(() => SomeReply.Json(name: "nasty ned"), (state, reasons) => state == "flagged" && reasons.Contains("author_like_blocked"));
        await EventuallyAsync(() => SomeReply.Json(email: address), (state, reasons) => state == "flagged" && reasons.Contains("author_like_blocked"));

        // The website vouches that it is another Ned.
        JsonObject vouched = Signed("user-1");
        vouched["author"]!["name"] = "Nasty Ned";
        Assert.DoesNotContain("author_like_blocked", await app.ReasonsAsync((await app.DecideAsync(vouched, key, site)).Member("id"), site));
    }

    [Fact]
    public async Task A_blocked_network_is_recognised_where_a_submission_comes_in()
    {
        await BlockAsync("network", "198.51.100.0/24", "reject");
        await EventuallyAsync(() => From("198.51.100.7"), (state, reasons) => state == "rejected" && reasons.Contains("network_blocked"));
        await BlockAsync("network", "2001:db8:77::/48");
        await EventuallyAsync(() => From("2001:db8:77::9"), (state, reasons) => state == "flagged" && reasons.Contains("network_blocked"));
        Assert.Equal("approved", (await app.DecideAsync(From("198.51.101.7"), key, site)).Member("state"));

        // For a page it is the connection that counts, whatever the page says.
        await BlockAsync("network", "127.0.0.0/8", "reject");
        string publicKey = await app.PublicKeyAsync(site);
        await Eventually.GetAsync("a blocked connection is recognised", async () =>
        {
            Answer posted = (await app.PostFromPageAsync(From("192.0.2.1"), app.Origin, publicKey, site)).With(HttpStatusCode.Accepted);
            return await app.DecidedAsync(posted.Member("id"), site);
        }, row => row.State == SubmissionState.Rejected);
    }

    [Fact]
    public async Task A_blocked_network_keeps_a_hash_that_does_not_change_and_no_address()
    {
        byte[]? before = (await app.StoredAsync((await app.DecideAsync(From("192.0.2.44"), key, site)).Member("id"), site))!.NetworkHash;
        await BlockAsync("network", "192.0.2.0/24");
        Answer flagged = await EventuallyAsync(() => From("192.0.2.44"), (_, reasons) => reasons.Contains("network_blocked"));
        Submission row = (await app.StoredAsync(flagged.Member("id"), site))!;
        Assert.Equal(Policies.Verdict.Flag, row.NetworkBlock);
        Assert.NotEqual(before, row.NetworkHash);
        Assert.Equal(app.Get<Privacy.NetworkHasher>().StableHash(SiteId.Parse(site), IPAddress.Parse("192.0.2.99")), row.NetworkHash);
    }

    [Fact]
    public async Task The_author_of_a_submission_can_be_blocked_by_it()
    {
        string reply = (await app.DecideAsync(Signed("user-9"), key, site)).Member("id");
        Answer added = await AddAsync($$"""{ "kind": "reply", "value": "{{reply}}", "note": "Sells pills; wrote to desk@gazette.example." }""");
        Assert.Equal("subject", added.Member("kind"));
        Assert.Equal("reject", added.Member("action"));
        Assert.Equal("Sells pills; wrote to …@….", added.Member("note"));
        await EventuallyAsync(() => Signed("user-9"), (state, reasons) => state == "rejected" && reasons.Contains("author_blocked"));
    }

    [Fact]
    public async Task Blocks_are_listed_newest_first_a_part_at_a_time_and_show_no_address()
    {
        string address = SomeReply.Address();
        await BlockAsync("email", address);
        string last = await BlockAsync("network", "203.0.113.7/24");
        Answer list = (await app.GetAsync($"/v1/sites/{site}/blocks", key)).With(HttpStatusCode.OK);
        JsonElement[] blocks = [.. list.Json.GetProperty("blocks").EnumerateArray()];
        Assert.Equal(2, blocks.Length);
        Assert.Equal(last, blocks[0].GetProperty("id").GetString());
        Assert.Equal("203.0.113.0/24", blocks[0].GetProperty("shown").GetString());
        Assert.Equal(JsonValueKind.Null, blocks[1].GetProperty("shown").ValueKind);
        Assert.DoesNotContain(address, list.Text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, list.Json.GetProperty("next").ValueKind);

        Answer rest = (await app.GetAsync($"/v1/sites/{site}/blocks?after={last}", key)).With(HttpStatusCode.OK);
        Assert.Single(rest.Json.GetProperty("blocks").EnumerateArray());
        (await app.GetAsync($"/v1/sites/{site}/blocks?after=x", key)).Invalid("after");
    }

    [Fact]
    public async Task Bad_input_names_the_member()
    {
        (await AddAsync("{}", isGood: false)).Invalid("kind", "value");
        (await AddAsync("""{ "kind": "subject", "value": 5 }""", isGood: false)).Invalid("value");
        (await AddAsync("""{ "kind": "name", "value": "Ned", "action": "reject" }""", isGood: false)).Invalid("action");
        (await AddAsync("""{ "kind": "network", "value": "everything" }""", isGood: false)).Invalid("value");
        (await AddAsync("""{ "kind": "name", "value": "Ned", "expiresAt": "2020-01-01T00:00:00Z" }""", isGood: false)).Invalid("expiresAt");
        (await AddAsync("""{ "kind": "name", "value": "Ned", "expiresAt": "soon" }""", isGood: false)).Invalid("expiresAt");
        (await AddAsync("no json", isGood: false)).Problem(HttpStatusCode.BadRequest, "unreadable");
        (await app.DeleteAsync($"/v1/sites/{site}/blocks/1", key)).Problem(HttpStatusCode.NotFound, "block_unknown");
        (await app.DeleteAsync($"/v1/sites/{site}/blocks/{SomeReply.NewId()}", key)).Problem(HttpStatusCode.NotFound, "block_unknown");
    }

    [Fact]
    public async Task Only_a_live_key_of_the_site_with_the_right_blocks()
    {
        string id = await BlockAsync("name", "Ned");
        string usual = await app.IssueKeyAsync(site, rights: KeyRights.Usual);
        string test = await app.IssueKeyAsync(site, isTest: true);
        foreach ((string? other, HttpStatusCode status, string code) in new[]
        {
            (app.ApiKey, HttpStatusCode.Forbidden, "key_other_site"), (usual, HttpStatusCode.Forbidden, "right_missing"), (test, HttpStatusCode.Forbidden, "test_key"),
            (await app.PublicKeyAsync(site), HttpStatusCode.Unauthorized, "key_unknown"), (null, HttpStatusCode.Unauthorized, "key_missing"),
        })
        {
            using StringContent body = new("""{ "kind": "name", "value": "Ana" }""", System.Text.Encoding.UTF8, "application/json");
            (await app.GetAsync($"/v1/sites/{site}/blocks", other)).Problem(status, code);
            (await app.SendAsync(HttpMethod.Post, $"/v1/sites/{site}/blocks", body, ModerationApp.Bearer(other))).Problem(status, code);
            (await app.DeleteAsync($"/v1/sites/{site}/blocks/{id}", other)).Problem(status, code);
        }

        // By its own route another site finds nothing of this one.
        (await app.DeleteAsync($"/v1/sites/demo/blocks/{id}", app.ApiKey)).Problem(HttpStatusCode.NotFound, "block_unknown");
        (await app.GetAsync($"/v1/sites/demo/blocks?after={id}", app.ApiKey)).Invalid("after");
        Assert.DoesNotContain(id, (await app.GetAsync("/v1/sites/demo/blocks", app.ApiKey)).Text, StringComparison.Ordinal);
    }

    private static JsonObject From(string address)
    {
        JsonObject reply = SomeReply.Json();
        reply["client"] = new JsonObject { ["ip"] = address };
        return reply;
    }

    private JsonObject Signed(string subject)
    {
        JsonObject reply = SomeReply.Json();
        reply["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(site, SomeReply.Page, TimeProvider.System.GetUtcNow(), subject));
        return reply;
    }

    private async Task<Answer> AddAsync(string json, bool isGood = true)
    {
        Answer answer = await app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/{site}/blocks", json, key);
        return isGood ? answer.With(HttpStatusCode.Created) : answer;
    }

    private async Task<string> BlockAsync(string kind, string value, string? action = null) =>
        (await AddAsync(new JsonObject { ["kind"] = kind, ["value"] = value, ["action"] = action }.ToJsonString())).Member("id");

    /// <summary>A block counts within two seconds, so that submissions are sent until one meets it.</summary>
    private Task<Answer> EventuallyAsync(Func<JsonObject> reply, Func<string, string[], bool> isSo) => Eventually.GetAsync(
        "the block counts",
        () => app.DecideAsync(reply(), key, site),
        answer => isSo(answer.Member("state"), [.. answer.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)]));
}
