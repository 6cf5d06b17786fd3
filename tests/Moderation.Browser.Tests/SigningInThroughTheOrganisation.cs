using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>Nobody types a password here: the organisation says who somebody is, an admin here said what they may.</summary>
public sealed class SigningInThroughTheOrganisation(BrowserProcess browser, ServiceProcessOfAnOrganisation service) : IClassFixture<ServiceProcessOfAnOrganisation>
{
    [Fact]
    public async Task Whom_an_admin_has_linked_comes_in_and_goes_where_they_wanted()
    {
        await service.RunCommandAsync("users", "add", "linked", "--site", ServiceProcess.Site, "--openid-issuer", service.Issuer.AbsoluteUri.TrimEnd('/'), "--openid-subject", "marta-of-the-gazette");
        await using IBrowserContext context = await browser.OpenAsync(service.Address);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/moderate?queue=recent");
        await SignInAtTheOrganisationAsync(page, "marta-of-the-gazette");
        await page.Locator("html[data-ready]").WaitForAsync();
        Assert.EndsWith("queue=recent", page.Url, StringComparison.Ordinal);

        await page.GotoAsync("/moderate/account");
        await Expect(page.Locator("body")).ToContainTextAsync("linked");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GotoAsync("/moderate");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task Whom_nobody_has_linked_is_told_and_stays_outside()
    {
        await using IBrowserContext context = await browser.OpenAsync(service.Address);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/moderate");
        await SignInAtTheOrganisationAsync(page, "somebody-else");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nobody here has been given access");
        await page.GotoAsync("/moderate");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task Who_changes_their_mind_at_the_organisation_comes_back_to_the_form()
    {
        await using IBrowserContext context = await browser.OpenAsync(service.Address);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/moderate");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your organisation" }).ClickAsync();
        await page.GetByText("[ Cancel ]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    private static async Task SignInAtTheOrganisationAsync(IPage page, string subject)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your organisation" }).ClickAsync();
        await page.Locator("input[name=login]").FillAsync(subject);
        await page.Locator("input[name=password]").FillAsync("anything");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }
}
