using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>What the public sees of comments that are removed, answered or picked, and how a moderator brings it about.</summary>
public sealed class RemovingComments(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private const string Long = "The old bridge was closed in 2019 and the council has not said one word about when it will open again.";

    [Fact]
    public async Task A_comment_goes_with_its_replies_and_one_undo_brings_all_back()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "with-replies");
        string parent = await site.PublishAsync("The bakery on Mill Lane opens at seven on weekdays.", "Tom");
        string reply = await site.PublishAsync("It opened at half past seven this morning.", "Ruth", parent);
        await using ConsoleModerator moderator = await OpenApprovedAsync(site, "Tom");
        await moderator.PressAsync("d");
        await moderator.Page.GetByLabel("Remove the reply below it as well").CheckAsync();
        await moderator.LookAsync("remove-with-replies");
        await moderator.Page.Locator("#reason-irrelevant").ClickAsync();
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Removed (not about the topic) with one reply");
        Assert.Equal(("removed", "removed"), (await site.StateAsync(parent), await site.StateAsync(reply)));

        await moderator.PressAsync("z");
        await Expect(moderator.Said).ToHaveTextAsync("Undone.");
        Assert.Equal(("approved", "approved"), (await site.StateAsync(parent), await site.StateAsync(reply)));
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task Alone_it_leaves_a_placeholder_and_a_warning_where_a_reply_quotes_it()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "quoted");
        string parent = await site.PublishAsync(Long, "Tom");
        string reply = await site.PublishAsync($"\u201c{Long}\u201d That is not so, they wrote to us in May.", "Ruth", parent);
        await using ConsoleModerator moderator = await OpenApprovedAsync(site, "Tom");
        await moderator.PressAsync("d");
        await Expect(moderator.Page.Locator("#with-replies")).Not.ToBeCheckedAsync();
        await moderator.Page.Locator("#reason-irrelevant").ClickAsync();
        await Expect(moderator.Said).ToContainTextAsync("One reply quotes it at length and stays");
        await moderator.LookAsync("quoted");

        using JsonDocument thread = await site.ThreadAsync();
        JsonElement place = thread.RootElement.GetProperty("comments")[0];
        Assert.Equal((parent, true, ""), (place.GetProperty("id").GetString(), place.GetProperty("removed").GetBoolean(), place.GetProperty("body").GetString()));
        Assert.Equal(reply, place.GetProperty("replies")[0].GetProperty("id").GetString());
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task An_editors_pick_is_made_and_taken_back_with_one_button()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "picked");
        string id = await site.PublishAsync(Long, "Tom");
        await using ConsoleModerator moderator = await OpenApprovedAsync(site, "Tom");
        ILocator pick = moderator.Current.GetByRole(AriaRole.Button, new() { Name = "Editor's pick" });
        foreach (bool isPicked in new[] { true, false })
        {
            await pick.ClickAsync();
            await Expect(pick).ToHaveAttributeAsync("aria-pressed", isPicked ? "true" : "false");
            using JsonDocument thread = await site.ThreadAsync();
            Assert.Equal(isPicked, thread.RootElement.GetProperty("comments")[0].GetProperty("featured").GetBoolean());
        }

        await moderator.Page.GotoAsync($"/moderate/replies/{site.Id}/{id}");
        await Expect(moderator.Page.Locator(".trail li")).ToContainTextAsync(["pick", "pick"]);
    }

    private async Task<ConsoleModerator> OpenApprovedAsync(DeskSite site, string author)
    {
        ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, null);
        await moderator.GoToAsync($"/moderate?site={site.Id}&queue=approved");
        ILocator card = moderator.Cards.Filter(new() { Has = moderator.Page.GetByRole(AriaRole.Heading, new() { Name = author, Exact = true }) });
        await card.Locator(".body").ClickAsync();
        await Expect(moderator.Current.GetByRole(AriaRole.Heading)).ToHaveTextAsync(author);
        return moderator;
    }
}
