using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moderation.Accounts;
using Moderation.Models;
using Moderation.Quality;
using Moderation.Review;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>An admin trains a model from moderators' decisions, reads it beside the champion, promotes it and takes it back; a moderator reviews blindly. All by the pages.</summary>
public sealed partial class TeachingAModel(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Models = $"/admin/models?site={ModerationApp.Site}";

    private const string EverySite = "/admin/models/every-site";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_trains_compares_promotes_and_rolls_back()
    {
        using ConsoleVisitor admin = new(app);
        await admin.SignInAsync();
        Assert.Contains("It is the model of every site", (await admin.GetAsync(Models)).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        await DecideManyAsync(60);
        Assert.Contains("Moderators&#x27; decisions", (await admin.GetAsync(Models)).Text, StringComparison.Ordinal);

        Assert.Contains("Training is asked for", (await admin.DoneAsync(Models, "train")).Text, StringComparison.Ordinal);
        string page = await Eventually.GetAsync("the training ended", async () => (await admin.GetAsync(Models)).Text, text => text.Contains("The last training", StringComparison.Ordinal), 180);
        Assert.Contains("this site&#x27;s labels", page, StringComparison.Ordinal);
        ChallengerRow made = (await app.Get<ChallengerStore>().ListAsync(SiteId.Parse(ModerationApp.Site), 10, Token)).First(model => model.SiteId == ModerationApp.Site);
        string path = $"/admin/models/{made.Number}?site={ModerationApp.Site}";
        Answer shown = (await admin.GetAsync(path)).With(HttpStatusCode.OK);
        Assert.Contains("held-out texts", shown.Text, StringComparison.Ordinal);
        Assert.Contains("<polyline", shown.Text, StringComparison.Ordinal);
        string champion = app.Get<ModelHost>().ChampionVersion!;

        // Without a reason where the gate refuses, and with the champion that the page was made for.
        (string, string) seen = ("seen", champion);
        if (made.GatePassed != true)
        {
            Answer refused = (await admin.ActAsync(path, "promote", seen)).With(HttpStatusCode.OK);
            Assert.Contains("The gate refuses", refused.Text, StringComparison.Ordinal);
            Assert.Contains("no e-mail address", (await admin.ActAsync(path, "promote", seen, ("why", "Ask ana@example.net about it"))).Text, StringComparison.Ordinal);
        }

        Assert.Contains("Somebody else changed the champion", (await admin.DoneAsync(path, "promote", ("seen", "another"), ("why", "We need it all the same"))).Text, StringComparison.Ordinal);
        Assert.Contains("The challenger scores in shadow", (await admin.DoneAsync(path, "shadow")).Text, StringComparison.Ordinal);
        Assert.Contains("The challenger is champion now", (await admin.DoneAsync(path, "promote", seen, ("why", "We need it all the same"))).Text, StringComparison.Ordinal);
        await app.Get<ModelHost>().RefreshAsync(Token);
        Answer judged = await app.DecideAsync(SomeReply.Json());
        Assert.Equal(made.Sha256, (await app.StoredAsync(judged.Member("id")))!.ModelVersion);
        Assert.Contains($"model {made.Number}", (await admin.GetAsync(Models)).Text, StringComparison.Ordinal);
        Assert.Contains("It is the champion", (await admin.GetAsync(path)).Text, StringComparison.Ordinal);

        Assert.Contains("The champion before decides again", (await admin.DoneAsync(Models, "back", ("seen", made.Sha256), ("why", "The test is over"))).Text, StringComparison.Ordinal);
        await app.Get<ModelHost>().RefreshAsync(Token);
        Assert.Equal(champion, app.Get<ModelHost>().VersionFor(SiteId.Parse(ModerationApp.Site)));
        Assert.Contains("Somebody else changed the champion", (await admin.DoneAsync(Models, "back", ("seen", made.Sha256))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_of_every_site_is_promoted_with_a_reason_and_taken_back()
    {
        string champion = (await app.Get<ModelStore>().ChampionAsync(ModelHost.EverySite, Token))!.Sha256;
        byte[] artefact = ModelVariant.Of(BaseModel.Load(), 4711);
        RegisteredArtefact brought = await app.Get<RegisterModel>().HandleAsync(null, artefact, null, [], "cli", Token);
        using ConsoleVisitor admin = new(app);
        await admin.SignInAsync();
        string page = (await admin.GetAsync(EverySite)).With(HttpStatusCode.OK).Text;
        Assert.Contains($"Challenger: model {brought.Number}", page, StringComparison.Ordinal);
        Assert.Contains("Nobody compared it with the champion", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Roll back", page, StringComparison.Ordinal);

        (string, string)[] form = [("id", brought.Sha256!), ("seen", champion)];
        Assert.Contains("The model has no report", (await admin.ActAsync(EverySite, "promote", form)).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("10 to 1000 characters", (await admin.ActAsync(EverySite, "promote", [.. form, ("why", "short")])).Text, StringComparison.Ordinal);
        Assert.Contains("Somebody else changed the champion", (await admin.DoneAsync(EverySite, "promote", ("id", brought.Sha256!), ("seen", "another"), ("why", "We measured it elsewhere"))).Text, StringComparison.Ordinal);
        Assert.Contains("Somebody else changed the champion", (await admin.DoneAsync(EverySite, "promote", ("id", "nothing"), ("seen", champion))).Text, StringComparison.Ordinal);
        string done = (await admin.DoneAsync(EverySite, "promote", [.. form, ("why", "We measured it elsewhere")])).Text;
        Assert.Contains($"Champion: model {brought.Number}", done, StringComparison.Ordinal);
        Assert.Contains("We measured it elsewhere", done, StringComparison.Ordinal);
        await app.Get<ModelHost>().RefreshAsync(Token);
        Assert.Equal(brought.Sha256, app.Get<ModelHost>().ChampionVersion);

        Assert.Contains("The champion before decides again", (await admin.DoneAsync(EverySite, "back", ("seen", brought.Sha256!), ("why", "The test is over"))).Text, StringComparison.Ordinal);
        await app.Get<ModelHost>().RefreshAsync(Token);
        Assert.Equal(champion, app.Get<ModelHost>().ChampionVersion);
        string trail = (await admin.GetAsync("/admin/audit")).With(HttpStatusCode.OK).Text;
        Assert.Contains("made a model champion, overridden", trail, StringComparison.Ordinal);
        Assert.Contains("took the champion back", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moderators_reach_no_page_about_models()
    {
        await app.Get<ManageModerators>().AddAsync("mo", "Mo", ModeratorRole.Moderator, [SiteId.Parse(ModerationApp.Site)], "a long and quiet password", false, "cli", Token);
        using ConsoleVisitor moderator = new(app);
        await moderator.SignInAsync("mo", "a long and quiet password");
        foreach (string path in new[] { Models, $"/admin/models/1?site={ModerationApp.Site}", EverySite })
        {
            Answer answer = await moderator.GetAsync(path);
            Assert.True(answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Redirect, $"{path}: {answer.Status}");
            Assert.DoesNotContain("Champion", answer.Text, StringComparison.Ordinal);
        }

        using ConsoleVisitor admin = new(app);
        await admin.SignInAsync();
        (await admin.GetAsync($"/admin/models/99999?site={ModerationApp.Site}")).With(HttpStatusCode.NotFound);
        (await admin.GetAsync("/admin/models?site=nowhere")).With(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Blind_review_shows_the_text_alone_and_its_answers_count()
    {
        Submission published = (await app.StoredAsync(await app.PublishAsync(SomeReply.Json())))!;
        Submission flagged = (await app.StoredAsync((await app.DecideAsync(SomeReply.Json("You are a stupid idiot and a pathetic liar, shut up now."))).Member("id")))!;
        Database database = app.Get<Database>();
        DateTimeOffset yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        foreach (Submission row in new[] { published, flagged })
        {
            await database.RunAsync((unit, token) => unit.ExecuteAsync("update submission set received_at = @at, effective_at = @at where id = @id", new { id = row.Key.Id.Value, at = Cut(yesterday) }, token), Token);
        }

        await database.RunAsync((unit, token) => unit.ExecuteAsync("delete from blind_day", null, token), Token);
        await app.Services.GetServices<IHostedService>().OfType<DrawBlindSamples>().Single().RunAsync(Token);
        BlindStore blind = app.Get<BlindStore>();
        IReadOnlyList<BlindItem> drawn = await blind.ListWaitingAsync(published.Key.Site, DateTimeOffset.UnixEpoch, 100, Token);
        Assert.Contains(drawn, item => item.Key == published.Key && item.Part != BlindPart.Stopped);
        Assert.Contains(drawn, item => item.Key == flagged.Key && item.Part == BlindPart.Stopped);

        using ConsoleVisitor admin = new(app);
        await admin.SignInAsync();
        HashSet<Guid> answered = [];
        for (int i = 0; i < drawn.Count; i++)
        {
            Answer page = (await admin.GetAsync($"/moderate/blind?site={ModerationApp.Site}")).With(HttpStatusCode.OK);
            Guid id = Guid.Parse(Shown().Match(page.Text).Groups[1].Value);
            Assert.DoesNotContain("score", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("flagged", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<mark", page.Text, StringComparison.Ordinal);
            answered.Add(id);

            // The published one should not be read, the flagged one may.
            string answer = id == published.Key.Id.Value ? "spam" : "acceptable";
            Answer next = await admin.AnswerAsync(page, $"/moderate/blind?site={ModerationApp.Site}", ("_handler", "blind"), ("id", id.ToString("D")), ("answer", answer));
            Assert.Contains("Thank you", next.With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }

        Assert.Contains(published.Key.Id.Value, answered);
        Assert.Equal(SubmissionState.Removed, (await app.StoredAsync(published.Key.Id.ToString()))!.State);
        Assert.Equal(SubmissionState.Approved, (await app.StoredAsync(flagged.Key.Id.ToString()))!.State);
        BlindEstimate estimate = BlindEstimate.Of(await blind.ListDrawnAsync(published.Key.Site, DateTimeOffset.UnixEpoch, 100, Token));
        Assert.Equal(drawn.Count, estimate.Answers);
        Assert.Contains("blind review", (await admin.GetAsync(Models)).Text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Moderators decide: half of the submissions are fine, half speak of what this house wants to hear no more of.</summary>
    private async Task DecideManyAsync(int each)
    {
        DecideSubmission decide = app.Get<DecideSubmission>();
        Moderator[] moderators = [await PersonAsync("first"), await PersonAsync("second"), await PersonAsync("third")];
        for (int i = 0; i < 2 * each; i++)
        {
            bool isFine = i % 2 == 0;
            string body = isFine ? SomeReply.Unlike(i) : $"The windmill again. {SomeReply.Unlike(i)}";
            string id = (await app.DecideAsync(SomeReply.Json(body, page: $"https://gazette.example/2026/page-{i % 11}"))).Member("id");
            Submission row = (await app.StoredAsync(id))!;
            Moderator who = moderators[i % moderators.Length];
            Decision? decision = (row.State, isFine) switch
            {
                (SubmissionState.Approved, false) => Decision.Remove,
                (SubmissionState.Flagged, true) => Decision.Approve,
                (SubmissionState.Flagged, false) => Decision.Reject,
                _ => null,
            };
            if (decision is { } given)
            {
                await decide.HandleAsync(new DecisionRequest { Key = row.Key, Decision = given, Reason = isFine ? null : "advertising", Actor = who.Actor, DecidedBy = who.Actor, ModeratorId = who.ModeratorId }, Token);
            }
            else
            {
                // What the machine approved and a moderator agrees with: looked at in blind review.
                await app.Get<Database>().RunAsync((unit, token) => app.Get<Labels.LabelStore>().SetAsync(unit, new Labels.Label { Key = row.Key, IsViolating = !isFine, Actor = who.Actor, At = Cut(TimeProvider.System.GetUtcNow()) }, token), Token);
            }
        }
    }

    private async Task<Moderator> PersonAsync(string name)
    {
        await app.Get<ManageModerators>().AddAsync(name, name, ModeratorRole.Moderator, [SiteId.Parse(ModerationApp.Site)], "a long and quiet password", false, "cli", Token);
        return (await app.Get<ModeratorStore>().ListAsync(Token)).Single(moderator => moderator.Name == name);
    }

    private static DateTimeOffset Cut(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    [GeneratedRegex("name=\"id\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex Shown();
}
