using Moderation.Comments;
using Moderation.Pages;
using Moderation.Server.Demo;

namespace Moderation.Server.Tests.Demo;

public sealed class ReadingTheDemoPage
{
    [Fact]
    public void It_has_an_article_its_comments_and_the_form()
    {
        string page = DemoPage.Render(SomeThread.View(SomeThread.Comment()));
        Assert.Contains("<h1>The evening ferry comes back</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"comments-heading\">One comment</h2>", page, StringComparison.Ordinal);
        Assert.Contains("The old bridge was closed in 2019.", page, StringComparison.Ordinal);
        Assert.Contains("<time datetime=\"2026-11-23T10:15:00Z\">23 November 2026, 10:15 UTC</time>", page, StringComparison.Ordinal);
        Assert.Contains(">Your email address will not be published. Required fields are marked *</p>", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/v1/sites/gazette/replies\"", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"page\" value=\"https://gazette.example/demo\">", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"title\" value=\"The evening ferry comes back\">", page, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"key\" value=\"pk_test\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"parentId\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("reply-status", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_no_script_and_loads_nothing_from_elsewhere()
    {
        string page = DemoPage.Render(SomeThread.View(SomeThread.Comment()));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link rel=\"stylesheet\" href=\"http", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Replies_are_nested_lists()
    {
        CommentView third = SomeThread.Comment("third");
        CommentView second = SomeThread.Comment("second", replies: third);
        string page = DemoPage.Render(SomeThread.View(SomeThread.Comment("first", replies: second)));
        Assert.Equal(3, page.Split("<ol class=\"comments\">").Length - 1);
        Assert.True(page.IndexOf("first", StringComparison.Ordinal) < page.IndexOf("second", StringComparison.Ordinal));
        Assert.Contains($"id=\"comment-{third.Id:D}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("approved", "Your comment is published")]
    [InlineData("waiting", "a moderator will read it")]
    [InlineData("refused", "was not published")]
    public void It_says_what_became_of_a_reply(string word, string expected)
    {
        string page = DemoPage.Render(SomeThread.View() with { Status = DemoView.ParseStatus(word) });
        Assert.Contains($"class=\"status {word}\" id=\"reply-status\" role=\"status\"", page, StringComparison.Ordinal);
        Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Approved")]
    [InlineData("<script>")]
    public void An_unknown_outcome_says_nothing(string? word) => Assert.Null(DemoView.ParseStatus(word));

    [Fact]
    public void Each_comment_has_a_link_that_makes_the_form_reply_to_it()
    {
        CommentView nested = SomeThread.Comment("nested", name: "Bea");
        DemoView view = SomeThread.View(SomeThread.Comment("root", replies: nested));
        Assert.Contains($"href=\"/demo?reply-to={nested.Id:D}#leave-a-reply\"", DemoPage.Render(view), StringComparison.Ordinal);

        string page = DemoPage.Render(view with { ReplyTo = nested.Id });
        Assert.Contains("Leave a Reply to <bdi>Bea</bdi>", page, StringComparison.Ordinal);
        Assert.Contains($"<input type=\"hidden\" name=\"parentId\" value=\"{nested.Id:D}\">", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/demo#leave-a-reply\">Cancel reply</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_to_a_comment_that_is_not_there_is_a_reply_to_the_article()
    {
        string page = DemoPage.Render(SomeThread.View(SomeThread.Comment()) with { ReplyTo = Guid.Empty });
        Assert.DoesNotContain("name=\"parentId\"", page, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"reply-heading\">Leave a Reply</h2>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_thread_has_parts_and_a_reply_stays_in_its_part()
    {
        CommentView comment = SomeThread.Comment();
        DemoView view = SomeThread.View(comment);
        view = view with { After = "abc+", Thread = view.Thread with { Next = "def/" } };
        string page = DemoPage.Render(view with { ReplyTo = comment.Id });
        Assert.Contains("href=\"/demo?after=def%2F#comments\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/demo#comments\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/demo?after=abc%2B&amp;reply-to={comment.Id:D}#leave-a-reply\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/demo?after=abc%2B#leave-a-reply\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PageMode.Open, true)]
    [InlineData(PageMode.Premoderated, true)]
    [InlineData(PageMode.Readonly, false)]
    [InlineData(PageMode.Closed, false)]
    [InlineData(PageMode.Hidden, false)]
    public void Only_a_page_that_accepts_replies_has_a_form(PageMode mode, bool hasForm)
    {
        DemoView view = SomeThread.View(SomeThread.Comment());
        string page = DemoPage.Render(view with { Thread = view.Thread with { Page = view.Thread.Page with { Mode = mode } } });
        Assert.Equal(hasForm, page.Contains("class=\"reply-form\"", StringComparison.Ordinal));
        Assert.Equal(hasForm, page.Contains("reply-to=", StringComparison.Ordinal));
        Assert.Equal(mode == PageMode.Premoderated, page.Contains("A moderator reads every comment", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_comment_can_be_reported_without_a_script_and_the_reader_is_told_that_it_arrived()
    {
        CommentView second = SomeThread.Comment("second");
        CommentView first = SomeThread.Comment("first", replies: second);
        DemoView view = SomeThread.View(first);
        string page = DemoPage.Render(view);
        Assert.All(new[] { first, second }, comment => Assert.Contains($"action=\"/v1/sites/gazette/replies/{comment.Id:D}/reports\"", page, StringComparison.Ordinal));
        Assert.Contains("<option value=\"threat\">It threatens somebody</option>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("report-status", page, StringComparison.Ordinal);
        Assert.Contains("A moderator will look at the comment you reported", DemoPage.Render(view with { IsReported = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_is_inert_in_every_place()
    {
        const string hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
        CommentView comment = SomeThread.Comment(hostile, hostile, "javascript:alert(3)");
        DemoView view = SomeThread.View(comment) with { Site = hostile, PublicKey = hostile, PageUrl = hostile, After = hostile, ReplyTo = comment.Id };
        string page = DemoPage.Render(view);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_honeypot_is_neither_seen_nor_heard_nor_filled_in()
    {
        string page = DemoPage.Render(SomeThread.View());
        Assert.Contains("<div class=\"out-of-sight\" aria-hidden=\"true\">", page, StringComparison.Ordinal);
        Assert.Contains("name=\"honeypot\" tabindex=\"-1\" autocomplete=\"off\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_comment_is_quoted_by_its_start()
    {
        CommentView comment = SomeThread.Comment(string.Concat(Enumerable.Repeat("👩‍👩‍👧 ", 400)));
        string page = DemoPage.Render(SomeThread.View(comment) with { ReplyTo = comment.Id });
        int start = page.IndexOf("<blockquote", StringComparison.Ordinal);
        string quote = page[start..page.IndexOf("</blockquote>", start, StringComparison.Ordinal)];
        Assert.Contains("…", quote, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", quote, StringComparison.Ordinal);
        Assert.DoesNotContain("‍…", quote, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_replies_follow_their_parents_and_were_written_before_now()
    {
        IReadOnlyList<Contracts.SubmitReply> replies = DemoThread.Replies("https://gazette.example/demo", SomeThread.Time);
        HashSet<string> seen = [];
        Assert.All(replies, reply =>
        {
            Assert.True(reply.ParentId is null || seen.Contains(reply.ParentId));
            Assert.True(seen.Add(Guid.ParseExact(reply.Id!, "D").ToString()));
            Assert.True(reply.SubmittedAt < SomeThread.Time);
            Assert.Null(reply.Author!.Email);
        });
    }
}
