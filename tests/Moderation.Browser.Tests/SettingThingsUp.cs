using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>The admin pages in a real browser: without barriers, at any width, and a night editor's two clicks.</summary>
public sealed class SettingThingsUp(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private static readonly string[] Pages =
        ["/admin", "/admin/people", "/admin/alerts", "/admin/audit", "/admin/errors", "/admin/site", "/admin/keys", "/admin/pages", "/admin/hours", "/admin/policy", "/admin/words", "/admin/blocks", "/admin/scale", "/moderate/feedback", "/moderate/pages"];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task The_pages_have_no_barriers_and_nothing_is_cut_off(ColorScheme scheme, int width)
    {
        DeskSite site = await DeskSite.OpenAsync(service, $"setup-{scheme}-{width}".ToLowerInvariant());
        await site.SendAsync("A friendly remark about the bridge.");
        await site.SayAsync("submit-spam", "A friendly remark about the bridge.");
        await using ConsoleModerator admin = await ConsoleModerator.OpenAsync(browser, service, null, options: new() { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        foreach (string path in Pages)
        {
            await admin.Page.GotoAsync($"{path}?site={site.Id}");
            await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            AxeResult result = await admin.Page.RunAxe();
            string[] serious = [.. result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => $"{path}: {violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}")];
            Assert.True(serious.Length == 0, string.Join('\n', serious));
            await admin.ExpectNothingCutOffAsync($"At {width} pixels {path}");
        }

        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task A_moderator_confirms_what_the_site_said_and_dismisses_the_rest()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "feedback");
        await site.SendAsync("A friendly remark about the ferry.");
        await site.SayAsync("submit-spam", "A friendly remark about the ferry.");
        await site.SayAsync("submit-ham", "Cheap watches for everybody.");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.Page.GetByRole(AriaRole.Link, new() { Name = "Feedback" }).ClickAsync();
        ILocator statements = moderator.Page.GetByRole(AriaRole.Article);
        await Expect(statements).ToHaveCountAsync(2);
        await Expect(statements.Filter(new() { HasText = "ferry" })).ToContainTextAsync("The site says: spam");

        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm: spam: A friendly remark about the ferry." }).ClickAsync();
        await Expect(moderator.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("counts like a decision");
        await Expect(statements).ToHaveCountAsync(1);
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss: no spam: Cheap watches for everybody." }).ClickAsync();
        await Expect(moderator.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("nothing is learnt from it");
        await Expect(moderator.Page.GetByText("Nothing waits.")).ToBeVisibleAsync();
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task A_night_editor_closes_a_page_in_two_clicks()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "night");
        await site.SendAsync("A friendly remark about the bridge.");
        await using ConsoleModerator editor = await ConsoleModerator.OpenAsync(browser, service, site);
        await editor.Page.GetByRole(AriaRole.Link, new() { Name = "Pages" }).ClickAsync();
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Close: The bridge reopens" }).ClickAsync();
        await Expect(editor.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The page is closed");
        await Expect(editor.Page.GetByRole(AriaRole.Row, new() { Name = "The bridge reopens" })).ToContainTextAsync("closed");
    }
}
