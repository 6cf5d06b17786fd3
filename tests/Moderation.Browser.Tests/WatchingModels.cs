using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Moderation.Browser.Tests;

/// <summary>An admin at the pages about models, and a moderator at blind review.</summary>
public sealed class WatchingModels(BrowserProcess browser, ServiceProcess service) : IClassFixture<ServiceProcess>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_challenger_runs_in_shadow_is_promoted_and_rolled_back()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "models-flow");
        ChallengerRow[] made = await RegisterAsync(site);
        await using ConsoleModerator admin = await ConsoleModerator.OpenAsync(browser, service, site);
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Admin" }).First.ClickAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Models", Exact = true }).ClickAsync();
        await Expect(admin.Page.GetByText("It is the model of every site")).ToBeVisibleAsync();

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = $"model {made[0].Number}" }).ClickAsync();
        await Expect(admin.Page.GetByText("Nothing speaks against promoting it")).ToBeVisibleAsync();
        await PressAsync(admin, "Run in shadow");
        await Expect(admin.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("scores in shadow");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Shadow: model" })).ToBeVisibleAsync();

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = $"model {made[0].Number}" }).First.ClickAsync();
        await PressAsync(admin, "Promote");
        await Expect(admin.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("champion now");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = $"Champion: model {made[0].Number}" })).ToBeVisibleAsync();

        // The other one was worse, and compares with a champion of the past: it needs a reason.
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = $"model {made[1].Number}" }).ClickAsync();
        await Expect(admin.Page.GetByText("train again")).ToBeVisibleAsync();
        await admin.Page.GetByText("Promote all the same", new() { Exact = true }).ClickAsync();
        await admin.Page.GetByLabel("Why the gate's word does not count here").FillAsync("no");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).First.ClickAsync();
        await Expect(admin.Page.GetByText("A reason has 10 to 1000 characters")).ToBeVisibleAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "All models of" }).ClickAsync();

        await PressAsync(admin, "Roll back");
        await Expect(admin.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The champion before decides again");
        await Expect(admin.Page.GetByText("It is the model of every site")).ToBeVisibleAsync();
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Pressing_Train_without_labels_says_what_is_missing()
    {
        DeskSite site = await DeskSite.OpenAsync(service, "models-empty");
        await using ConsoleModerator admin = await ConsoleModerator.OpenAsync(browser, service, site);
        await admin.Page.GotoAsync($"/admin/models?site={site.Id}");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();

        // Without a press: the page looks by itself how far it is, and shows the end.
        await Expect(admin.Page.GetByText("There are no labels yet").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Empty(admin.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "light")]
    [InlineData(ColorScheme.Dark, 1280, "dark")]
    [InlineData(ColorScheme.Light, 360, "phone")]
    public async Task The_pages_have_no_barriers_and_nothing_is_cut_off(ColorScheme scheme, int width, string name)
    {
        DeskSite site = await DeskSite.OpenAsync(service, $"models-{name}");
        ChallengerRow[] made = await RegisterAsync(site);
        await site.SendAsync("Thank you for the article about the bridge, I learned something new today.");
        await service.RunCommandAsync("models", "promote", made[1].Sha256[..12], "--override", "House rules allow insults between friends");
        await service.RunCommandAsync("models", "shadow", "start", made[0].Sha256[..12], "--site", site.Id);
        string[] texts = ["The ferry was on time all week.", "Why does nobody ask the people who live there?", "You are a stupid idiot, shut up.", "I have walked across it since 1974.", "What a pathetic liar you are.", "The bakery has friendly people."];
        foreach (string text in texts)
        {
            await site.SendAsync(text, name: $"Reader {Array.IndexOf(texts, text)}");
        }

        await using ConsoleModerator admin = await ConsoleModerator.OpenAsync(
            browser, service, site, options: new() { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        foreach ((string path, string file) in new[] { ($"/admin/models?site={site.Id}", "models"), ($"/admin/models/{made[0].Number}?site={site.Id}", "challenger"), ($"/moderate/blind?site={site.Id}", "blind") })
        {
            await admin.Page.GotoAsync(path);
            await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            foreach (ILocator summary in await admin.Page.Locator("main summary").AllAsync())
            {
                await summary.ClickAsync();
            }

            AxeResult result = await admin.Page.RunAxe();
            Assert.Empty(result.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{path} {violation.Id}: {violation.Help} {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
            int overflow = await admin.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{path} is {overflow} pixels too wide.");
            string folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "TestResults")).FullName;
            await admin.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{file}-{name}.png"), FullPage = true });
        }

        Assert.Empty(admin.Complaints);
    }

    private static async Task PressAsync(ConsoleModerator admin, string question)
    {
        await admin.Page.GetByText(question, new() { Exact = true }).ClickAsync();
        await admin.Page.Locator("details[open]").Filter(new() { HasText = question }).GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
    }

    /// <summary>Two challengers of the site: one that the gate lets through, and one that it refuses.</summary>
    private async Task<ChallengerRow[]> RegisterAsync(DeskSite site)
    {
        await using Database database = new(new StorageOptions { DataDirectory = service.DataDirectory });
        ChallengerStore registry = new(database);
        string champion = (await new ModelStore(database).ChampionAsync("", Token))!.Sha256;
        Model model = BaseModel.Load();
        List<ChallengerRow> made = [];
        foreach (bool isGood in new[] { true, false })
        {
            byte[] artefact = ModelVariant.Of(model, HashCode.Combine(site.Id, isGood));
            string sha256 = Model.Load(artefact).Sha256;
            GateReport gate = new()
            {
                Challenger = sha256,
                Champion = champion,
                TrainingSet = new string('a', 64),
                HoldoutTexts = 812,
                Checks =
                [
                    Check(Category.LikelyToReject, true, 0.871, 0.912, new MetricInterval(0.041, 0.018, 0.066), "Better by 0.041 (0.018 to 0.066)."),
                    Check(Category.Insult, isGood, 0.922, isGood ? 0.927 : 0.881, isGood ? new MetricInterval(0.005, -0.006, 0.014) : new MetricInterval(-0.041, -0.072, -0.015), isGood ? "Not worse." : "Worse beyond the margin of 0.01."),
                    Check(Category.Spam, true, 0.981, 0.983, new MetricInterval(0.002, -0.004, 0.009), "Not worse."),
                    new GateCheck { Code = "functional", Passed = true, Champion = 0.713, Challenger = 0.715, Sentence = "The functional test loses nothing." },
                    new GateCheck { Code = "identity", Passed = true, Champion = 0.02, Challenger = 0.02, Sentence = "Sentences that name groups are flagged as often as before." },
                    new GateCheck { Code = "calibration", Passed = true, Challenger = 1.02, Sentence = "The slope lies between 0.8 and 1.2." },
                    new GateCheck { Code = "speed", Passed = true, Champion = 13.2, Challenger = 13.4, Sentence = "As fast as the champion." },
                ],
            };
            await registry.AddAsync(
                new NewChallenger { Artefact = artefact, Sha256 = sha256, Card = model.Card.ToJson(), Site = SiteId.Parse(site.Id), Gate = gate.ToJson(), GatePassed = gate.Passed, Actor = "cli" }, Token);
            made.Add((await registry.FindAsync(sha256, Token))!);
        }

        return [.. made];
    }

    private static GateCheck Check(Category category, bool passed, double champion, double challenger, MetricInterval difference, string sentence) =>
        new() { Code = "category", Category = category, Passed = passed, Champion = champion, Challenger = challenger, Difference = difference, Sentence = sentence };
}
