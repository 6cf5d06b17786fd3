using System.Net;
using System.Text.RegularExpressions;
using Moderation.Pages;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>What pages accept, set by whoever reviews, and seen only by who may see the site.</summary>
public sealed partial class ClosingPages(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task A_night_editor_closes_a_page_with_one_button_of_a_list()
    {
        (string site, string url, string id) = await PageAsync();
        using ConsoleVisitor editor = await app.ModeratorAsync($"night-{site}", site);
        Answer page = await editor.DoneAsync($"/moderate/pages?site={site}", "close", ("id", id));
        Assert.Contains("The page is closed", page.Text, StringComparison.Ordinal);
        (await app.PostReplyAsync(SomeReply.Json(page: url), await app.IssueKeyAsync(site), site)).With(HttpStatusCode.Conflict);
        await app.ExpectTrailAsync(site, "set_page", "closed");

        await editor.DoneAsync($"/moderate/pages?site={site}", "open", ("id", id));
        (await app.PostReplyAsync(SomeReply.Json(page: url), await app.IssueKeyAsync(site), site)).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Nobody_sees_or_closes_a_page_of_a_site_that_is_not_theirs()
    {
        (string site, string url, string id) = await PageAsync();
        (string other, _, _) = await PageAsync();
        using ConsoleVisitor editor = await app.ModeratorAsync($"other-{other}", other);
        (await editor.GetAsync($"/moderate/pages?site={site}")).With(HttpStatusCode.NotFound);
        Assert.DoesNotContain(url, (await editor.GetAsync($"/moderate/pages?site={other}")).Text, StringComparison.Ordinal);
        Assert.Contains("no such page", (await editor.DoneAsync($"/moderate/pages?site={other}", "close", ("id", id))).Text, StringComparison.Ordinal);
        Assert.Equal(PageMode.Open, (await FindAsync(site, url)).Mode);
        (await editor.PostWithoutTokenAsync($"/moderate/pages?site={other}", ("_handler", "act"), ("do", "close"), ("id", id))).With(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Mode_and_time_are_set_and_pages_are_found_by_their_words()
    {
        (string site, string url, string id) = await PageAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        string pages = $"/admin/pages?site={site}";
        await admin.DoneAsync(pages, "set", ("id", id), ("mode", "premoderated"), ("closes", "2031-12-24T18:30"));
        Page page = await FindAsync(site, url);
        Assert.Equal((PageMode.Premoderated, new DateTimeOffset(2031, 12, 24, 18, 30, 0, TimeSpan.Zero)), (page.Mode, page.ClosesAt));
        Assert.Contains("A date and a time", (await admin.ActAsync(pages, "set", ("id", id), ("mode", "open"), ("closes", "tomorrow"))).Text, StringComparison.Ordinal);
        await admin.DoneAsync(pages, "add", ("url", $"https://{site}.example/2026/harbour_100%"), ("mode", "hidden"));
        Assert.Contains("absolute http", (await admin.ActAsync(pages, "add", ("url", "javascript:alert(1)"), ("mode", "open"))).Text, StringComparison.Ordinal);

        Assert.Equal(1, Rows().Count((await admin.GetAsync($"{pages}&words=HARBOUR")).Text));
        Assert.Equal(1, Rows().Count((await admin.GetAsync($"{pages}&words=_100%25")).Text));
        Assert.Equal(0, Rows().Count((await admin.GetAsync($"{pages}&words=%25nothing%25")).Text));
        Assert.Equal(2, Rows().Count((await admin.GetAsync(pages)).Text));
    }

    private async Task<(string Site, string Url, string Id)> PageAsync()
    {
        string site = await app.AddSiteAsync();
        string url = $"https://{site}.example/2026/bridge";
        await app.PublishAnywayAsync(SomeReply.Json(page: url), await app.IssueKeyAsync(site), site);
        return (site, url, (await FindAsync(site, url)).PageId.ToString("D"));
    }

    private async Task<Page> FindAsync(string site, string url) => (await app.Get<PageStore>().FindByUrlAsync(SiteId.Parse(site), url, TestContext.Current.CancellationToken))!;

    [GeneratedRegex("<th scope=\"row\">")]
    private static partial Regex Rows();
}
