using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

public sealed class PostingReplies(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task A_reply_is_stored_before_it_is_answered_and_judged_soon_after()
    {
        string id = SomeReply.NewId();
        Answer answer = (await app.PostReplyAsync(SomeReply.Json(id: id))).With(HttpStatusCode.Accepted);

        Assert.Equal(["authorToken", "id", "state"], answer.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(id, answer.Member("id"));
        Assert.Equal("received", answer.Member("state"));
        Assert.StartsWith("at_", answer.Member("authorToken"), StringComparison.Ordinal);
        Assert.Equal($"/v1/sites/demo/replies/{id}", answer.Header("Location"));
        Assert.NotNull(await app.StoredAsync(id));

        Submission judged = await app.DecidedAsync(id);
        Assert.Equal(SubmissionState.Approved, judged.State);
        JsonElement announced = Assert.Single(await app.EventsAsync(id));
        Assert.Equal("approved", announced.GetProperty("state").GetString());
        Assert.Equal("received", announced.GetProperty("previousState").GetString());
        Assert.Equal(1, announced.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Whoever_waits_gets_state_verdict_and_reasons()
    {
        Answer answer = (await app.PostReplyAsync(SomeReply.Json(), query: "?wait=10")).With(HttpStatusCode.OK);

        Assert.Equal("approved", answer.Member("state"));
        Assert.Equal("approve", answer.Member("verdict"));
        Assert.Equal(JsonValueKind.Array, answer.Json.GetProperty("reasons").ValueKind);
        Assert.StartsWith("at_", answer.Member("authorToken"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spam_is_kept_back_and_says_why()
    {
        Answer answer = await app.DecideAsync(SomeReply.Json(SomeReply.Spam()));

        Assert.Contains(answer.Member("state"), new[] { "flagged", "rejected" });
        Assert.NotEqual(0, answer.Json.GetProperty("reasons").GetArrayLength());
        Assert.DoesNotContain(answer.Member("id"), (await app.ThreadAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("11")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("")]
    public async Task A_wait_that_is_no_number_of_seconds_up_to_ten_is_refused(string wait) =>
        (await app.PostReplyAsync(SomeReply.Json(), query: $"?wait={wait}")).Invalid("wait");

    [Fact]
    public async Task The_same_reply_again_is_answered_as_before_and_stored_once()
    {
        JsonObject reply = SomeReply.Json(email: SomeReply.Address());
        Answer first = await app.DecideAsync(reply);
        Answer second = await app.DecideAsync(reply);
        Answer third = (await app.PostReplyAsync(reply)).With(HttpStatusCode.Accepted);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.Member("authorToken"), third.Member("authorToken"));
        Assert.Single(await app.EventsAsync(first.Member("id")));
        Assert.Equal(1, (await app.StoredAsync(first.Member("id")))!.Version);
    }

    [Fact]
    public async Task The_same_reply_from_many_senders_at_once_is_stored_once()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        JsonObject reply = SomeReply.Json();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => app.PostReplyAsync(reply, key, site, "?wait=10")));

        Assert.All(answers, answer => answer.With(HttpStatusCode.OK));
        Assert.Equal(1, await app.CountStoredAsync(site));
        Assert.Single(await app.EventsAsync(answers[0].Member("id"), site));
    }

    [Theory]
    [InlineData("body")]
    [InlineData("name")]
    [InlineData("email")]
    [InlineData("url")]
    [InlineData("page")]
    public async Task Other_content_under_a_known_id_is_refused_and_changes_nothing(string member)
    {
        JsonObject reply = SomeReply.Json(email: SomeReply.Address());
        string id = await app.PublishAsync(reply);
        JsonObject other = reply.DeepClone().AsObject();
        switch (member)
        {
            case "body":
                other["body"] = SomeReply.Friendly();
                break;
            case "page":
                other["page"]!["url"] = "https://gazette.example/another";
                break;
            default:
                other["author"]![member] = member == "email" ? "other@example.net" : "https://other.example";
                break;
        }

        (await app.PostReplyAsync(other)).Problem(HttpStatusCode.Conflict, "id_taken");
        Assert.Equal((string?)reply["body"], (await app.StoredAsync(id))!.Body);
    }

    [Fact]
    public async Task Two_sites_may_use_the_same_id()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        JsonObject reply = SomeReply.Json();
        string id = await app.PublishAsync(reply);
        reply["body"] = SomeReply.Friendly();
        await app.PublishAsync(reply, key, site);

        Assert.NotEqual((await app.StoredAsync(id))!.Body, (await app.StoredAsync(id, site))!.Body);
    }

    [Fact]
    public async Task The_site_may_be_repeated_and_no_other_named()
    {
        JsonObject reply = SomeReply.Json();
        reply["site"] = "demo";
        (await app.PostReplyAsync(reply)).With(HttpStatusCode.Accepted);
        reply["site"] = "other";
        (await app.PostReplyAsync(reply)).Invalid("site");
    }

    [Fact]
    public async Task An_id_is_made_when_none_is_given()
    {
        JsonObject reply = SomeReply.Json();
        reply.Remove("id");
        Answer answer = (await app.PostReplyAsync(reply)).With(HttpStatusCode.Accepted);

        Assert.NotNull(await app.StoredAsync(answer.Member("id")));
    }

    [Fact]
    public async Task Several_items_are_for_the_queue() =>
        (await app.PostReplyAsync(new JsonObject { ["items"] = new JsonArray(SomeReply.Json()) })).Invalid("items");

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        JsonObject reply = SomeReply.Json();
        reply["colour"] = new JsonObject { ["nested"] = new JsonArray(1, 2, 3) };
        reply["state"] = "approved";
        (await app.PostReplyAsync(reply)).With(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    public async Task Json_may_come_without_a_content_type(string? contentType) =>
        (await app.PostBytesAsync("/v1/sites/demo/replies", System.Text.Encoding.UTF8.GetBytes(SomeReply.Json().ToJsonString()), contentType, ModerationApp.Bearer(app.ApiKey)))
            .With(HttpStatusCode.Accepted);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Other_content_types_are_refused(string contentType) =>
        (await app.PostBytesAsync("/v1/sites/demo/replies", "x"u8.ToArray(), contentType, ModerationApp.Bearer(app.ApiKey))).Problem(HttpStatusCode.UnsupportedMediaType, "media_type");
}
