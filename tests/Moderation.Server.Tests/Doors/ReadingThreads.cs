using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Pages;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

public sealed class ReadingThreads(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task A_thread_has_the_documented_members_and_no_other()
    {
        const string Page = "https://gazette.example/members";
        string id = await app.PublishAsync(SomeReply.Json(page: Page, email: SomeReply.Address()));
        JsonElement thread = (await app.ThreadAsync(Page)).With(HttpStatusCode.OK).Json;

        Assert.Equal(["comments", "count", "next", "page"], Names(thread));
        Assert.Equal(["mode", "title", "url"], Names(thread.GetProperty("page")));
        Assert.Equal("open", thread.GetProperty("page").GetProperty("mode").GetString());
        JsonElement comment = Assert.Single(thread.GetProperty("comments").EnumerateArray());
        Assert.Equal(["author", "body", "featured", "id", "parentId", "replies", "submittedAt"], Names(comment));
        Assert.Equal(["name", "url"], Names(comment.GetProperty("author")));
        Assert.Equal(id, comment.GetProperty("id").GetString());
        Assert.EndsWith("Z", comment.GetProperty("submittedAt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replies_stand_under_what_they_answer_and_are_shown_when_their_parent_is()
    {
        const string Page = "https://gazette.example/nested";
        string root = await app.PublishAsync(SomeReply.Json(page: Page));
        string child = await app.PublishAsync(SomeReply.Json(page: Page, parent: root));
        string grandchild = await app.PublishAsync(SomeReply.Json(page: Page, parent: child));
        JsonElement thread = (await app.ThreadAsync(Page)).Json;

        JsonElement shownRoot = Assert.Single(thread.GetProperty("comments").EnumerateArray());
        JsonElement shownChild = Assert.Single(shownRoot.GetProperty("replies").EnumerateArray());
        Assert.Equal(child, shownChild.GetProperty("id").GetString());
        Assert.Equal(root, shownChild.GetProperty("parentId").GetString());
        Assert.Equal(grandchild, Assert.Single(shownChild.GetProperty("replies").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(3, thread.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_thread_of_120_roots_comes_in_three_parts_without_gap_or_repeat()
    {
        const string Page = "https://gazette.example/long";
        string[] posted = await Task.WhenAll(Enumerable.Range(0, 120).Select(number => app.PublishAsync(SomeReply.Json(page: Page, name: $"Reader {number}"))));
        List<string> read = [];
        List<int> sizes = [];
        string? after = null;
        do
        {
            JsonElement part = (await app.ThreadAsync(Page, after)).With(HttpStatusCode.OK).Json;
            Assert.Equal(120, part.GetProperty("count").GetInt32());
            string[] ids = [.. part.GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("id").GetString()!)];
            sizes.Add(ids.Length);
            read.AddRange(ids);
            after = part.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal([50, 50, 20], sizes);
        Assert.Equal(posted.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Equal(120, read.Distinct().Count());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OTk5fDAwMDA")]
    public async Task A_made_up_cursor_is_refused(string after) => (await app.ThreadAsync(after: after)).Invalid("after");

    [Fact]
    public async Task A_reader_who_has_the_thread_gets_304_until_it_changes()
    {
        const string Page = "https://gazette.example/tagged";
        await app.PublishAsync(SomeReply.Json(page: Page));
        string tag = (await app.ThreadAsync(Page)).Header("ETag")!;
        Answer again = await app.ThreadAsync(Page, headers: ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Empty(again.Bytes);
        Assert.Equal(tag, again.Header("ETag"));
        await app.PublishAsync(SomeReply.Json(page: Page));
        Assert.NotEqual(tag, (await app.ThreadAsync(Page, headers: ("If-None-Match", tag))).With(HttpStatusCode.OK).Header("ETag"));
    }

    [Fact]
    public async Task A_page_nobody_commented_on_is_an_empty_thread()
    {
        JsonElement thread = (await app.ThreadAsync("https://gazette.example/silent")).With(HttpStatusCode.OK).Json;

        Assert.Equal(0, thread.GetProperty("count").GetInt32());
        Assert.Empty(thread.GetProperty("comments").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, thread.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bridge")]
    [InlineData("ftp://gazette.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_page_that_is_no_web_address_is_refused(string page) => (await app.ThreadAsync(page)).Invalid("page");

    [Fact]
    public async Task One_page_is_known_by_all_its_spellings_and_a_page_with_an_id_by_all_its_urls()
    {
        JsonObject reply = SomeReply.Json(page: "https://GAZETTE.example/spelt?utm_source=x&p=1&fbclid=y#comments");
        reply["page"]!["id"] = "post-1";
        string id = await app.PublishAsync(reply);
        JsonObject moved = SomeReply.Json(page: "https://gazette.example/moved");
        moved["page"]!["id"] = "post-1";
        string second = await app.PublishAsync(moved);

        foreach (string page in new[] { "https://gazette.example/spelt?p=1", "https://gazette.example/spelt?p=1&gclid=z", "https://gazette.example/moved" })
        {
            Answer answer = await app.ThreadAsync(page);
            Assert.Contains(id, answer.Text, StringComparison.Ordinal);
            Assert.Contains(second, answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(PageMode.Closed)]
    [InlineData(PageMode.Readonly)]
    [InlineData(PageMode.Hidden)]
    public async Task A_page_that_accepts_nothing_says_so_and_repeats_are_still_answered(PageMode mode)
    {
        string page = $"https://gazette.example/mode-{mode}";
        JsonObject before = SomeReply.Json(page: page);
        string id = await app.PublishAsync(before);
        await app.SetModeAsync(page, mode);

        (await app.PostReplyAsync(SomeReply.Json(page: page))).Problem(HttpStatusCode.Conflict, "page_closed");
        (await app.PostReplyAsync(before)).With(HttpStatusCode.Accepted);
        Assert.Equal(mode != PageMode.Hidden, (await app.ThreadAsync(page)).Text.Contains(id, StringComparison.Ordinal));
        Assert.Equal(mode != PageMode.Hidden, (await app.GetAsync("/v1/sites/demo/comments.json")).Text.Contains(id, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
}
