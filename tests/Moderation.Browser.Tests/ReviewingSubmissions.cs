using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OtpNet;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>A working day at the console, in a real browser against the built program: the same on both set-ups.</summary>
public abstract partial class ReviewingSubmissions(BrowserProcess browser, ServiceProcess service)
{
    private const string Insult = "You are an absolute idiot, and everybody in this town knows it.";
    private const string Threat = "I will find you and break your legs, you worthless coward. Watch your back.";

    /// <summary>The full form of the long tests; the short one shows the same with less.</summary>
    private static bool IsFull => Environment.GetEnvironmentVariable("MODERATION_TEST_FULL") is { Length: > 0 };

    [Fact]
    public async Task Somebody_signs_in_with_a_code_of_their_phone()
    {
        string first = (await service.RunCommandAsync("users", "add", "phone", "--site", ServiceProcess.Site)).Trim();
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, null, "phone", first);
        IPage page = moderator.Page;
        await ChangePasswordAsync(moderator, first, "nine miles on foot");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up a second factor" }).ClickAsync();
        Totp totp = new(Base32Encoding.ToBytes((await page.Locator(".secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal)));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await page.GetByLabel("Type the code it shows").FillAsync(totp.ComputeTotp(now.UtcDateTime));
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch it on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is on");
        await page.GotoAsync("/moderate/account");
        await moderator.SubmitAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }));

        await moderator.SignInAsync("phone", "nine miles on foot");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("One more step");
        await page.GotoAsync("/moderate");
        await Expect(page).ToHaveURLAsync(SignInAddress());
        await moderator.SignInAsync("phone", "nine miles on foot");
        await page.GetByLabel("Code of your authenticator app").FillAsync(totp.ComputeTotp(now.UtcDateTime.AddSeconds(30)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("html[data-ready]").WaitForAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Flagged");
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task Fifty_submissions_are_decided_with_the_keyboard_alone()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "fifty");
        List<string> ids = [];
        for (int number = 0; number < 50; number++)
        {
            ids.Add(await site.FlagAsync($"{Insult} I said so {number} times.", $"Reader {number}"));
        }

        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        List<string> expected = [];
        for (int number = 0; number < 50; number++)
        {
            ILocator current = moderator.Current.Filter(new() { HasText = $"Reader {number}" });
            await Expect(current.GetByRole(AriaRole.Heading)).ToHaveTextAsync($"Reader {number}");
            expected.Add(number % 5 == 0 ? "approved" : "rejected");
            switch (number % 5)
            {
                case 0:
                    await moderator.PressAsync(number % 2 == 0 ? "f" : "a");
                    break;
                case 1:
                    await moderator.PressAsync("s");
                    break;
                case 2:
                    await moderator.PressAsync("d");
                    await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
                    await moderator.PressAsync("2");
                    break;
                default:
                    await moderator.PressAsync("d");
                    await Expect(moderator.Page.Locator("#reason-abusive")).ToBeFocusedAsync();
                    await moderator.PressAsync("Enter");
                    break;
            }
        }

        await moderator.ExpectAllSavedAsync();
        for (int number = 0; number < 50; number++)
        {
            Assert.Equal(expected[number], await site.StateAsync(ids[number]));
        }

        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task Anything_is_undone()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "undo");
        string id = await site.FlagAsync(Insult, "Ruth");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.PressAsync("f");
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Approved");
        await moderator.PressAsync("z");
        await moderator.ExpectCardsAsync(1);
        Assert.Equal("flagged", await site.StateAsync(id));

        await moderator.PressAsync("e");
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Escalated");
        await moderator.PressAsync("Control+z");
        await moderator.ExpectCardsAsync(1);

        await moderator.PressAsync("s");
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Rejected (spam)");
        await moderator.PressAsync("6");
        await Expect(moderator.Current.Locator(".history")).ToContainTextAsync("rejected by you");
        await moderator.PressAsync("z");
        await Expect(moderator.Said).ToHaveTextAsync("Undone.");
        Assert.Equal("flagged", await site.StateAsync(id));
    }

