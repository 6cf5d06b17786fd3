using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Pages;
using Moderation.Server.Tests.Doors.Compat;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Tests.Doors;

public sealed class SettingPages(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static int pages;

    private readonly string url = $"https://gazette.example/settings/{Interlocked.Increment(ref pages)}";

    [Theory]
    [InlineData(PageMode.Readonly)]
    [InlineData(PageMode.Closed)]
    [InlineData(PageMode.Hidden)]
    public async Task Nothing_is_accepted_at_any_door_and_the_thread_says_so(PageMode mode)
    {
        string before = await app.PublishAsync(SomeReply.Json(page: url));
        (await PutAsync($$"""{ "mode": "{{mode.ToText()}}" }""")).With(HttpStatusCode.OK);

        (await app.PostReplyAsync(SomeReply.Json(page: url))).Problem(HttpStatusCode.Conflict, "page_closed");
        (await app.PostFromPageAsync(SomeReply.Json(page: url), app.Origin)).Problem(HttpStatusCode.Conflict, "page_closed");
        (await app.PostFormAsync(SomeReply.Form(app.PublicKey, page: url), app.Origin, "application/json")).Problem(HttpStatusCode.Conflict, "page_closed");
        Answer form = (await app.PostFormAsync(SomeReply.Form(app.PublicKey, body: "What I had to say.", page: url), app.Origin)).With(HttpStatusCode.Conflict);
        Assert.Contains("What I had to say.", form.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", form.Text, StringComparison.Ordinal);

        Answer thread = await app.ThreadAsync(url);
        Assert.Equal(mode.ToText(), thread.Json.GetProperty("page").GetProperty("mode").GetString());
        Assert.Equal(mode != PageMode.Hidden, thread.Text.Contains(before, StringComparison.Ordinal));
        Assert.Equal(mode == PageMode.Hidden ? 0 : 1, thread.Json.GetProperty("count").GetInt32());
        Assert.Equal(mode != PageMode.Hidden, (await app.GetAsync("/v1/sites/demo/comments.json")).Text.Contains(before, StringComparison.Ordinal));

        (await PutAsync("""{ "mode": "open" }""")).With(HttpStatusCode.OK);
        (await app.PostReplyAsync(SomeReply.Json(page: url))).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_page_can_be_premoderated_before_its_first_comment()
    {
        Answer set = (await PutAsync("""{ "mode": "premoderated", "title": "The bridge" }""")).With(HttpStatusCode.OK);
        Assert.Equal("The bridge", set.Member("title"));

        Answer posted = await app.DecideAsync(SomeReply.Json(page: url));
        Assert.Equal("flagged", posted.Member("state"));
        Assert.Contains("premoderated", posted.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
        Assert.Equal("premoderated", (await app.ThreadAsync(url)).Json.GetProperty("page").GetProperty("mode").GetString());
    }

    [Fact]
    public async Task A_door_that_only_scores_follows_a_page_at_once_and_what_another_process_sets_soon()
    {
        await app.PublishAsync(SomeReply.Json(page: url));
        string key = await app.IssueKeyAsync(doors: Door.Akismet);
        string text = SomeReply.Friendly();
        async Task<string> CheckAsync() => (await app.AkismetAsync("comment-check", key, ("comment_content", text), ("permalink", url))).Text;
        Assert.Equal("false", await CheckAsync());

        (await PutAsync("""{ "mode": "premoderated" }""")).With(HttpStatusCode.OK);
        Assert.Equal("true", await CheckAsync());
        (await PutAsync("""{ "mode": "open" }""")).With(HttpStatusCode.OK);
        Assert.Equal("false", await CheckAsync());

        Assert.Equal(0, (await app.RunCommandAsync("pages", "set", "--site", ModerationApp.Site, "--url", url, "--mode", "premoderated")).ExitCode);
        await Eventually.GetAsync("what the command set is noticed", CheckAsync, answer => answer == "true");
    }

    [Fact]
    public async Task A_page_closes_at_its_time_and_opens_when_the_time_is_taken_away()
    {
        Answer set = (await PutAsync("""{ "closesAt": "2026-01-01T12:00:00+01:00" }""")).With(HttpStatusCode.OK);
        Assert.Equal("open", set.Member("mode"));
        Assert.Equal("closed", set.Member("effectiveMode"));
        Assert.Equal("2026-01-01T11:00:00Z", set.Member("closesAt"));
        (await app.PostReplyAsync(SomeReply.Json(page: url))).Problem(HttpStatusCode.Conflict, "page_closed");
        Assert.Equal("closed", (await app.ThreadAsync(url)).Json.GetProperty("page").GetProperty("mode").GetString());

        // What is left out stays.
        Assert.Equal("2026-01-01T11:00:00Z", (await PutAsync("""{ "mode": "premoderated" }""")).Member("closesAt"));
        Answer opened = await PutAsync("""{ "mode": "open", "closesAt": null }""");
        Assert.Equal(JsonValueKind.Null, opened.Json.GetProperty("closesAt").ValueKind);
        (await app.PostReplyAsync(SomeReply.Json(page: url))).With(HttpStatusCode.Accepted);
        Assert.Equal(opened.Text, (await GetAsync()).Text);
    }

    [Fact]
    public async Task A_page_closes_at_the_age_that_the_site_sets()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        await app.PublishAsync(SomeReply.Json(page: url), key, site);
        Assert.True(await app.Get<SiteStore>().SetClosingAsync(SiteId.Parse(site), 14, TestContext.Current.CancellationToken));
        (await app.PostReplyAsync(SomeReply.Json(page: url), key, site)).With(HttpStatusCode.Accepted);

        DateTimeOffset longAgo = TimeProvider.System.GetUtcNow().AddDays(-15);
        await app.Get<Database>().RunAsync((unit, token) => unit.ExecuteAsync("update page set created_at = @longAgo where site_id = @site", new { longAgo, site }, token), TestContext.Current.CancellationToken);

        (await app.PostReplyAsync(SomeReply.Json(page: url), key, site)).Problem(HttpStatusCode.Conflict, "page_closed");
        Assert.Equal("closed", (await app.ThreadAsync(url, site: site)).Json.GetProperty("page").GetProperty("mode").GetString());
        Assert.Equal(1, (await app.ThreadAsync(url, site: site)).Json.GetProperty("comments").GetArrayLength() > 0 ? 1 : 0);
    }

    [Fact]
    public async Task A_page_with_an_id_keeps_its_thread_when_its_address_changes()
    {
        JsonObject reply = SomeReply.Json(page: url);
        reply["page"]!["id"] = $"post-{url}";
        string id = await app.PublishAsync(reply);

        string moved = $"{url}/moved";
        (await app.SendJsonAsync(HttpMethod.Put, $"/v1/sites/demo/pages?url={Uri.EscapeDataString(moved)}", $$"""{ "id": "post-{{url}}" }""")).With(HttpStatusCode.OK);

        foreach (string address in new[] { url, moved })
        {
            Answer thread = await app.ThreadAsync(address);
            Assert.Contains(id, thread.Text, StringComparison.Ordinal);
            Assert.Equal(moved, thread.Json.GetProperty("page").GetProperty("url").GetString());
        }

        // And a reply that names it by its id alone under yet another address joins the same thread.
        JsonObject later = SomeReply.Json(page: $"{url}/again", parent: id);
        later["page"]!["id"] = $"post-{url}";
        await app.PublishAsync(later);
        Assert.Equal(2, (await app.ThreadAsync(moved)).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_page_nobody_has_set_is_open()
    {
        Answer page = (await GetAsync()).With(HttpStatusCode.OK);
        Assert.Equal("open", page.Member("mode"));
        Assert.Equal("open", page.Member("effectiveMode"));
        Assert.Equal(url, page.Member("url"));
    }

    [Fact]
    public async Task Bad_input_names_the_member()
    {
        (await PutAsync("""{ "mode": "shut" }""")).Invalid("mode");
        (await PutAsync("""{ "mode": 5 }""")).Invalid("mode");
        (await PutAsync("""{ "closesAt": "tomorrow" }""")).Invalid("closesAt");
        (await PutAsync("""{ "closesAt": 5 }""")).Invalid("closesAt");
        (await PutAsync("""{ "id": " ", "title": "" }""")).Invalid("id", "title");
        (await PutAsync("no json")).Problem(HttpStatusCode.BadRequest, "unreadable");
        (await PutAsync("[]")).Problem(HttpStatusCode.BadRequest, "unreadable");
        (await app.SendJsonAsync(HttpMethod.Put, "/v1/sites/demo/pages", "{}")).Invalid("url");
        (await app.SendJsonAsync(HttpMethod.Put, "/v1/sites/demo/pages?url=bridge", "{}")).Invalid("url");
        (await app.GetAsync("/v1/sites/demo/pages", app.ApiKey)).Invalid("url");
    }

    [Fact]
    public async Task Only_a_live_key_of_the_site_with_the_right_sets_pages()
    {
        string site = await app.AddSiteAsync();
        string other = await app.IssueKeyAsync(site);
        string reader = await app.IssueKeyAsync(rights: KeyRights.Submit | KeyRights.Read | KeyRights.Decide);
        string test = await app.IssueKeyAsync(isTest: true);

        (await PutAsync("""{ "mode": "closed" }""", other)).Problem(HttpStatusCode.Forbidden, "key_other_site");
        (await GetAsync(other)).Problem(HttpStatusCode.Forbidden, "key_other_site");
        (await PutAsync("""{ "mode": "closed" }""", reader)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await GetAsync(reader)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await PutAsync("""{ "mode": "closed" }""", test)).Problem(HttpStatusCode.Forbidden, "test_key");
        (await PutAsync("""{ "mode": "closed" }""", app.PublicKey)).Problem(HttpStatusCode.Unauthorized, "key_unknown");
        (await app.GetAsync(Address())).Problem(HttpStatusCode.Unauthorized, "key_missing");

        // The other site's page of the same address is another page.
        (await app.SendJsonAsync(HttpMethod.Put, Address(site), """{ "mode": "closed" }""", other)).With(HttpStatusCode.OK);
        Assert.Equal("open", (await GetAsync()).Member("effectiveMode"));
    }

    private string Address(string site = ModerationApp.Site) => $"/v1/sites/{site}/pages?url={Uri.EscapeDataString(url)}";

    private Task<Answer> PutAsync(string json, string? key = null) => app.SendJsonAsync(HttpMethod.Put, Address(), json, key);

    private Task<Answer> GetAsync(string? key = null) => app.GetAsync(Address(), key ?? app.ApiKey);
}
