using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

public sealed class ReadingComfortably(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_page_has_no_barriers(ColorScheme scheme)
    {
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service, new() { ColorScheme = scheme });
        await ExpectNoBarriersAsync(reader);
        foreach (string outcome in new[] { "approved", "waiting", "refused" })
        {
            await reader.Page.GotoAsync($"/demo?reply={outcome}");
            await Expect(reader.Status).ToBeVisibleAsync();
            await ExpectNoBarriersAsync(reader);
        }

        await reader.Comments.First.GetByRole(AriaRole.Link, new() { Name = "Reply to" }).ClickAsync();
        await ExpectNoBarriersAsync(reader);
        await reader.SendAsync("A remark.", "Ruth", website: "javascript:alert(1)");
        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await ExpectNoBarriersAsync(reader);
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(320, 480)]
    [InlineData(600, 450)]
    [InlineData(2400, 1200)]
    public async Task Nothing_is_cut_off_at_any_width(int width, int height)
    {
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service, new() { ViewportSize = new ViewportSize { Width = width, Height = height } });
        int overflow = await reader.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"At {width} pixels the page is {overflow} pixels too wide.");
        string folder = Path.Combine(AppContext.BaseDirectory, "TestResults");
        await reader.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"demo-{width}.png"), FullPage = true });
        Assert.True(new FileInfo(Path.Combine(folder, $"demo-{width}.png")).Length > 10_000);
    }

    [Fact]
    public async Task The_keyboard_reaches_every_field_and_never_the_hidden_one()
    {
        await using DemoReader reader = await DemoReader.OpenAsync(browser, service);
        await reader.Page.Keyboard.PressAsync("Tab");
        await Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the text" })).ToBeFocusedAsync();
        List<string> reached = [];
        string? focused;
        do
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            focused = await reader.Page.EvaluateAsync<string?>("() => document.activeElement?.id || document.activeElement?.type || null");
            reached.Add(focused ?? "");
        }
        while (focused != "submit" && reached.Count < 200);

        Assert.Equal(["body", "name", "email", "url", "submit"], reached[^5..]);
        Assert.DoesNotContain("honeypot", reached);
    }

    private static async Task ExpectNoBarriersAsync(DemoReader reader)
    {
        AxeResult result = await reader.Page.RunAxe();
        IEnumerable<string> serious = result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id} ({violation.Impact}): {violation.Help} {string.Join(", ", violation.Nodes.Select(node => node.Html))}");
        Assert.Empty(serious);
        Assert.NotEmpty(result.Passes);
    }
}
