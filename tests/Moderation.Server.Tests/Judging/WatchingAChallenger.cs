using System.Text.Json.Nodes;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Judging;

/// <summary>A challenger of a site in shadow, promoted, and rolled back again, while replies come in.</summary>
public sealed class WatchingAChallenger(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static readonly SiteId Demo = SiteId.Parse(ModerationApp.Site);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_decides_nothing_in_shadow_everything_when_promoted_and_what_waits_is_scored_by_whoever_decides()
    {
        ModelHost host = app.Get<ModelHost>();
        string champion = host.ChampionVersion!;
        string strict = await RegisterAsync();
        Submission waiting = await app.WaitingAsync();
        Assert.Equal(champion, waiting.ModelVersion);

        // In shadow: it would flag everything, and nothing comes of it.
        Assert.Equal(PromotionOutcome.Done, (await app.Get<StartShadow>().HandleAsync(Demo, strict, "cli", Token)).Outcome);
        Assert.Equal(PromotionOutcome.Stale, (await app.Get<StartShadow>().HandleAsync(Demo, strict, "cli", Token)).Outcome);
        await host.RefreshAsync(Token);
        string published = await app.PublishAsync(SomeReply.Json());
        ShadowReport report = await Eventually.GetAsync(
            "the shadow counted it", async () => await app.Get<ShadowReader>().LastAsync(Demo, 10, Token), static report => report?.Of(Verdict.Approve, Verdict.Flag) > 0) ?? throw new InvalidOperationException();
        ShadowDifference difference = Assert.Single(report.Differences, one => one.SubmissionId == Guid.Parse(published));
        Assert.Equal(("approve", "flag", "likely_to_reject"), (difference.ChampionVerdict, difference.ChallengerVerdict, difference.ChallengerCodes));
        Assert.Equal(champion, (await app.StoredAsync(published))!.ModelVersion);

        // Promoted: it decides at every door of this site, and its receipts name it.
        PromotionRequest request = new() { Site = Demo, Sha256 = strict, OverrideReason = "To see what it does", Actor = "cli" };
        Assert.Equal(PromotionOutcome.Done, (await app.Get<PromoteModel>().HandleAsync(request, Token)).Outcome);
        await host.RefreshAsync(Token);
        Assert.Null(host.ShadowFor(Demo));
        Answer flagged = await app.DecideAsync(SomeReply.Json());
        Assert.Equal("flagged", flagged.Member("state"));
        Submission stored = (await app.StoredAsync(flagged.Member("id")))!;
        Assert.Equal(strict, stored.ModelVersion);
        Assert.Equal(strict, (await app.ScoreAsync(new JsonObject { ["text"] = "Good morning" })).Member("modelVersion"));

        // What waited for a person is scored again; it waits as before, and the earlier verdict stands in its trail.
        Submission scoredAgain = (await Eventually.GetAsync("what waits is scored again", () => app.StoredAsync(waiting.Key.Id.ToString()), row => row?.ModelVersion == strict))!;
        Assert.Equal((SubmissionState.Flagged, waiting.Version, waiting.DecidedAt), (scoredAgain.State, scoredAgain.Version, scoredAgain.DecidedAt));
        Assert.Contains("likely_to_reject", scoredAgain.ReasonsJson, StringComparison.Ordinal);
        AuditEntry before = Assert.Single(await app.Get<AuditStore>().ListAsync(waiting.Key, Token));
        Assert.Equal((AuditKind.Verdict, champion, Verdict.Flag), (before.Kind, before.ModelVersion, before.Verdict));
        Assert.Equal(champion, (await app.StoredAsync(published))!.ModelVersion);

        // One step back: what only the challenger flagged stays in the queue, with a note.
        Assert.Equal(PromotionOutcome.Done, (await app.Get<RollBackModel>().HandleAsync(Demo, strict, "cli", "It flags everything", Token)).Outcome);
        await host.RefreshAsync(Token);
        Assert.Equal(champion, host.VersionFor(Demo));
        await app.PublishAsync(SomeReply.Json());
        Submission still = (await Eventually.GetAsync("what the challenger flagged is scored by the champion", () => app.StoredAsync(flagged.Member("id")), row => row?.ModelVersion == champion))!;
        Assert.Equal(SubmissionState.Flagged, still.State);
        Assert.Contains("scored_again", still.ReasonsJson, StringComparison.Ordinal);
    }

    private async Task<string> RegisterAsync()
    {
        byte[] artefact = ModelVariant.Severe(BaseModel.Load());
        Model model = Model.Load(artefact);
        await app.Get<ChallengerStore>().AddAsync(new NewChallenger { Artefact = artefact, Sha256 = model.Sha256, Card = model.Card.ToJson(), Site = Demo, Actor = "cli" }, Token);
        return model.Sha256;
    }
}

/// <summary>What this test needs of the host.</summary>
internal static class WatchingAChallengerSteps
{
    /// <summary>A submission that waits for a person because of its scores.</summary>
    public static async Task<Submission> WaitingAsync(this ModerationApp app)
    {
        Answer answer = await app.DecideAsync(SomeReply.Json("You are a stupid idiot and a pathetic liar, shut up."));
        Assert.Equal("flagged", answer.Member("state"));
        return (await app.StoredAsync(answer.Member("id")))!;
    }
}
