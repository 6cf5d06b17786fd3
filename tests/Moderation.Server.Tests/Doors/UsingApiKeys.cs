using System.Net;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors;

public sealed class UsingApiKeys(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task No_key_and_an_unknown_key_are_unauthorized()
    {
        string body = SomeReply.Json().ToJsonString();
        (await app.PostJsonAsync("/v1/sites/demo/replies", body)).Problem(HttpStatusCode.Unauthorized, "key_missing");
        (await app.PostJsonAsync("/v1/sites/demo/replies", body, ("Authorization", "Bearer mk_00000000000000000000000000000000"))).Problem(HttpStatusCode.Unauthorized, "key_unknown");
        (await app.PostJsonAsync("/v1/sites/demo/replies", body, ("Authorization", $"Basic {app.ApiKey}"))).Problem(HttpStatusCode.Unauthorized, "key_missing");
        (await app.PostJsonAsync("/v1/sites/demo/replies", body, ("Authorization", "Bearer "))).Problem(HttpStatusCode.Unauthorized, "key_missing");
        (await app.PostJsonAsync("/v1/score", """{"text":"x"}""")).Problem(HttpStatusCode.Unauthorized, "key_missing");
        (await app.PostJsonAsync("/v1/score", """{"text":"x"}""", ModerationApp.Bearer(app.PublicKey))).Problem(HttpStatusCode.Unauthorized, "key_unknown");
    }

    [Fact]
    public async Task A_new_key_works_at_once_and_a_revoked_one_at_once_no_more()
    {
        string key = await app.IssueKeyAsync();
        (await app.PostReplyAsync(SomeReply.Json(), key)).With(HttpStatusCode.Accepted);
        await app.RevokeKeyAsync(key);
        (await app.PostReplyAsync(SomeReply.Json(), key)).Problem(HttpStatusCode.Unauthorized, "key_unknown");
    }

    [Fact]
    public async Task Another_sites_key_is_forbidden_everywhere()
    {
        string other = await app.IssueKeyAsync(await app.AddSiteAsync());
        string id = await app.PublishAsync(SomeReply.Json());

        (await app.PostReplyAsync(SomeReply.Json(), other)).Problem(HttpStatusCode.Forbidden, "key_other_site");
        (await app.StatusAsync(id, other)).Problem(HttpStatusCode.Forbidden, "key_other_site");
        (await app.WithdrawAsync(id, other)).Problem(HttpStatusCode.Forbidden, "key_other_site");
    }

    [Fact]
    public async Task A_key_opens_only_its_doors()
    {
        string key = await app.IssueKeyAsync(doors: Door.Perspective | Door.OpenAi);

        (await app.PostReplyAsync(SomeReply.Json(), key)).Problem(HttpStatusCode.Forbidden, "door_not_allowed");
        (await app.ScoreAsync(new System.Text.Json.Nodes.JsonObject { ["text"] = "x" }, key)).Problem(HttpStatusCode.Forbidden, "door_not_allowed");
    }

    [Fact]
    public async Task A_key_does_only_what_it_has_the_right_to()
    {
        string reader = await app.IssueKeyAsync(rights: KeyRights.Read);
        string writer = await app.IssueKeyAsync(rights: KeyRights.Submit);
        string id = await app.PublishAsync(SomeReply.Json(), writer);

        (await app.PostReplyAsync(SomeReply.Json(), reader)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await app.WithdrawAsync(id, reader)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await app.StatusAsync(id, writer)).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await app.StatusAsync(id, reader)).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_site_is_not_found()
    {
        (await app.PostReplyAsync(SomeReply.Json(), site: "nowhere")).Problem(HttpStatusCode.NotFound, "site_unknown");
        (await app.PostReplyAsync(SomeReply.Json(), site: "No%20Site!")).Problem(HttpStatusCode.NotFound, "site_unknown");
        (await app.StatusAsync(SomeReply.NewId(), site: "nowhere")).Problem(HttpStatusCode.NotFound, "site_unknown");
        (await app.StatusAsync(SomeReply.NewId(), "at_token", site: "nowhere")).Problem(HttpStatusCode.NotFound, "site_unknown");
        (await app.ThreadAsync(site: "nowhere")).Problem(HttpStatusCode.NotFound, "site_unknown");
        (await app.GetAsync("/v1/sites/nowhere/comments.json")).Problem(HttpStatusCode.NotFound, "site_unknown");
        (await app.PostFromPageAsync(SomeReply.Json(), null, site: "nowhere")).Problem(HttpStatusCode.NotFound, "site_unknown");
    }

    [Fact]
    public async Task What_a_test_key_posts_is_judged_and_never_public()
    {
        const string Page = "https://gazette.example/tested";
        string key = await app.IssueKeyAsync(isTest: true);
        Answer answer = await app.DecideAsync(SomeReply.Json(page: Page), key);
        string id = answer.Member("id");

        Assert.Equal("approved", answer.Member("state"));
        Assert.True((await app.StoredAsync(id))!.IsTest);
        Assert.True(Assert.Single(await app.EventsAsync(id)).GetProperty("test").GetBoolean());
        foreach (string path in new[] { $"/v1/sites/demo/threads?page={Page}", "/v1/sites/demo/comments.json", "/v1/sites/demo/comments.rss", "/v1/sites/demo/comments.atom", "/demo" })
        {
            Assert.DoesNotContain(id, (await app.GetAsync(path)).Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await app.ThreadAsync(Page)).Json.GetProperty("count").GetInt32());
    }
}
