using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>What a moderator sees of a comment besides its text: what readers say of it, who wrote it, what the house asks for.</summary>
public sealed class LookingCloser(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private const string Insult = "You are an absolute idiot, and everybody in this town knows it.";

    [Fact]
    public async Task What_readers_reported_is_worked_through()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "reported");
        string first = await site.PublishAsync("The old bridge was closed in 2019, as far as I remember.", "Marta");
        string second = await site.PublishAsync("The bakery on Mill Lane opens at seven on weekdays.", "Tom");
        await site.ReportAsync(first, "abusive", "She means my sister. Write to eve.note@example.net", "203.0.113.1");
        await site.ReportAsync(first, "hate", null, "198.51.100.1");
        await site.ReportAsync(second, "spam", "It is his own bakery.", "203.0.113.1");

        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, null);
        await moderator.GoToAsync($"/moderate?site={site.Id}&queue=reported");
        await moderator.ExpectCardsAsync(2);
        await Expect(moderator.Current).ToContainTextAsync("Reports 2");
        await Expect(moderator.Current.Locator(".reports")).ToContainTextAsync("She means my sister.");
        Assert.DoesNotContain("eve.note@", await moderator.Page.ContentAsync(), StringComparison.Ordinal);
        await moderator.LookAsync("reported");
        await moderator.LookOnAPhoneAsync("reported");

        await moderator.PressAsync("f");
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Kept");
        await moderator.PressAsync("d");
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Why remove it?");
        await moderator.PressAsync("6");
        await moderator.ExpectAllSavedAsync();
        Assert.Equal(("approved", "removed"), (await site.StateAsync(first), await site.StateAsync(second)));
        await Expect(moderator.Page.Locator(".queues button[aria-current] .count")).ToHaveTextAsync("0");

        await moderator.PressAsync("z");
        await Expect(moderator.Current.Locator(".reports")).ToContainTextAsync("It is his own bakery.");
        Assert.Equal("approved", await site.StateAsync(second));
        await moderator.PressAsync("z");
        await Expect(moderator.Cards).ToHaveCountAsync(2);
        await Expect(moderator.Current).ToContainTextAsync("Reports 2");
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task What_the_house_asks_for_stands_beside_a_card_on_one_key()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "house");
        await site.FlagAsync(Insult, "Nikos");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(1);
        await moderator.PressAsync("p");
        await Expect(moderator.Page.Locator(".context")).ToContainTextAsync("Nothing is written yet");

        await moderator.Page.GotoAsync($"/admin/policy?site={site.Id}");
        await moderator.Page.GetByLabel("House rules").FillAsync("We argue about the matter.\nWe do not call people names.");
        await moderator.SubmitAsync(moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Save as version 1" }));
        await moderator.GoToAsync($"/moderate?site={site.Id}");
        await moderator.Current.GetByRole(AriaRole.Button, new() { Name = "Policy" }).ClickAsync();

        // A process keeps a policy in mind for up to two seconds: asked for again until it is the new one.
        await moderator.WaitForAsync(
            async () =>
            {
                await moderator.PressAsync("Escape");
                await Expect(moderator.Page.Locator(".context")).ToHaveCountAsync(0);
                await moderator.PressAsync("p");
                await Expect(moderator.Page.Locator(".context .rules")).ToBeVisibleAsync();
                return (await moderator.Page.Locator(".context").InnerTextAsync()).Contains("We do not call people names.", StringComparison.Ordinal);
            },
            "the rules of the house");
        await Expect(moderator.Page.Locator(".context")).ToContainTextAsync("Version 1");
        await moderator.LookAsync("house-rules");
    }

    [Fact]
    public async Task Every_command_is_found_by_its_name_and_no_key_does_nothing()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "palette");
        string id = await site.FlagAsync(Insult, "Nikos");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(1);
        await moderator.PressAsync("Control+k");
        await Expect(moderator.Page.Locator("#palette-words")).ToBeFocusedAsync();
        await moderator.LookAsync("commands");
        await moderator.PressAsync("Enter");
        await Expect(moderator.Page.Locator("#palette-words")).ToBeFocusedAsync();
        await moderator.Page.Keyboard.TypeAsync("queue appr");
        await Expect(moderator.Page.Locator(".palette button")).ToHaveCountAsync(1);
        await moderator.PressAsync("Enter");
        await Expect(moderator.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Approved");
        await moderator.PressAsync("9");
        await Expect(moderator.Said).ToContainTextAsync("The queues are 1 to 8.");
        await moderator.PressAsync("8");
        await Expect(moderator.Said).ToContainTextAsync("Approved: nothing.");
        await moderator.PressAsync("1");
        await moderator.ExpectCardsAsync(1);

        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Commands" }).ClickAsync();
        await moderator.Page.Locator(".palette").GetByRole(AriaRole.Button, new() { Name = "Spam", Exact = true }).ClickAsync();
        await moderator.ExpectAllSavedAsync();
        Assert.Equal("rejected", await site.StateAsync(id));
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task Who_wrote_it_stands_on_the_card_in_a_word()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "authors");
        await site.PublishAsync("The bakery on Mill Lane opens at seven on weekdays.", "Tom");
        (_, string state) = await site.SendAsync(Insult, "Tom", email: "tom.sealed@example.net");
        Assert.Equal("flagged", state);
        await site.SendAsync($"{Insult} Twice.", "Ruth", email: "ruth.sealed@example.net");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(2);
        await Expect(moderator.Cards.Filter(new() { HasText = "Tom" }).Locator(".badge")).ToHaveCountAsync(0);
        ILocator ruth = moderator.Cards.Filter(new() { HasText = "Ruth" });
        await Expect(ruth.Locator(".badge")).ToHaveTextAsync("new");

        await ruth.ClickAsync();
        await moderator.PressAsync("b");
        await moderator.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Block", Exact = true }).ClickAsync();
        await Expect(ruth.Locator(".badge.bad")).ToHaveTextAsync("blocked just now");
        await moderator.WaitForAsync(
            async () =>
            {
                await moderator.GoToAsync($"/moderate?site={site.Id}");
                await moderator.ExpectCardsAsync(2);
                return await ruth.Locator(".badge.bad").CountAsync() == 1;
            },
            "the block stands on the card");
        await Expect(ruth.Locator(".badge.bad")).ToHaveTextAsync("like a blocked one");
        await moderator.LookAsync("authors");
        await moderator.LookOnAPhoneAsync("authors");
    }
}