    [Fact]
    public async Task Of_two_who_decide_the_same_one_wins_and_the_other_is_told()
    {
        int rounds = IsFull ? 100 : 6;
        DeskSite site = await DeskSite.OpenAsync(service, "race");
        await service.RunCommandAsync("users", "add", "rival", "--role", "admin", "--display-name", "Rival", "--password", "first of all words");
        await using ConsoleModerator rival = await ConsoleModerator.OpenAsync(browser, service, null, "rival", "first of all words");
        await ChangePasswordAsync(rival, "first of all words", "second of all words");
        await using ConsoleModerator first = await ConsoleModerator.OpenAsync(browser, service, site);
        await rival.GoToAsync($"/moderate?site={site.Id}");
        for (int round = 0; round < rounds; round++)
        {
            string id = await site.FlagAsync($"{Insult} Round {round}.", $"Round {round}");
            ConsoleModerator[] both = [first, rival];
            foreach (ConsoleModerator one in both)
            {
                await one.GoToAsync($"/moderate?site={site.Id}");
                await one.ExpectCardsAsync(1);
            }

            await Task.WhenAll(first.PressAsync("f"), rival.PressAsync("s"));
            await Expect(first.Said).ToHaveTextAsync(Told());
            await Expect(rival.Said).ToHaveTextAsync(Told());
            string[] said = [await first.Said.InnerTextAsync(), await rival.Said.InnerTextAsync()];
            Assert.Single(said, sentence => Won().IsMatch(sentence));
            Assert.Equal(Won().IsMatch(said[0]) ? "approved" : "rejected", await site.StateAsync(id));
        }
    }

