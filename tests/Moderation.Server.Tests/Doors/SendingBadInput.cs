using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

/// <summary>What robots, mistakes and attackers send. Everything is answered with a sentence or stored as it was written, and nothing of it runs.</summary>
public sealed class SendingBadInput(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Replies = "/v1/sites/demo/replies";

    private const string Hostile = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'>&amp;{{7*7}}";

    private static int pages;

    [Fact]
    public async Task Ten_megabytes_are_refused_by_their_size()
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{ "page": { "url": "{{SomeReply.Page}}" }, "author": { "name": "Ana" }, "body": "{{new string('a', 10_000_000)}}" }""");

        (await app.PostBytesAsync(Replies, body, "application/json", ModerationApp.Bearer(app.ApiKey))).Problem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Theory]
    [InlineData(20_001, 'a')]
    [InlineData(65_526, 'a')]
    [InlineData(65_526, 'ä')]
    public async Task A_text_over_the_limit_is_refused_by_name(int count, char letter) =>
        (await app.PostReplyAsync(SomeReply.Json(new string(letter, count)))).Invalid("body");

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("\u200b\u200b")]
    public async Task A_text_in_which_there_is_nothing_to_read_is_refused_by_name(string body) => (await app.PostReplyAsync(SomeReply.Json(body))).Invalid("body");

    [Fact]
    public async Task No_body_at_all_is_unreadable() =>
        (await app.PostBytesAsync(Replies, [], "application/json", ModerationApp.Bearer(app.ApiKey))).Problem(HttpStatusCode.BadRequest, "unreadable");

    [Fact]
    public async Task Null_characters_are_replaced_and_everything_else_is_kept()
    {
        JsonObject reply = SomeReply.Json("Before\0after, and \u202Eturned around\u202C again.", name: "A\0na");
        Submission stored = (await app.StoredAsync((await app.PostReplyAsync(reply)).With(HttpStatusCode.Accepted).Member("id")))!;

        Assert.Equal("Before\uFFFDafter, and \u202Eturned around\u202C again.", stored.Body);
        Assert.Equal("A\uFFFDna", stored.AuthorName);
    }

    [Fact]
    public async Task Markup_in_every_field_is_stored_as_written_and_inert_where_it_is_shown()
    {
        string page = $"{app.Origin}/demo";
        JsonObject reply = SomeReply.Json($"{SomeReply.Friendly()} {Hostile}", page: page, name: Hostile);
        reply["author"]!["url"] = "https://ana.example/?q=%3Cscript%3E";
        reply["page"]!["title"] = Hostile;
        string id = await app.PublishAnywayAsync(reply);

        Submission stored = (await app.StoredAsync(id))!;
        Assert.EndsWith(Hostile, stored.Body, StringComparison.Ordinal);
        Assert.Equal(Hostile, stored.AuthorName);
        foreach (string path in new[] { "/demo", "/v1/sites/demo/comments.rss", "/v1/sites/demo/comments.atom" })
        {
            Answer shown = (await app.GetAsync(path)).With(HttpStatusCode.OK);
            Assert.DoesNotContain("<script>alert", shown.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", shown.Text, StringComparison.Ordinal);
        }

        Answer thread = await app.ThreadAsync(page);
        Assert.Contains(id, thread.Text, StringComparison.Ordinal);
        Assert.Equal("application/json", thread.ContentType?.MediaType);
        Assert.Equal("nosniff", thread.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Ten_thousand_links_are_judged_and_wait_for_a_person()
    {
        Answer answer = await app.DecideAsync(SomeReply.Json("Look: " + string.Concat(Enumerable.Repeat("http://a.example ", 1_100))));
        Assert.Contains(answer.Member("state"), new[] { "flagged", "rejected" });
        Assert.Contains("links", answer.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));

        // Ten thousand do not fit into one reply: refused by their length, whatever is in them.
        (await app.PostReplyAsync(SomeReply.Json(string.Concat(Enumerable.Repeat("http://a.example ", 10_000))))).Invalid("body");
    }

    [Fact]
    public async Task A_parent_that_is_unknown_or_on_another_page_is_refused_by_name()
    {
        string elsewhere = await app.PublishAsync(SomeReply.Json(page: NewPage()));

        (await app.PostReplyAsync(SomeReply.Json(parent: SomeReply.NewId()))).Invalid("parentId");
        (await app.PostReplyAsync(SomeReply.Json(page: NewPage(), parent: elsewhere))).Invalid("parentId");
        (await app.PostReplyAsync(SomeReply.Json(parent: "the first one"))).Invalid("parentId");
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public async Task A_time_that_cannot_be_right_becomes_the_time_of_arrival(string time)
    {
        JsonObject reply = SomeReply.Json();
        reply["submittedAt"] = time;

        Submission stored = (await app.StoredAsync((await app.PostReplyAsync(reply)).With(HttpStatusCode.Accepted).Member("id")))!;

        Assert.Equal(stored.ReceivedAt, stored.SubmittedAt);
    }

    private static string NewPage() => $"https://gazette.example/bad-input/{Interlocked.Increment(ref pages)}";
}
