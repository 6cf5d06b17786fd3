using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

public sealed class UsingAuthorTokens(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task An_author_sees_the_own_reply_and_nothing_derived_from_the_address()
    {
        JsonObject reply = SomeReply.Json(email: SomeReply.Address());
        Answer posted = await app.DecideAsync(reply);
        Answer seen = (await app.StatusAsync(posted.Member("id"), posted.Member("authorToken"))).With(HttpStatusCode.OK);

        Assert.Equal((string?)reply["body"], seen.Member("body"));
        Assert.Equal("approved", seen.Member("state"));
        Assert.Equal("Ana", seen.Json.GetProperty("author").GetProperty("name").GetString());
        Assert.Equal("no-store", seen.Header("Cache-Control"));
        Assert.Equal(
            ["author", "body", "decidedAt", "id", "page", "parentId", "reasons", "state", "submittedAt", "verdict"],
            seen.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_author_withdraws_the_own_reply_and_it_is_gone_at_once()
    {
        Answer posted = await app.DecideAsync(SomeReply.Json(page: "https://gazette.example/withdrawn"));
        string id = posted.Member("id");
        Assert.Contains(id, (await app.ThreadAsync("https://gazette.example/withdrawn")).Text, StringComparison.Ordinal);

        Answer withdrawn = (await app.WithdrawAsync(id, posted.Member("authorToken"))).With(HttpStatusCode.OK);

        Assert.Equal("removed", withdrawn.Member("state"));
        Assert.DoesNotContain(id, (await app.ThreadAsync("https://gazette.example/withdrawn")).Text, StringComparison.Ordinal);
        IReadOnlyList<JsonElement> events = await app.EventsAsync(id);
        Assert.Equal(2, events.Count);
        Assert.Equal("removed", events[1].GetProperty("state").GetString());
        Assert.Equal("author", events[1].GetProperty("decidedBy").GetString());
        Assert.Equal("withdrawn", Assert.Single(events[1].GetProperty("reasons").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Withdrawing_twice_is_the_same_as_once()
    {
        Answer posted = await app.DecideAsync(SomeReply.Json());
        Answer first = await app.WithdrawAsync(posted.Member("id"), posted.Member("authorToken"));
        Answer second = (await app.WithdrawAsync(posted.Member("id"), posted.Member("authorToken"))).With(HttpStatusCode.OK);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(2, (await app.EventsAsync(posted.Member("id"))).Count);
    }

    [Fact]
    public async Task The_token_of_another_reply_opens_nothing()
    {
        Answer mine = await app.DecideAsync(SomeReply.Json());
        Answer other = await app.DecideAsync(SomeReply.Json());

        (await app.StatusAsync(other.Member("id"), mine.Member("authorToken"))).Problem(HttpStatusCode.Forbidden, "token_other");
        (await app.WithdrawAsync(other.Member("id"), mine.Member("authorToken"))).Problem(HttpStatusCode.Forbidden, "token_other");
        (await app.StatusAsync(SomeReply.NewId(), mine.Member("authorToken"))).Problem(HttpStatusCode.Forbidden, "token_other");
        Assert.Equal("approved", (await app.StatusAsync(other.Member("id"), other.Member("authorToken"))).Member("state"));
    }

    [Fact]
    public async Task The_token_of_the_same_id_on_another_site_opens_nothing()
    {
        string site = await app.AddSiteAsync();
        JsonObject reply = SomeReply.Json();
        Answer there = await app.DecideAsync(reply, await app.IssueKeyAsync(site), site);
        await app.DecideAsync(reply);

        (await app.StatusAsync(there.Member("id"), there.Member("authorToken"))).Problem(HttpStatusCode.Forbidden, "token_other");
    }

    [Fact]
    public async Task A_token_does_not_post() =>
        (await app.PostReplyAsync(SomeReply.Json(), (await app.DecideAsync(SomeReply.Json())).Member("authorToken"))).Problem(HttpStatusCode.Unauthorized, "key_unknown");

    [Fact]
    public async Task A_reply_is_not_shown_without_token_or_key_nor_with_the_public_key()
    {
        string id = await app.PublishAsync(SomeReply.Json());

        (await app.GetAsync($"/v1/sites/demo/replies/{id}")).Problem(HttpStatusCode.Unauthorized, "key_missing");
        (await app.StatusAsync(id, app.PublicKey)).Problem(HttpStatusCode.Unauthorized, "key_unknown");
    }

    [Fact]
    public async Task The_website_sees_and_withdraws_with_its_key_what_exists()
    {
        string id = await app.PublishAsync(SomeReply.Json());

        Assert.Equal("approved", (await app.StatusAsync(id)).Member("state"));
        (await app.StatusAsync(SomeReply.NewId())).Problem(HttpStatusCode.NotFound, "reply_unknown");
        (await app.StatusAsync("no-id")).Problem(HttpStatusCode.NotFound, "reply_unknown");
        Assert.Equal("removed", (await app.WithdrawAsync(id)).Member("state"));
        Assert.Equal("site", (await app.EventsAsync(id))[1].GetProperty("decidedBy").GetString());
    }

    [Fact]
    public async Task Posting_a_published_comment_again_from_a_browser_does_not_hand_out_its_token()
    {
        // Everything in a comment without an address is public: whoever copies it must not be able to withdraw it.
        JsonObject reply = SomeReply.Json();
        string id = await app.PublishAsync(reply);
        Answer copied = await app.PostFromPageAsync(reply, origin: null);

        string token = copied.Json.TryGetProperty("authorToken", out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "at_none";
        (await app.WithdrawAsync(id, token)).Problem(HttpStatusCode.Forbidden, "token_other");
    }
}