    [Fact]
    public async Task A_card_decided_elsewhere_turns_grey_and_names_who()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "stale");
        string id = await site.FlagAsync(Insult, "Nikos");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(1);
        await moderator.PressAsync("n");
        await site.DecideAsync(id, "approve");
        await Expect(moderator.Page.Locator(".card.elsewhere .outcome")).ToContainTextAsync("Approved by the website");
        await moderator.PressAsync("f");
        await Expect(moderator.Said).ToContainTextAsync("Nothing is left to decide");
        Assert.Equal("approved", await site.StateAsync(id));
    }

    [Fact]
    public async Task What_comes_in_waits_behind_a_button()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "news");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await Expect(moderator.Page.Locator(".empty")).ToContainTextAsync("Nothing is waiting");
        await site.FlagAsync(Insult, "Priya");
        await site.FlagAsync($"{Insult} Twice.", "Tom");
        await Expect(moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Show 2 new" })).ToBeVisibleAsync();
        await moderator.ExpectCardsAsync(0);
        await Expect(moderator.Page.Locator(".queues button[aria-current] .count")).ToHaveTextAsync("2");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Show 2 new" }).ClickAsync();
        await moderator.ExpectCardsAsync(2);
    }

    [Fact]
    public async Task A_severe_text_is_covered_until_it_is_asked_for()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "care");
        await site.FlagAsync(Threat, "Jonas");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(1);
        Assert.DoesNotContain("break your legs", await moderator.Page.ContentAsync(), StringComparison.Ordinal);
        await moderator.Page.Keyboard.DownAsync(" ");
        await Expect(moderator.Current.Locator(".body")).ToHaveTextAsync(Threat);
        await moderator.Page.Keyboard.UpAsync(" ");
        await Expect(moderator.Current.Locator(".covered")).ToBeVisibleAsync();
        await Expect(moderator.Page.Locator(".strip")).ToContainTextAsync("1 severe text today");
    }

    [Fact]
    public async Task A_severe_text_is_covered_around_a_card_as_well()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "care-around");
        string above = await site.FlagAsync(Threat, "Jonas");
        await site.DecideAsync(above, "approve");
        await site.FlagAsync(Insult, "Jonas", parentId: above);
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(1);
        await Expect(moderator.Current.Locator(".parent")).ToContainTextAsync("in reply to Jonas");
        foreach (string key in new[] { "c", "u" })
        {
            await moderator.PressAsync(key);
            await Expect(moderator.Page.Locator(".pane-item .covered")).ToHaveCountAsync(1);
            Assert.DoesNotContain("break your legs", await moderator.Page.ContentAsync(), StringComparison.Ordinal);
        }

        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Show it", Exact = true }).ClickAsync();
        await Expect(moderator.Page.Locator(".pane-item .body").GetByText(Threat)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_can_be_switched_off_and_the_buttons_stay()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "mouse");
        string id = await site.FlagAsync(Insult, "Sofia");
        await service.RunCommandAsync("users", "add", "mouse", "--site", site.Id, "--password", "first of all words");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, null, "mouse", "first of all words");
        await ChangePasswordAsync(moderator, "first of all words", "second of all words");
        await moderator.GoToAsync("/moderate");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Display" }).ClickAsync();
        await moderator.Page.GetByLabel("Single keys decide and move").UncheckAsync();
        await moderator.PressAsync("Escape");
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await moderator.PressAsync("f");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Abuse of a person" }).ClickAsync();
        await moderator.ExpectAllSavedAsync();
        Assert.Equal("rejected", await site.StateAsync(id));
    }

    [Fact]
    public async Task Hostile_text_is_inert_in_every_field()
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e\"'><b>";
        DeskSite site = await DeskSite.OpenAsync(service, "hostile");
        string parent = await site.FlagAsync($"{Insult} {hostile}", $"Ana {hostile}", $"Title {hostile}");
        await site.FlagAsync($"{Insult}\n{hostile}\n\n  two lines", $"Ben {hostile}", $"Title {hostile}", parent);
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site);
        await moderator.ExpectCardsAsync(2);
        Assert.Equal($"{Insult} {hostile}", await moderator.Cards.First.Locator(".body").EvaluateAsync<string>("body => body.textContent"));
        Assert.Equal($"{Insult}\n{hostile}\n\n  two lines", await moderator.Cards.Nth(1).Locator(".body").EvaluateAsync<string>("body => body.textContent"));
        await moderator.PressAsync("j");
        foreach (string key in new[] { "c", "o", "u", "w" })
        {
            await moderator.PressAsync(key);
            await Expect(moderator.Page.Locator(".context")).ToBeVisibleAsync();
            await Expect(moderator.Page.Locator(".context h2").First).ToBeVisibleAsync();
        }

        await Expect(moderator.Page.Locator(".card script, .card img, [onerror], .context img, .context script")).ToHaveCountAsync(0);
        await moderator.Page.GotoAsync($"/moderate/replies/{parent}");
        Assert.Equal($"{Insult} {hostile}", await moderator.Page.Locator(".receipt .body").EvaluateAsync<string>("body => body.textContent"));
        await Expect(moderator.Page.Locator(".receipt script, .receipt img, [onerror]")).ToHaveCountAsync(0);
        Assert.Empty(moderator.Complaints);
    }

    [Fact]
    public async Task A_moderator_of_one_site_sees_nothing_of_another()
    {
        DeskSite own = await DeskSite.OpenAsync(service, "own");
        DeskSite other = await DeskSite.OpenAsync(service, "other");
        await own.FlagAsync($"{Insult} Own.", "Own reader");
        string id = await other.FlagAsync($"{Insult} Of the other.", "Other reader");
        await service.RunCommandAsync("users", "add", "narrow", "--site", own.Id, "--password", "first of all words");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, null, "narrow", "first of all words");
        await ChangePasswordAsync(moderator, "first of all words", "second of all words");

        await moderator.GoToAsync("/moderate");
        await Expect(moderator.Cards).ToContainTextAsync(["Own reader"]);
        foreach (string path in new[] { $"/moderate?site={other.Id}", $"/moderate?site={other.Id}&queue=recent", $"/moderate/replies/{id}", $"/moderate/replies/{other.Id}/{id}", "/admin", "/admin/users" })
        {
            IResponse? response = await moderator.Page.GotoAsync(path);
            string content = await moderator.Page.ContentAsync();
            Assert.DoesNotContain("Of the other", content, StringComparison.Ordinal);
            Assert.DoesNotContain("Other reader", content, StringComparison.Ordinal);
            Assert.True(path.StartsWith("/moderate?", StringComparison.Ordinal) || response!.Status is 403 or 404, $"{path} answered {response!.Status}.");
        }

        await moderator.GoToAsync("/moderate");
        await service.RunCommandAsync("users", "set", "narrow", "--site", other.Id);
        await moderator.PressAsync("f");
        await Expect(moderator.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is closed");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nobody_is_kept_out_by_how_it_looks(ColorScheme scheme)
    {
        DeskSite site = await DeskSite.OpenAsync(service, $"axe-{scheme.ToString().ToLowerInvariant()}");
        await site.FlagAsync($"{Insult} Twice.", "Priya");
        string id = await site.FlagAsync(Insult, "Marta");
        await site.FlagAsync(Threat, "Jonas");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site, options: new() { ColorScheme = scheme });
        await moderator.ExpectCardsAsync(3);
        await moderator.PressAsync("f");
        await Expect(moderator.Page.Locator(".line")).ToContainTextAsync("Approved");
        await ExpectNoBarriersAsync(moderator, "the queue");
        await moderator.PressAsync("w");
        await Expect(moderator.Page.Locator(".context .bars")).ToBeVisibleAsync();
        await ExpectNoBarriersAsync(moderator, "the pane");
        await moderator.PressAsync("d");
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await ExpectNoBarriersAsync(moderator, "the reasons");
        await moderator.PressAsync("Escape");
        await moderator.PressAsync("?");
        await Expect(moderator.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await ExpectNoBarriersAsync(moderator, "the keys");
        foreach (string path in new[] { $"/moderate/replies/{id}", "/moderate/account", "/moderate/not-found" })
        {
            await moderator.Page.GotoAsync(path);
            await ExpectNoBarriersAsync(moderator, path);
        }
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(320, 640)]
    [InlineData(640, 450)]
    public async Task Nothing_is_cut_off_on_a_phone_or_at_double_size(int width, int height)
    {
        DeskSite site = await DeskSite.OpenAsync(service, $"phone-{width}");
        string id = await site.FlagAsync($"{Insult} {new string('x', 120)}", "Marta");
        await using ConsoleModerator moderator = await ConsoleModerator.OpenAsync(browser, service, site, options: new() { ViewportSize = new ViewportSize { Width = width, Height = height } });
        foreach (string path in new[] { $"/moderate?site={site.Id}", $"/moderate/replies/{id}" })
        {
            await moderator.Page.GotoAsync(path);
            await moderator.ExpectNothingCutOffAsync($"At {width} pixels {path}");
        }

        await moderator.GoToAsync($"/moderate?site={site.Id}");
        await Expect(moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToBeInViewportAsync();
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await moderator.ExpectCardsAsync(0);
    }

    private static async Task ChangePasswordAsync(ConsoleModerator moderator, string current, string next)
    {
        await moderator.Page.GetByLabel("Current password").First.FillAsync(current);
        await moderator.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(next);
        await moderator.Page.GetByLabel("New password again").FillAsync(next);
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await Expect(moderator.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("is changed");
    }

    private static async Task ExpectNoBarriersAsync(ConsoleModerator moderator, string where)
    {
        AxeResult result = await moderator.Page.RunAxe();
        string[] serious = [.. result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{where}: {violation.Id} ({violation.Impact}): {violation.Help} {string.Join(", ", violation.Nodes.Select(node => node.Html))}")];
        Assert.True(serious.Length == 0, string.Join('\n', serious));
        Assert.NotEmpty(result.Passes);
    }

    [GeneratedRegex("/moderate/sign-in")]
    private static partial Regex SignInAddress();

    [GeneratedRegex(@"^(Approved|Rejected \(spam\)): Round|is reading it|[Nn]ot saved|Nothing is left")]
    private static partial Regex Told();

    [GeneratedRegex(@"^(Approved|Rejected \(spam\)): Round")]
    private static partial Regex Won();
}
