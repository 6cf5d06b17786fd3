using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>When nothing can be scored no door says that a text is clean. Every door that scores stands in one list here, and a door that is missing in it fails the test.</summary>
public sealed class FailingClosed(FailingClosed.App app) : IClassFixture<FailingClosed.App>
{
    /// <summary>Words of a route that make it a door where texts are scored while the caller waits.</summary>
    private static readonly string[] Scoring = ["score", "comments:analyze", "moderations", "comment-check"];

    [Fact]
    public async Task Every_door_that_scores_answers_503()
    {
        HashSet<string> tried = [];
        foreach ((string route, Func<Task<Answer>> call) in Doors())
        {
            tried.Add(route);
            if (!Routes().Contains(route))
            {
                continue;
            }

            app.Scorer.Problem = null;
            (await call()).With(HttpStatusCode.OK);
            app.Scorer.Problem = new ScorerUnavailableException();
            Answer answer = await call();
            app.Scorer.Problem = null;

            Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, $"{route} answered without a score: {answer}");
            Assert.NotEqual("false", answer.Text);
        }

        Assert.All(Routes().Where(route => Scoring.Any(word => route.Contains(word, StringComparison.Ordinal)) && !route.Contains("suggestscore", StringComparison.Ordinal)), route =>
            Assert.True(tried.Contains(Plain(route)), $"The door {route} is not tried without a scorer."));
    }

    [Fact]
    public async Task Clients_are_told_in_their_own_shape_and_when_to_come_again()
    {
        app.Scorer.Problem = new ScorerUnavailableException();
        Answer perspective = await app.AnalyzeAsync(CompatClients.Comment("Good morning"));
        Answer openAi = await app.ModerateInputAsync("""{"input":"Good morning"}""");
        app.Scorer.Problem = null;

        perspective.GoogleError(503, "UNAVAILABLE", "The service is currently unavailable.");
        openAi.OpenAiError(503, "server_error", null, null);
        Assert.All([perspective, openAi], answer => Assert.Equal("5", answer.Header("Retry-After")));
    }

    [Fact]
    public async Task Several_texts_at_once_fail_together()
    {
        app.Scorer.Problem = new ScorerUnavailableException();
        Answer native = await app.PostJsonAsync("/v1/score", """{"items":[{"text":"Good morning"},{"text":"Good evening"}]}""", ModerationApp.Bearer(app.ApiKey));
        Answer texts = await app.ModerateInputAsync("""{"input":["Good morning","Good evening"]}""");
        Answer parts = await app.ModerateInputAsync("""{"input":[{"type":"text","text":"Good morning"}]}""");
        app.Scorer.Problem = null;

        native.Problem(HttpStatusCode.ServiceUnavailable, "scoring_unavailable");
        Assert.All([texts, parts], answer => answer.OpenAiError(503, "server_error", null, null));
        Assert.All([texts, parts], answer => Assert.NotNull(answer.Header("Retry-After")));
    }

    [Fact]
    public async Task What_needs_no_score_goes_on_without_one()
    {
        string key = await app.IssueKeyAsync(await app.AddSiteAsync(), Door.Akismet | Door.Perspective);
        app.Scorer.Problem = new ScorerUnavailableException();
        Answer said = await app.PostJsonAsync($"/v1alpha1/comments:suggestscore?key={key}", """{"comment":{"text":"Good morning"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":0}}},"clientToken":"c-1"}""");
        Answer taught = await app.AkismetAsync("submit-ham", key, ("comment_content", "Good morning"));
        Answer known = await app.AkismetAsync("verify-key", key);
        app.Scorer.Problem = null;

        Assert.Equal(["clientToken"], said.With(HttpStatusCode.OK).Json.EnumerateObject().Select(member => member.Name));
        taught.Says("Thanks for making the web a better place.");
        known.Says("valid");
    }

    [Fact]
    public async Task A_scorer_that_breaks_in_a_way_nobody_knows_is_an_error_and_its_message_stays_inside()
    {
        app.Scorer.Problem = new InvalidOperationException("It broke on canary@nest.example");
        Answer perspective = await app.AnalyzeAsync(CompatClients.Comment("Good morning"));
        Answer openAi = await app.ModerateInputAsync("""{"input":"Good morning"}""");
        Answer native = await app.PostJsonAsync("/v1/score", """{"text":"Good morning"}""", ModerationApp.Bearer(app.ApiKey));
        Answer akismet = await CheckAsync("");
        app.Scorer.Problem = null;

        native.Problem(HttpStatusCode.InternalServerError, "internal");
        Assert.Equal(HttpStatusCode.InternalServerError, akismet.Status);
        Assert.DoesNotContain(akismet.Text, new[] { "true", "false" });
        perspective.GoogleError(500, "INTERNAL", "Internal error encountered.");
        openAi.OpenAiError(500, "server_error", null, null);
        Assert.All([perspective, openAi, native, akismet], answer => Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("canary@nest", StringComparison.Ordinal));
    }

    private IEnumerable<(string Route, Func<Task<Answer>> Call)> Doors()
    {
        yield return ("/v1/score", () => app.PostJsonAsync("/v1/score", """{"text":"Good morning"}""", ModerationApp.Bearer(app.ApiKey)));
        yield return ("/v1/moderations", () => app.ModerateInputAsync("""{"input":"Good morning"}"""));
        foreach (string path in new[] { "/v1alpha1", "", "/{first}", "/{first}/{second}", "/{first}/{second}/{third}" })
        {
            yield return ($"{path}/comments:analyze", () => app.AnalyzeAsync(CompatClients.Comment("Good morning").ToJsonString(), path: path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal) + "/comments:analyze"));
        }

        foreach (string prefix in new[] { "", "/akismet" })
        {
            yield return ($"{prefix}/1.1/comment-check", () => CheckAsync(prefix));
        }
    }

    private async Task<Answer> CheckAsync(string prefix)
    {
        string key = await app.IssueKeyAsync(doors: Door.Akismet);
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["api_key"] = key,
            ["blog"] = "https://gazette.example",
            ["user_ip"] = "203.0.113.9",
            ["comment_content"] = SomeReply.Friendly(),
            ["comment_author"] = "Ana",
        });
        return await app.SendAsync(HttpMethod.Post, $"{prefix}/1.1/comment-check", form);
    }

    private string[] Routes() => [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))];

    private static string Plain(string route) => route.TrimEnd('/');

    /// <summary>A host whose scorer can be broken in any way.</summary>
    public sealed class App : ModerationApp
    {
        internal BrokenScorer Scorer => (BrokenScorer)Get<IScorer>();

        protected override void ConfigureServices(IServiceCollection services)
        {
            services.RemoveAll<IScorer>();
            services.AddSingleton<IScorer>(provider => new BrokenScorer(provider.GetRequiredService<ModelHost>()));
        }
    }

    internal sealed class BrokenScorer(IScorer whole) : IScorer
    {
        private volatile Exception? problem;

        public Exception? Problem
        {
            get => problem;
            set => problem = value;
        }

        public ScoreResult Score(SiteId? site, in ScoringInput input) => problem is { } broken ? throw broken : whole.Score(site, in input);
    }
}
