using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>A finger instead of keys: a card is swept right to approve and left to reject, and nothing happens by half a sweep.</summary>
public sealed class ReviewingOnAPhone(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private const string Insult = "You are an absolute idiot, and everybody in this town knows it.";

    private static BrowserNewContextOptions Phone => new() { HasTouch = true, IsMobile = true, ViewportSize = new ViewportSize { Width = 390, Height = 844 } };

    [Fact]
    public async Task A_sweep_to_the_right_approves_and_one_tap_takes_it_back()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "sweep-right");
        string id = await site.FlagAsync(Insult, "Ruth");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site, options: Phone);
        await moderator.ExpectCardsAsync(1);
        await SweepAsync(moderator, 180, 0);
        await moderator.ExpectAllSavedAsync();
        Assert.Equal("approved", await site.StateAsync(id));

        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await moderator.ExpectCardsAsync(1);
        Assert.Equal("flagged", await site.StateAsync(id));
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task Half_a_sweep_decides_nothing()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "sweep-half");
        string id = await site.FlagAsync(Insult, "Ruth");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site, options: Phone);
        await moderator.ExpectCardsAsync(1);
        await SweepAsync(moderator, 60, 0);
        await SweepAsync(moderator, -60, 0);

        // Answered after what the sweeps may have asked for.
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Thread" }).First.ClickAsync();
        await Expect(moderator.Page.Locator(".context")).ToBeVisibleAsync();
        await moderator.ExpectCardsAsync(1);
        Assert.Equal("flagged", await site.StateAsync(id));
    }

    [Fact]
    public async Task A_sweep_to_the_left_asks_for_the_reason_of_a_rejection()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "sweep-left");
        string id = await site.FlagAsync(Insult, "Ruth");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site, options: Phone);
        await moderator.ExpectCardsAsync(1);
        await SweepAsync(moderator, -180, 0);
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Abuse of a person" }).ClickAsync();
        await moderator.ExpectAllSavedAsync();
        Assert.Equal("rejected", await site.StateAsync(id));
    }

    [Fact]
    public async Task An_author_is_blocked_from_their_card_and_the_block_is_lifted_there()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "block");
        string first = await site.FlagAsync(Insult, "Nikos");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(1);
        await moderator.PressAsync("b");
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("waits for a moderator");
        await moderator.Page.GetByLabel("7 days").CheckAsync();
        await moderator.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Block", Exact = true }).ClickAsync();
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(moderator.Current.GetByRole(AriaRole.Button, new() { Name = "Lift the block" })).ToBeVisibleAsync();

        // What judges keeps blocks in mind for up to two seconds, and so many replies of one author wait anyhow: what tells is whether the block is among the reasons of the next one.
        int replies = 0;
        async Task<bool> IsLikeBlockedAsync()
        {
            (string id, _) = await site.SendAsync($"The harbour café has new opening hours from Monday on, says notice {++replies}.", "Nikos");
            return (await site.ReasonsAsync(id)).Contains("author_like_blocked");
        }

        await moderator.WaitForAsync(IsLikeBlockedAsync, "the block is among the reasons");
        await moderator.Current.GetByRole(AriaRole.Button, new() { Name = "Lift the block" }).ClickAsync();
        await Expect(moderator.Current.GetByRole(AriaRole.Button, new() { Name = "Lift the block" })).ToHaveCountAsync(0);
        await moderator.WaitForAsync(async () => !await IsLikeBlockedAsync(), "the block is no more among the reasons");
        Assert.Equal("flagged", await site.StateAsync(first));
    }

    /// <summary>Moves a finger over the card in focus.</summary>
    private static async Task SweepAsync(ConsoleModerator moderator, int across, int down)
    {
        LocatorBoundingBoxResult box = await moderator.Current.BoundingBoxAsync() ?? throw new InvalidOperationException("No card is in focus.");
        double x = box.X + (box.Width / 2), y = box.Y + (box.Height / 2);
        ICDPSession session = await moderator.Page.Context.NewCDPSessionAsync(moderator.Page);
        await TouchAsync(session, "touchStart", x, y);
        for (int step = 1; step <= 4; step++)
        {
            await TouchAsync(session, "touchMove", x + (across * step / 4.0), y + (down * step / 4.0));
        }

        await session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
    }

    private static async Task TouchAsync(ICDPSession session, string type, double x, double y) =>
        await session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = new object[] { new Dictionary<string, object> { ["x"] = x, ["y"] = y } } });
}
