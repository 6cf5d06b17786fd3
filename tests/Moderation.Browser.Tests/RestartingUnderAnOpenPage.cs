using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

public sealed class RestartingUnderAnOpenPage(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    [Fact]
    public async Task A_page_that_was_open_comes_back_and_goes_on()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "restart");
        string first = await site.FlagAsync("You are an absolute idiot, and everybody in this town knows it.", "Before");
        string second = await site.FlagAsync("Shut up, you moron, and read the report before you write.", "After");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(2);
        await moderator.PressAsync("f");
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Approved");

        await service.StopAsync();
        await Expect(moderator.Page.GetByText("The connection is lost")).ToBeVisibleAsync();
        await service.StartAgainAsync();

        await Expect(moderator.Current.GetByRole(Microsoft.Playwright.AriaRole.Heading)).ToHaveTextAsync("After", new() { Timeout = 60_000 });
        await Expect(moderator.Page.GetByText("The connection is lost")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await moderator.Page.Locator("html[data-ready]").WaitForAsync();
        await moderator.PressAsync("s");
        await moderator.ExpectAllSavedAsync();
        Assert.Equal("approved", await site.StateAsync(first));
        Assert.Equal("rejected", await site.StateAsync(second));
    }
}
