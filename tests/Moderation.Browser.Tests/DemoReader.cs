using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>Somebody at the demo page: says what a reader does, and keeps what the browser noticed meanwhile.</summary>
public sealed class DemoReader : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private DemoReader(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => Requested.Add(new Uri(request.Url));
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.PageError += (_, error) => Complaints.Add($"script error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add($"console: {message.Text}");
            }
        };
    }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>Everything the browser asked for.</summary>
    public List<Uri> Requested { get; } = [];

    /// <summary>Dialogs, script errors and console errors: a good visit has none.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The comments on the page, replies included.</summary>
    public ILocator Comments => Page.Locator(".comment");

    /// <summary>The field of the form with that label.</summary>
    public ILocator Field(string label) => Page.GetByRole(AriaRole.Textbox, new() { Name = label });

    /// <summary>What the page says about the reply that was sent.</summary>
    public ILocator Status => Page.GetByRole(AriaRole.Status);

    /// <summary>Opens the article and waits until the conversation of the first start is under it.</summary>
    public static async Task<DemoReader> OpenAsync(BrowserProcess browser, ServiceProcess service, BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await browser.OpenAsync(service.Address, options);
        DemoReader reader = new(context, await context.NewPageAsync());
        await reader.Page.GotoAsync("/demo");
        await reader.ReloadUntilAsync(async () => await reader.Comments.CountAsync() >= 3, "the first comments to be there");
        return reader;
    }

    /// <summary>Fills in the form and sends it.</summary>
    public async Task SendAsync(string body, string name, string email = "", string website = "")
    {
        await Field("Comment").FillAsync(body);
        await Field("Name").FillAsync(name);
        await Field("Email").FillAsync(email);
        await Field("Website").FillAsync(website);

        // Whoever goes elsewhere before the service has answered takes the reply back.
        await Page.RunAndWaitForResponseAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Post Comment" }).ClickAsync(), response => response.Request.Method == "POST");
    }

    /// <summary>The comment with that text.</summary>
    public ILocator CommentWith(string text) => Comments.Filter(new() { HasText = text });

    /// <summary>Reloads the page without the word about the last reply until the comment is on it.</summary>
    public async Task ExpectCommentAsync(string text)
    {
        await ReloadUntilAsync(async () => await CommentWith(text).CountAsync() > 0, $"the comment “{text}” to be shown");
        await Expect(CommentWith(text)).ToHaveCountAsync(1);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private async Task ReloadUntilAsync(Func<Task<bool>> isTrue, string what)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
        while (!await isTrue())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited a minute for {what}. The page shows:\n{await Page.InnerTextAsync("body")}");
            }

            await Page.GotoAsync("/demo");
        }
    }
}
