using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

public sealed class LeavingAReply(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_friendly_reply_appears_under_the_article(bool hasJavaScript)
    {
        string text = hasJavaScript
            ? "What a pleasant read about the ferry. My grandmother worked on the old boat and would have loved the lamp."
            : "Thank you for printing the timetable. We will take the late boat on Saturday and bring the children.";
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service, new() { JavaScriptEnabled = hasJavaScript });
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The evening ferry comes back");
        await Expect(reader.Page.GetByText("Your email address will not be published. Required fields are marked *", new() { Exact = true })).ToBeVisibleAsync();

        string address = $"ana.{(hasJavaScript ? "with" : "without")}@example.net";
        await reader.SendAsync(text, "Ana Lima", address, "ana.example");

        await Expect(reader.Status).ToContainTextAsync("Thank you");
        await reader.ExpectCommentAsync(text);
        await Expect(reader.CommentWith(text).GetByRole(AriaRole.Link, new() { Name = "Ana Lima", Exact = true })).ToHaveAttributeAsync("href", "https://ana.example");
        Assert.DoesNotContain(address, await reader.Page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(reader.Complaints);
        Assert.All(reader.Requested, request => Assert.Equal(service.Address.Authority, request.Authority));
    }

    [Fact]
    public async Task A_reader_reports_a_comment_where_it_stands_without_a_script()
    {
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service, new() { JavaScriptEnabled = false });
        ILocator comment = reader.Comments.First;
        await comment.Locator(".report summary").First.ClickAsync();
        await comment.GetByLabel("What is wrong with it?").First.SelectOptionAsync("irrelevant");
        await comment.GetByLabel("Anything a moderator should know").First.FillAsync("This is about another ferry.");
        await comment.GetByRole(AriaRole.Button, new() { Name = "Send the report" }).First.ClickAsync();
        await Expect(reader.Status).ToHaveTextAsync("Thank you. A moderator will look at the comment you reported.");
        Assert.Empty(reader.Complaints);
    }

    [Fact]
    public async Task An_approved_reply_is_pointed_at()
    {
        const string text = "I remember the old evening boat well, and I am glad that the choir can rehearse together again.";
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service);
        await reader.SendAsync(text, "Wanjiru");
        await reader.Page.WaitForURLAsync("**/demo?reply=approved#comment-*");
        await Expect(reader.Status).ToHaveTextAsync("Thank you. Your comment is published.");
        await Expect(reader.Status).ToBeInViewportAsync();
        await Expect(reader.Page.Locator(".comment:target")).ToContainTextAsync(text);
        await Expect(reader.Page.Locator(".comment:target")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_reply_to_a_comment_stands_below_it()
    {
        const string text = "That is good to hear, and it answers my question about the ramp as well.";
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service, new() { JavaScriptEnabled = false });
        ILocator first = reader.Comments.First;
        string id = (await first.GetAttributeAsync("id"))!;
        string author = await first.Locator(".author").InnerTextAsync();
        await first.GetByRole(AriaRole.Link, new() { Name = $"Reply to {author}" }).ClickAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = $"Leave a Reply to {author}" })).ToBeInViewportAsync();
        await reader.SendAsync(text, "Chidi");
        await reader.ExpectCommentAsync(text);
        await Expect(reader.Page.Locator($"li:has(> #{id}) > .comments .comment").Filter(new() { HasText = text })).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("CHEAP V1AGRA and casino bonus!!! Click http://pills-and-spins.example/win now, 100% free spins, best price, order today http://pills-and-spins.example")]
    [InlineData("You are a complete idiot and a worthless piece of scum. Shut up, you stupid moron, or I will come round and kill you.")]
    public async Task Spam_and_abuse_wait_or_are_refused(string text)
    {
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service);
        await reader.SendAsync(text, "Somebody");
        await reader.Page.WaitForURLAsync(url => url.Contains("reply=waiting", StringComparison.Ordinal) || url.Contains("reply=refused", StringComparison.Ordinal));
        await Expect(reader.Status).ToBeInViewportAsync();
        await Expect(reader.CommentWith(text[..25])).ToHaveCountAsync(0);
        await reader.Page.GotoAsync("/demo");
        await Expect(reader.CommentWith(text[..25])).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_missing_is_named_and_what_was_typed_is_kept()
    {
        const string text = "A calm and friendly remark about the timetable,\nin two lines.";
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service);
        await reader.SendAsync(text, "Ruth", "ruth@example.org", "javascript:alert(1)");

        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your comment was not sent");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Website must be" }).ClickAsync();
        await Expect(reader.Field("Website")).ToBeFocusedAsync();
        await Expect(reader.Field("Comment")).ToHaveValueAsync(text);
        await Expect(reader.Field("Name")).ToHaveValueAsync("Ruth");
        await Expect(reader.Field("Email")).ToHaveValueAsync("");
        Assert.DoesNotContain("ruth@example.org", await reader.Page.ContentAsync(), StringComparison.Ordinal);

        await reader.Field("Website").FillAsync("");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync();
        await reader.Page.WaitForURLAsync("**/demo?reply=*");
        await reader.ExpectCommentAsync("A calm and friendly remark about the timetable,");
    }

    [Fact]
    public async Task The_form_works_under_another_name_of_the_same_service()
    {
        const string text = "We read this at the kitchen table and everybody wanted to go on the boat at once.";
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service);
        await reader.Page.GotoAsync($"http://localhost:{service.Address.Port}/demo");
        await reader.SendAsync(text, "Kateryna");
        await reader.Page.WaitForURLAsync($"http://localhost:{service.Address.Port}/demo?reply=*");
        await reader.ExpectCommentAsync(text);
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_text()
    {
        const string harmless = "I like the lamp on the harbour office very much and look forward to Saturday";
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service);
        await reader.SendAsync($"{harmless} {hostile}", $"Ana {hostile}", "ana@example.net", "https://ana.example/\"onmouseover=\"alert(3)");
        await reader.Page.WaitForURLAsync("**/demo?reply=*");
        await reader.ExpectCommentAsync(harmless);
        ILocator comment = reader.CommentWith(harmless);
        await Expect(comment.Locator(".body")).ToHaveTextAsync($"{harmless} {hostile}");
        await Expect(comment.Locator(".author")).ToContainTextAsync(hostile);
        await Expect(comment.Locator("script, img, [onerror], [onmouseover]")).ToHaveCountAsync(0);
        Assert.Empty(reader.Complaints);
    }
}
