using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>Somebody at the console: signs in, presses keys, and keeps what the browser complained about meanwhile.</summary>
public sealed class ConsoleModerator : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private ConsoleModerator(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.PageError += (_, error) => Complaints.Add($"script error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Add($"console: {message.Text}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Dialogs, script errors and console errors.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Cards that are not collapsed.</summary>
    public ILocator Cards => Page.Locator(".card");

    public ILocator Current => Page.Locator(".card.current");

    /// <summary>What the page says about the last thing that happened.</summary>
    public ILocator Said => Page.Locator(".said");

    /// <summary>Signs in and opens the queue of a site.</summary>
    public static async Task<ConsoleModerator> OpenAsync(BrowserProcess browser, ServiceProcess service, DeskSite? site, string name = "admin", string password = ServiceProcess.AdminPassword, BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await browser.OpenAsync(service.Address, options);
        ConsoleModerator moderator = new(context, await context.NewPageAsync());
        await moderator.SignInAsync(name, password);
        if (site is not null)
        {
            await moderator.GoToAsync($"/moderate?site={site.Id}");
        }

        return moderator;
    }

    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync("/moderate/sign-in");
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(password);
        await SubmitAsync(Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }));
    }

    /// <summary>Presses a button that sends a form, and waits until the service has answered: whoever goes elsewhere before that takes it back.</summary>
    public async Task SubmitAsync(ILocator button)
    {
        await Page.RunAndWaitForResponseAsync(() => button.ClickAsync(), response => response.Request.Method == "POST" && response.Request.ResourceType is "document" or "fetch");
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    /// <summary>Opens a page of the console and waits until it answers keys.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("html[data-ready]").WaitForAsync();
    }

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>Waits until that many cards are open.</summary>
    public Task ExpectCardsAsync(int count) => Expect(Cards).ToHaveCountAsync(count);

    /// <summary>Waits until nothing is left to decide and everything decided is in the store.</summary>
    public async Task ExpectAllSavedAsync()
    {
        await ExpectCardsAsync(0);
        await Expect(Page.Locator(".line").GetByText("Saving")).ToHaveCountAsync(0);
    }

    /// <summary>Fails when the page is wider than the window, with the elements that stick out.</summary>
    public async Task ExpectNothingCutOffAsync(string where)
    {
        int overflow = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        string[] wide = overflow <= 0 ? [] : await Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(one => `${one.tagName}.${one.className}`)");
        Assert.True(overflow <= 0, $"{where} is {overflow} pixels too wide: {string.Join(", ", wide)}.");
    }

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}
