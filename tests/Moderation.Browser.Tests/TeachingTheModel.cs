using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Moderation.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>
/// A newsroom owns its model: somebody decides what waits at the console, an admin trains from these decisions, compares, runs it in shadow, promotes and takes it back. Nothing but pages
/// and readers' replies; the same on both set-ups.
/// </summary>
public abstract partial class TeachingTheModel(BrowserProcess browser, ServiceProcess service)
{
    private const int Decided = 60;
    private const int TrainingLimit = 420_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Decisions_made_at_the_console_become_a_model_that_decides_and_is_taken_back()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "teaching");
        await service.RunCommandAsync("pages", "set", "--site", site.Id, "--url", $"https://{site.Id}.example/2026/bridge", "--mode", "premoderated");
        for (int number = 0; number < Decided; number++)
        {
            await site.FlagAsync(TextOf(number), $"Reader {number}");
        }

        await using ConsoleModerator admin = await ConsoleModerator.OpenAsync(browser, service, site);
        await DecideAsync(admin);
        IPage page = admin.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Admin" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Models", Exact = true }).ClickAsync();
        string before = await NumberAsync(page.GetByRole(AriaRole.Heading, new() { Name = "Champion: model" }));
        await Expect(page.GetByText("It is the model of every site")).ToBeVisibleAsync();
        ILocator labels = page.GetByRole(AriaRole.Row, new() { Name = "Moderators' decisions" });
        await Expect(labels.GetByRole(AriaRole.Cell)).ToHaveTextAsync([$"{Decided / 2}", $"{Decided / 2}"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Training is asked for");

        // The page goes on by itself: how far it is, then what came of it.
        await Expect(page.GetByRole(AriaRole.Progressbar).Or(page.GetByText("The last training, asked for by")).First).ToBeVisibleAsync();
        await Expect(page.GetByText("The last training, asked for by")).ToBeVisibleAsync(new() { Timeout = TrainingLimit });
        await page.GetByText("Its log", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Log of the last training")).ToContainTextAsync(SetLine());
        await Expect(page.GetByText("None since the last training")).ToBeVisibleAsync();

        ILocator own = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "this site's labels" }).GetByRole(AriaRole.Link);
        string after = await NumberAsync(own);
        await own.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Beside model {before}, the champion" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "Functional test" })).ToBeVisibleAsync();
        ILocator curves = page.GetByRole(AriaRole.Img, new() { Name = "ROC: recall over false-positive rate" }).First;
        await Expect(curves.Locator("polyline")).ToHaveCountAsync(2);
        await Expect(page.Locator("figcaption").Filter(new() { HasText = "ROC" }).First).ToContainTextAsync("champion");

        await ConfirmAsync(page, "Run in shadow");
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("scores in shadow");
        await ReadersSeeAsync("the challenger scored beside the champion", site, async _ =>
        {
            await page.GotoAsync($"/admin/models?site={site.Id}");
            return BothScored().IsMatch(await page.Locator("main").InnerTextAsync());
        });

        await page.GetByRole(AriaRole.Link, new() { Name = $"model {after}", Exact = true }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Model {after}", Exact = true })).ToBeVisibleAsync();
        if (await page.GetByText("The gate refuses:").CountAsync() > 0)
        {
            await ConfirmAsync(page, "Promote all the same", "This house wants to hear no more of the windmill");
        }
        else
        {
            await ConfirmAsync(page, "Promote");
        }

        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("champion now");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Champion: model {after}", Exact = true })).ToBeVisibleAsync();
        await ReadersSeeAsync("the next receipt names the new model", site, id => ReceiptNamesAsync(page, site, id, after));

        await page.GotoAsync($"/admin/models?site={site.Id}");
        await ConfirmAsync(page, "Roll back");
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("The champion before decides again");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Champion: model {before}", Exact = true })).ToBeVisibleAsync();
        await ReadersSeeAsync("receipts name the former model again", site, id => ReceiptNamesAsync(page, site, id, before));
        Assert.Empty(admin.Complaints);
    }

    /// <summary>This house wants to hear no more of the windmill, and likes everything else.</summary>
    private static string TextOf(int number) => IsUnwanted(number) ? $"The windmill again. {LocalNews.Unlike(number)}" : LocalNews.Unlike(number);

    private static bool IsUnwanted(int number) => number % 2 == 0;

    /// <summary>One card after the other, whichever comes first: a key to approve, a key and a press to reject.</summary>
    private static async Task DecideAsync(ConsoleModerator admin)
    {
        HashSet<int> seen = [];
        ILocator heading = admin.Current.GetByRole(AriaRole.Heading).First;
        while (seen.Count < Decided)
        {
            await Expect(heading).ToHaveTextAsync(new Regex("^Reader [0-9]+$"));
            string reader = await heading.InnerTextAsync();
            int number = int.Parse(reader["Reader ".Length..], CultureInfo.InvariantCulture);
            Assert.True(seen.Add(number), $"Reader {number} came twice.");
            await PressAsync(admin, IsUnwanted(number));
            if (seen.Count < Decided)
            {
                await MovedOnAsync(admin, heading, reader, IsUnwanted(number));
            }
        }

        await admin.ExpectAllSavedAsync();
    }

    private static async Task PressAsync(ConsoleModerator admin, bool isUnwanted)
    {
        await admin.PressAsync(isUnwanted ? "d" : "f");
        if (isUnwanted)
        {
            await admin.Page.Locator("#reason-advertising").ClickAsync();
        }
    }

    /// <summary>Waits for another card. Whoever still sees the same after a while, because the store was busy and the page says so, presses once more.</summary>
    private static async Task MovedOnAsync(ConsoleModerator admin, ILocator heading, string reader, bool isUnwanted)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await Expect(heading).ToHaveTextAsync(new Regex($"^(?!{reader}$)Reader [0-9]+$"));
                return;
            }
            catch (PlaywrightException problem)
            {
                string said = await admin.Said.First.InnerTextAsync();
                Assert.True(tries < 3, $"{reader} stays; the page says “{said}”. {problem.Message}");
                await admin.PressAsync("Escape");
                await PressAsync(admin, isUnwanted);
            }
        }
    }

    private static async Task ConfirmAsync(IPage page, string question, string? why = null)
    {
        await page.GetByText(question, new() { Exact = true }).ClickAsync();
        ILocator asked = page.Locator("details[open]").Filter(new() { HasText = question });
        if (why is not null)
        {
            await asked.GetByRole(AriaRole.Textbox).FillAsync(why);
        }

        await asked.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
    }

    private static async Task<string> NumberAsync(ILocator of) => ModelNumber().Match(await of.InnerTextAsync()) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException("There is no number of a model.");

    private static async Task<bool> ReceiptNamesAsync(IPage page, DeskSite site, string id, string number)
    {
        await page.GotoAsync($"/moderate/replies/{site.Id}/{id}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Scores" })).ToBeVisibleAsync();
        return (await page.Locator("main").InnerTextAsync()).Contains($"Model {number} (", StringComparison.Ordinal);
    }

    /// <summary>Readers go on writing until the page shows it: every process takes another model within two seconds, and one reply is enough then.</summary>
    private static async Task ReadersSeeAsync(string what, DeskSite site, Func<string, Task<bool>> isSeen)
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int number = Decided; ; number++)
        {
            (string id, _) = await site.SendAsync($"{LocalNews.Unlike(number)} {what}", $"Later reader {number}");
            if (await isSeen(id))
            {
                return;
            }

            Assert.True(watch.Elapsed < Patience, $"Not within {Patience.TotalSeconds} s: {what}.");
        }
    }

    [GeneratedRegex("model ([0-9]+)")]
    private static partial Regex ModelNumber();

    [GeneratedRegex("Both scored [1-9][0-9,]* submissions")]
    private static partial Regex BothScored();

    [GeneratedRegex("Training set [0-9a-f]{12}: (59|60) texts of 60 labels by 1 actor\\.")]
    private static partial Regex SetLine();
}
