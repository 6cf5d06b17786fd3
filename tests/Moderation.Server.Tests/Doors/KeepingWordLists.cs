using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors;

public sealed class KeepingWordLists(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task A_list_is_added_read_changed_and_removed()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        string lists = $"/v1/sites/{site}/word-lists";

        Answer added = (await app.SendJsonAsync(HttpMethod.Post, lists, """{"name":"house rules","action":"flag","endsAt":"2099-01-01T00:00:00Z","entries":["Blarney","snake oil","BLARNEY"]}""", key)).With(HttpStatusCode.Created);
        string list = $"{lists}/{added.Member("id")}";
        JsonElement read = (await app.GetAsync(list, key)).With(HttpStatusCode.OK).Json;
        Assert.Equal(added.Json.GetRawText(), read.GetRawText());
        Assert.Equal(["Blarney", "snake oil"], read.GetProperty("entries").EnumerateArray().Select(entry => entry.GetString()));
        Assert.False((await app.GetAsync(lists, key)).With(HttpStatusCode.OK).Json.GetProperty("lists")[0].TryGetProperty("entries", out _));

        const string Changed = """{"name":"house rules","action":"reject","entries":["codswallop"],"version":1}""";
        Assert.Equal(2, (await app.SendJsonAsync(HttpMethod.Put, list, Changed, key)).With(HttpStatusCode.OK).Json.GetProperty("version").GetInt32());
        (await app.SendJsonAsync(HttpMethod.Put, list, Changed, key)).Problem(HttpStatusCode.Conflict, "version_conflict");
        (await app.SendJsonAsync(HttpMethod.Post, lists, Changed, key)).Problem(HttpStatusCode.Conflict, "name_taken");

        (await app.DeleteAsync(list, key)).With(HttpStatusCode.NoContent);
        (await app.DeleteAsync(list, key)).Problem(HttpStatusCode.NotFound, "word_list_unknown");
        (await app.GetAsync(list, key)).Problem(HttpStatusCode.NotFound, "word_list_unknown");
    }

    [Fact]
    public async Task A_listed_word_is_told_by_the_test_box_the_score_door_and_the_receipt_alike()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        await AddAsync(site, key, "flag", "blarney");
        const string Text = "A fine day. Pure BL4RNEY, that one.";

        JsonElement match = (await EventuallyAsync(() => app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/{site}/word-lists/test", $$"""{"text":"{{Text}}"}""", key), answer => answer.Json.GetProperty("matches").GetArrayLength() == 1))
            .Json.GetProperty("matches")[0];
        Assert.Equal("BL4RNEY", Text[match.GetProperty("start").GetInt32()..match.GetProperty("end").GetInt32()]);

        JsonElement scored = (await app.ScoreAsync(new JsonObject { ["text"] = Text, ["author"] = new JsonObject { ["name"] = "Ana" } }, key)).With(HttpStatusCode.OK).Json;
        Assert.Equal("flag", scored.GetProperty("verdict").GetString());
        JsonElement reason = scored.GetProperty("reasons").EnumerateArray().Single(reason => reason.GetProperty("code").GetString() == "word_list");
        Assert.Equal(("house rules", "blarney"), (reason.GetProperty("list").GetString(), reason.GetProperty("matched").GetString()));

        string id = (await app.DecideAsync(SomeReply.Json(Text), key, site)).Member("id");
        Submissions.Submission stored = (await app.StoredAsync(id, site))!;
        Assert.Equal(
            scored.GetProperty("reasons").EnumerateArray().Select(one => one.GetProperty("code").GetString()),
            Policies.StoredReasons.Codes(stored.ReasonsJson));
        Assert.Contains("\"matched\":\"blarney\",\"list\":\"house rules\"", stored.ReasonsJson!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applying_a_list_takes_comments_out_of_public_view()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        string bad = await app.PublishAsync(SomeReply.Json($"{SomeReply.Friendly()} Codswallop or not."), key, site);
        string good = await app.PublishAsync(SomeReply.Json($"{SomeReply.Friendly()} Or not."), key, site);
        string list = await AddAsync(site, key, "reject", "codswallop");

        JsonElement applied = (await app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/{site}/word-lists/{list}/apply", "{}", key)).With(HttpStatusCode.OK).Json;

        Assert.Equal((2, 1), (applied.GetProperty("examined").GetInt32(), applied.GetProperty("flagged").GetInt32()));
        Assert.Equal(JsonValueKind.Null, applied.GetProperty("next").ValueKind);
        Assert.Equal("flagged", (await app.StatusAsync(bad, key, site)).Member("state"));
        string thread = (await app.ThreadAsync(site: site)).Text;
        Assert.DoesNotContain(bad, thread, StringComparison.Ordinal);
        Assert.Contains(good, thread, StringComparison.Ordinal);
        JsonElement last = (await app.EventsAsync(bad, site))[^1];
        Assert.Equal(("flagged", "approved", "word_list"), (last.GetProperty("state").GetString(), last.GetProperty("previousState").GetString(), last.GetProperty("reasons")[0].GetString()));
    }

    [Theory]
    [InlineData("{}", "action", "entries", "name")]
    [InlineData("""{"name":"x","action":"approve","entries":["a"]}""", "action")]
    [InlineData("""{"name":"x","action":"flag","entries":["a",""]}""", "entries[1]")]
    [InlineData("""{"name":"x","action":"flag","entries":"a"}""", "entries")]
    [InlineData("""{"name":"x","action":"flag","entries":["a"],"startsAt":"soon"}""", "startsAt")]
    [InlineData("""{"name":"x","action":"flag","entries":["a"],"page":{"url":"https://gazette.example/never-seen"}}""", "page.url")]
    public async Task What_is_missing_or_wrong_is_named(string json, params string[] members) =>
        (await app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/word-lists", json)).Invalid(members);

    [Fact]
    public async Task Only_a_key_with_the_right_reads_and_writes_lists()
    {
        string key = await app.IssueKeyAsync(rights: KeyRights.Submit | KeyRights.Read | KeyRights.Decide | KeyRights.Pages);
        string test = await app.IssueKeyAsync(isTest: true);
        const string List = """{"name":"never","action":"flag","entries":["a"]}""";

        (await app.GetAsync("/v1/sites/demo/word-lists", key)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/word-lists", List, key)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await app.SendJsonAsync(HttpMethod.Post, "/v1/sites/demo/word-lists", List, test)).Problem(HttpStatusCode.Forbidden, "test_key");
        (await app.GetAsync("/v1/sites/demo/word-lists")).Problem(HttpStatusCode.Unauthorized, "key_missing");
    }

    private async Task<string> AddAsync(string site, string key, string action, string entry) =>
        (await app.SendJsonAsync(HttpMethod.Post, $"/v1/sites/{site}/word-lists", new JsonObject { ["name"] = "house rules", ["action"] = action, ["entries"] = new JsonArray(entry) }.ToJsonString(), key)).With(HttpStatusCode.Created).Member("id");

    private static Task<Answer> EventuallyAsync(Func<Task<Answer>> ask, Func<Answer, bool> isThere) => Eventually.GetAsync("a new list is noticed", ask, isThere);
}
