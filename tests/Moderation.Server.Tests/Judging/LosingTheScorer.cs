using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Judging;

/// <summary>A scorer that breaks never publishes anything, and what waited because of it is judged by itself.</summary>
public sealed class LosingTheScorer(LosingTheScorer.App app) : IClassFixture<LosingTheScorer.App>
{
    [Fact]
    public async Task What_cannot_be_scored_waits_and_is_judged_when_scoring_is_back()
    {
        app.Scorer.IsBroken = true;
        string friendly = (await app.DecideAsync(SomeReply.Json())).Member("id");
        string spam = (await app.DecideAsync(SomeReply.Json(SomeReply.Spam()))).Member("id");
        foreach (string id in new[] { friendly, spam })
        {
            Submission waiting = (await app.StoredAsync(id))!;
            Assert.Equal(SubmissionState.Flagged, waiting.State);
            Assert.Null(waiting.ModelVersion);
            Assert.Contains("unscored", waiting.ReasonsJson, StringComparison.Ordinal);
        }

        app.Scorer.IsBroken = false;
        Submission published = await ScoredAsync(friendly);
        Submission kept = await ScoredAsync(spam);

        Assert.Equal(SubmissionState.Approved, published.State);
        Assert.NotEqual(SubmissionState.Approved, kept.State);
        Assert.DoesNotContain("unscored", kept.ReasonsJson, StringComparison.Ordinal);
        IReadOnlyList<JsonElement> events = await app.EventsAsync(friendly);
        Assert.Equal(["flagged", "approved"], events.Select(announced => announced.GetProperty("state").GetString()));
        Assert.Equal([1, 2], events.Select(announced => announced.GetProperty("version").GetInt32()));
        AuditEntry before = Assert.Single(await app.Get<AuditStore>().ListAsync(new SubmissionKey(SiteId.Parse(ModerationApp.Site), new SubmissionId(Guid.Parse(friendly))), TestContext.Current.CancellationToken));
        Assert.Equal(AuditKind.Verdict, before.Kind);
        Assert.Contains("unscored", before.ReasonsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_are_refused_and_not_invented()
    {
        app.Scorer.IsBroken = true;
        Answer answer = await app.ScoreAsync(new System.Text.Json.Nodes.JsonObject { ["text"] = "Good morning" });
        app.Scorer.IsBroken = false;

        answer.Problem(System.Net.HttpStatusCode.ServiceUnavailable, "scoring_unavailable");
    }

    private async Task<Submission> ScoredAsync(string id) =>
        (await Eventually.GetAsync("the submission is scored", () => app.StoredAsync(id), static row => row?.ModelVersion is not null))!;

    /// <summary>A scorer that can be broken.</summary>
    public sealed class App : ModerationApp
    {
        internal BreakableScorer Scorer => (BreakableScorer)Get<IScorer>();

        protected override void ConfigureServices(IServiceCollection services)
        {
            services.RemoveAll<IScorer>();
            services.AddSingleton<IScorer>(provider => new BreakableScorer(provider.GetRequiredService<ModelHost>()));
        }
    }

    internal sealed class BreakableScorer(IScorer whole) : IScorer
    {
        private volatile bool isBroken;

        public bool IsBroken
        {
            get => isBroken;
            set => isBroken = value;
        }

        public ScoreResult Score(SiteId? site, in ScoringInput input) => isBroken ? throw new ScorerUnavailableException() : whole.Score(site, in input);
    }
}
