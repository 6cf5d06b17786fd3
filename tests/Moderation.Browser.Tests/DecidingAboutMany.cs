using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>Campaigns and selections in a real browser: one decision, one undo.</summary>
public sealed class DecidingAboutMany(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private const string Insult = "You are an absolute idiot, and everybody in this town knows it.";

    private static readonly string[][] Spun =
    [
        ["Earn", "Make", "Get"], ["up to"], ["500", "700", "900"], ["dollars", "bucks"], ["every", "each"], ["day"], ["working"], ["from home"], ["with", "using"], ["this", "my"], ["simple", "easy"], ["trading method"],
        ["and no experience is needed"], ["just"], ["write", "send a message"], ["to me"], ["and I will show you"], ["how it works"], ["step by step", "in detail"], ["today", "now", "tonight"], ["buy cheap pills"], ["casino bonus"],
    ];

    private static bool IsFull => Environment.GetEnvironmentVariable("MODERATION_TEST_FULL") is { Length: > 0 };

    [Fact]
    public async Task A_wave_costs_one_decision_and_one_undo()
    {
        int size = IsFull ? 300 : 110;
        DeskSite site = await DeskSite.OpenAsync(service, "wave");
        Random random = new(5);
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, size).Select(async number => (await site.SendAsync(Spam(random), $"Reader {number}")).Id))];
        string[] before = [.. await Task.WhenAll(ids.Select(site.StateAsync))];
        string other = await site.FlagAsync(Insult, "Somebody else");

        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, null);
        await moderator.GoToAsync($"/moderate?site={site.Id}&queue={(before.Contains("rejected") ? "rejected" : "spam_likely")}");
        await Expect(moderator.Cards.First.GetByRole(AriaRole.Link, new() { Name = "Campaign 1" })).ToBeVisibleAsync();
        await moderator.GoToAsync($"/moderate/campaigns?site={site.Id}");
        ILocator card = moderator.Page.Locator("#campaign-1");
        await Expect(card).ToContainTextAsync($"{size} submissions");
        await Expect(card).ToContainTextAsync("Most unlike");
        await Expect(card).ToContainTextAsync("The bridge reopens");
        await moderator.LookAsync("campaigns");

        await card.GetByRole(AriaRole.Button, new() { Name = "Spam" }).ClickAsync();
        ILocator confirm = moderator.Page.Locator("#bulk-confirm");
        await Expect(confirm).ToBeDisabledAsync();
        await Expect(moderator.Page.Locator("#bulk-typed")).ToBeFocusedAsync();
        await moderator.LookAsync("bulk-preview");
        await moderator.Page.Keyboard.TypeAsync($"{size - 1}");
        await Expect(confirm).ToBeDisabledAsync();
        await moderator.Page.Locator("#bulk-typed").FillAsync($"{size}");
        await confirm.ClickAsync();
        await Expect(card).ToContainTextAsync("Rejected as a whole by");
        Assert.All(await Task.WhenAll(ids.Select(site.StateAsync)), state => Assert.True(state is "rejected" or "removed", state));
        Assert.Equal("flagged", await site.StateAsync(other));

        (string late, _) = await site.SendAsync(Spam(random), "A late one");
        await Expect(card).ToContainTextAsync($"{size + 1} submissions");
        await moderator.WaitForAsync(async () => await site.StateAsync(late) is "rejected", "the late one follows");

        await card.GetByRole(AriaRole.Button, new() { Name = "Undo all" }).ClickAsync();
        await Expect(moderator.Said).ToContainTextAsync("Undone: Campaign 1");
        Assert.Equal(before, await Task.WhenAll(ids.Select(site.StateAsync)));
        // It goes where it would be without the wave: to a person, unless its own score rejects as those of the others did.
        Assert.Contains(await site.StateAsync(late), before.Append("flagged"));
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task A_selection_is_decided_with_the_keyboard_and_undone_at_once()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "selection");
        List<string> ids = [];
        for (int number = 0; number < 6; number++)
        {
            ids.Add(await site.FlagAsync($"{Insult} {(char)('a' + number)} is what I say.", $"Reader {number}"));
        }

        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.PressAsync("Shift+D");
        await Expect(moderator.Said).ToContainTextAsync("Nothing is selected");
        await moderator.PressAsync("x");
        await moderator.PressAsync("j");
        await moderator.PressAsync("j");
        await moderator.PressAsync("Shift+X");
        await Expect(moderator.Page.Locator(".bulk-bar").First).ToContainTextAsync("3 selected");
        await moderator.LookAsync("selection");
        await moderator.PressAsync("Shift+S");
        await Expect(moderator.Page.Locator("#bulk-confirm")).ToBeFocusedAsync();
        await moderator.PressAsync("Enter");
        await Expect(moderator.Said).ToContainTextAsync("Rejected 3 of 3");
        Assert.Equal(["rejected", "rejected", "rejected", "flagged", "flagged", "flagged"], await Task.WhenAll(ids.Select(site.StateAsync)));

        await moderator.PressAsync("Shift+Z");
        await Expect(moderator.Said).ToContainTextAsync("Undone");
        Assert.All(await Task.WhenAll(ids.Select(site.StateAsync)), state => Assert.Equal("flagged", state));

        await moderator.ExpectCardsAsync(6);
        await moderator.PressAsync("x");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Select all in Flagged" }).ClickAsync();
        await moderator.PressAsync("Shift+A");
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Approve 6?");
        await Expect(moderator.Page.Locator("#bulk-confirm")).ToBeFocusedAsync();
        await moderator.PressAsync("Enter");
        await Expect(moderator.Said).ToContainTextAsync("Approved 6 of 6");
        Assert.All(await Task.WhenAll(ids.Select(site.StateAsync)), state => Assert.Equal("approved", state));
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task What_is_searched_for_is_found_kept_and_decided()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "search");
        string[] ids = [await site.FlagAsync($"{Insult} Turnip.", "Ruth"), await site.FlagAsync($"{Insult} Turnips and more.", "Paul"), await site.FlagAsync($"{Insult} A turnip again.", "Maria")];
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.PressAsync("/");
        await Expect(moderator.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Search");
        await moderator.Page.Locator("html[data-ready]").WaitForAsync();
        ILocator field = moderator.Page.Locator("#search-text");
        await field.FillAsync("state:nonsense");
        await moderator.PressAsync("Enter");
        await Expect(moderator.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("state: is one of");

        await field.FillAsync("turnip state:flagged toxicity>0.3");
        await moderator.WaitForAsync(
            async () =>
            {
                await field.PressAsync("Enter");
                return await moderator.Page.Locator(".result").CountAsync() == 2;
            },
            "both are searchable");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await Expect(moderator.Page.Locator(".kept")).ToContainTextAsync("turnip state:flagged");
        await moderator.LookAsync("search");
        string csv = await (await moderator.Page.Context.APIRequest.GetAsync($"/moderate/search/export?site={site.Id}&format=csv&q=turnip")).TextAsync();
        Assert.Equal(3, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("ana.sealed", csv, StringComparison.Ordinal);

        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Spam" }).ClickAsync();
        await Expect(moderator.Page.Locator("#bulk-confirm")).ToBeFocusedAsync();
        await moderator.PressAsync("Enter");
        await Expect(moderator.Said).ToContainTextAsync("Rejected 2 of 2");
        Assert.Equal(["rejected", "flagged", "rejected"], await Task.WhenAll(ids.Select(site.StateAsync)));
        Assert.Empty(moderator.Complaints);
    }

    private static string Spam(Random random)
    {
        lock (random)
        {
            return string.Join(' ', Spun.Select(choices => choices[random.Next(choices.Length)]));
        }
    }
}
