using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Moderation.Browser.Tests;

/// <summary>What these pages are looked at with.</summary>
internal static class Looking
{
    /// <summary>Checks the page with axe in both themes, and keeps screenshots where <c>MODERATION_TEST_SCREENSHOTS</c> says.</summary>
    public static async Task LookAsync(this ConsoleModerator moderator, string name)
    {
        foreach (ColorScheme theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await moderator.Page.EmulateMediaAsync(new() { ColorScheme = theme });
            AxeResult found = await moderator.Page.RunAxe();
            AxeResultItem[] barriers = [.. found.Violations.Where(violation => violation.Impact is "serious" or "critical")];
            Assert.True(barriers.Length == 0, string.Join(Environment.NewLine, barriers.Select(fault => $"{name} {theme}: {fault.Id}: {string.Join("; ", fault.Nodes.Select(node => node.Html))}")));
            if (Environment.GetEnvironmentVariable("MODERATION_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            {
                await moderator.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{theme}.png".ToLowerInvariant()), FullPage = false });
            }
        }

        await moderator.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Null });
    }

    /// <summary>The same on a telephone, where nothing may be cut off.</summary>
    public static async Task LookOnAPhoneAsync(this ConsoleModerator moderator, string name)
    {
        await moderator.Page.SetViewportSizeAsync(390, 844);
        await moderator.LookAsync($"{name}-phone");
        await moderator.ExpectNothingCutOffAsync(name);
        await moderator.Page.SetViewportSizeAsync(1280, 900);
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task WaitForAsync(this ConsoleModerator moderator, Func<Task<bool>> condition, string what)
    {
        for (int tries = 0; !await condition(); tries++)
        {
            Assert.True(tries < 600, $"{what}: not within a minute");
            await moderator.Page.WaitForTimeoutAsync(100);
        }
    }
}
