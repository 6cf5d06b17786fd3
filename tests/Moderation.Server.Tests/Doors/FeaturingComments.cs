using System.Net;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors;

public sealed class FeaturingComments(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task A_pick_is_shown_until_it_is_taken_back()
    {
        const string Page = "https://gazette.example/picked";
        string id = await app.PublishAsync(SomeReply.Json(page: Page));
        Assert.False(await IsFeaturedAsync(Page));
        int events = (await app.EventsAsync(id)).Count;

        Answer answer = (await SetAsync(id, "true")).With(HttpStatusCode.OK);
        Assert.True(answer.Json.GetProperty("featured").GetBoolean());
        (await SetAsync(id, "true")).With(HttpStatusCode.OK);
        Assert.True(await IsFeaturedAsync(Page));
        Assert.True((await app.GetAsync("/v1/sites/demo/comments.json")).Json.GetProperty("comments").EnumerateArray().Single(comment => comment.GetProperty("id").GetString() == id).GetProperty("featured").GetBoolean());

        // A decision in between changes nothing of it, and its undo still finds what it undoes.
        (await app.ModerateAsync(id, "remove")).With(HttpStatusCode.OK);
        (await SetAsync(id, "false")).With(HttpStatusCode.OK);
        (await app.ModerateAsync(id, "reopen")).With(HttpStatusCode.OK);
        Assert.Equal("approved", (await app.StatusAsync(id)).Member("state"));
        Assert.False((await app.StoredAsync(id))!.IsFeatured);
        Assert.Equal(events + 2, (await app.EventsAsync(id)).Count);
    }

    [Fact]
    public async Task Only_a_comment_can_be_picked()
    {
        string id = (await app.DecideAsync(SomeReply.Json(SomeReply.Spam()))).Member("id");
        (await SetAsync(id, "true")).Problem(HttpStatusCode.Conflict, "state_conflict");
        (await SetAsync(id, "false")).With(HttpStatusCode.OK);
        (await SetAsync(SomeReply.NewId(), "true")).Problem(HttpStatusCode.NotFound, "reply_unknown");
    }

    [Fact]
    public async Task Bad_input_names_the_member()
    {
        string id = await app.PublishAsync(SomeReply.Json());
        (await SetAsync(id, "\"yes\"")).Invalid("featured");
        (await SetAsync(id, "null")).Invalid("featured");
        (await app.SendJsonAsync(HttpMethod.Put, Address(id), "no json")).Problem(HttpStatusCode.BadRequest, "unreadable");
    }

    [Fact]
    public async Task Only_who_may_decide_on_this_site_picks()
    {
        Answer posted = await app.DecideAsync(SomeReply.Json());
        string id = posted.Member("id");
        string other = await app.IssueKeyAsync(await app.AddSiteAsync());
        (await SetAsync(id, "true", other)).Problem(HttpStatusCode.Forbidden, "key_other_site");
        (await SetAsync(id, "true", await app.IssueKeyAsync(rights: KeyRights.Submit | KeyRights.Read | KeyRights.Pages | KeyRights.Blocks))).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await SetAsync(id, "true", posted.Member("authorToken"))).Problem(HttpStatusCode.Forbidden, "right_missing");
        (await SetAsync(id, "true", await app.IssueKeyAsync(isTest: true))).Problem(HttpStatusCode.NotFound, "reply_unknown");
        Assert.False((await app.StoredAsync(id))!.IsFeatured);
    }

    private static string Address(string id) => $"/v1/sites/demo/replies/{id}/featured";

    private Task<Answer> SetAsync(string id, string value, string? key = null) => app.SendJsonAsync(HttpMethod.Put, Address(id), $$"""{ "featured": {{value}} }""", key);

    private async Task<bool> IsFeaturedAsync(string page) => (await app.ThreadAsync(page)).Json.GetProperty("comments").EnumerateArray().Single().GetProperty("featured").GetBoolean();
}
