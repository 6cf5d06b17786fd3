using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Moderation.Judging;
using Moderation.Messaging;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.ModeratorConsole;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Server.Tests.Judging;

/// <summary>What cannot be judged is flagged, has a dead letter, keeps nobody from their turn, and is judged when it is asked for again.</summary>
public sealed class FailingToJudge(FailingToJudge.App app) : IClassFixture<FailingToJudge.App>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_five_failures_it_is_flagged_as_unscored_and_a_redrive_has_it_judged()
    {
        string site = await app.AddSiteAsync();
        int version = await app.Get<PolicyStore>().AddVersionAsync(SiteId.Parse(site), "not a policy", 0, "test", Token) ? 1 : 0;
        Assert.Equal(1, version);
        string id = (await app.PostReplyAsync(SomeReply.Json(), await app.IssueKeyAsync(site), site)).Member("id");
        SubmissionKey key = new(SiteId.Parse(site), new SubmissionId(Guid.Parse(id)));
        await Eventually.TrueAsync("judging it failed five times", async () =>
        {
            await app.Get<JudgeReceived>().HandleAsync([key], Token);
            return (await app.StoredAsync(id, site))!.State != SubmissionState.Received;
        });

        Submission flagged = (await app.StoredAsync(id, site))!;
        Assert.Equal(SubmissionState.Flagged, flagged.State);
        Assert.Null(flagged.ModelVersion);
        Assert.Equal(["unscored"], StoredReasons.Codes(flagged.ReasonsJson));
        JsonElement announced = Assert.Single(await app.EventsAsync(id, site));
        Assert.Equal("flagged", announced.GetProperty("state").GetString());
        Assert.Equal("system", announced.GetProperty("decidedBy").GetString());
        DeadLetter letter = Assert.Single(await LettersAsync(site));
        Assert.Equal(key.Id, letter.SubmissionId);
        Assert.Equal("http", letter.Source);
        Assert.Equal("judging_failed", letter.Reason);
        Assert.Null(letter.PayloadSealed);

        JsonElement shown = Assert.Single((await app.RunCommandAsync("redrive", "--list", "--site", site, "--json")).With(0).Json.EnumerateArray());
        Assert.Equal(["store", "judging_failed", id], [shown.GetProperty("source").GetString(), shown.GetProperty("code").GetString(), shown.GetProperty("ids")[0].GetString()]);
        Assert.Single(await LettersAsync(site));

        await app.Get<PolicyStore>().AddVersionAsync(SiteId.Parse(site), PolicyJson.Write(new Policy()), version, "test", Token);
        await Eventually.TrueAsync("the new policy counts", () => app.Get<SitePolicies>().CurrentAsync(key.Site, Token).ContinueWith(read => read.IsCompletedSuccessfully, TaskScheduler.Default));
        JsonElement done = (await app.RunCommandAsync("redrive", "--site", site, "--json")).With(0).Json;
        Assert.Equal(1, done.GetProperty("redriven").GetInt32());
        Assert.Equal("cli letter_replayed  everything that waited in the error queues and the store, up to 1000", Assert.Single(await app.TrailAsync(site)));
        Submission judged = (await Eventually.GetAsync("it is scored", () => app.StoredAsync(id, site), row => row?.ModelVersion is not null))!;
        Assert.Equal(SubmissionState.Approved, judged.State);
        Assert.Empty(await LettersAsync(site));
        Assert.Equal(0, (await app.RunCommandAsync("redrive", "--site", site, "--json")).With(0).Json.GetProperty("redriven").GetInt32());
    }

    [Fact]
    public async Task A_text_on_which_the_model_breaks_keeps_no_other_waiting_and_has_one_letter()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        app.Scorer.BreaksOn = "poison";
        string poison = (await app.DecideAsync(SomeReply.Json("This one is poison for the model, and nothing else."), key, site)).Member("id");
        app.Scorer.IsAway = true;
        string other = (await app.DecideAsync(SomeReply.Json(), key, site)).Member("id");
        app.Scorer.IsAway = false;

        UnscoredSweep sweep = app.Get<IEnumerable<IHostedService>>().OfType<UnscoredSweep>().Single();
        await Eventually.TrueAsync("the poison has a letter", async () =>
        {
            await sweep.SweepAsync(Token);
            return (await LettersAsync(site)).Count > 0;
        });
        await sweep.SweepAsync(Token);

        Assert.NotNull((await app.StoredAsync(other, site))!.ModelVersion);
        Submission left = (await app.StoredAsync(poison, site))!;
        Assert.Equal(SubmissionState.Flagged, left.State);
        Assert.Null(left.ModelVersion);
        DeadLetter letter = Assert.Single(await LettersAsync(site));
        Assert.Equal("scoring_failed", letter.Reason);
        Assert.DoesNotContain(await app.Get<WaitingSubmissions>().ListUnscoredAsync(TimeProvider.System.UtcNowMicros(), GivingUp.Attempts, null, 1_000, Token), row => row.Key == left.Key);

        app.Scorer.BreaksOn = null;
        RedriveResult again = await app.Get<DeadLetterRedrive>().RunAsync(new LetterFilter { Site = site, Code = "scoring_failed" }, 10, Token);
        Assert.Equal(1, again.Redriven);
        await sweep.SweepAsync(Token);
        Assert.NotNull((await app.StoredAsync(poison, site))!.ModelVersion);
    }

    private Task<IReadOnlyList<DeadLetter>> LettersAsync(string site) => app.Get<DeadLetterStore>().ListAsync(new LetterFilter { Site = site }, null, 10, Token);

    public sealed class App : ModerationApp
    {
        internal FragileScorer Scorer => (FragileScorer)Get<IScorer>();

        protected override void ConfigureServices(IServiceCollection services)
        {
            services.RemoveAll<IScorer>();
            services.AddSingleton<IScorer>(provider => new FragileScorer(provider.GetRequiredService<ModelHost>()));
        }
    }

    /// <summary>A scorer that can be away, or break on some texts.</summary>
    internal sealed class FragileScorer(IScorer whole) : IScorer
    {
        public volatile string? BreaksOn;

        public volatile bool IsAway;

        public ScoreResult Score(SiteId? site, in ScoringInput input)
        {
            if (IsAway)
            {
                throw new ScorerUnavailableException();
            }

            return BreaksOn is { } marker && input.Text.Contains(marker, StringComparison.Ordinal) ? throw new InvalidOperationException("broken") : whole.Score(site, in input);
        }
    }
}
