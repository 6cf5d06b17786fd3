using Microsoft.Playwright;
using Moderation.Browser.Tests;

[assembly: AssemblyFixture(typeof(BrowserProcess))]

namespace Moderation.Browser.Tests;

/// <summary>One Chromium for all tests; each test opens a context of its own in it.</summary>
public sealed class BrowserProcess : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // Longer than the default: a machine that runs every test at once answers later, and not otherwise.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumPath.Find(), Headless = true, Args = Arguments });
    }

    /// <summary>A fresh reader: no cookies, English, 1,200 pixels wide unless the options say otherwise.</summary>
    public async Task<IBrowserContext> OpenAsync(Uri service, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = service.AbsoluteUri;
        options.Locale ??= "en-GB";
        options.ViewportSize ??= new ViewportSize { Width = 1200, Height = 900 };
        IBrowserContext context = await _browser!.NewContextAsync(options);

        // For the same reason: a form may be answered later than within the half minute of the default.
        context.SetDefaultTimeout(60_000);
        return context;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
