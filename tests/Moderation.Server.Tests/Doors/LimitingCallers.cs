using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

public sealed class LimitingCallers(LimitingCallers.App app) : IClassFixture<LimitingCallers.App>
{
    [Fact]
    public async Task Too_many_submissions_from_one_network_are_told_when_to_come_back()
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.PostFromPageAsync(SomeReply.Json(), null)));

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), AssertTooMany);

        // A form is held to the same limit, and a website's server is not held to its readers'.
        AssertTooMany(await app.PostFormAsync(SomeReply.Form(app.PublicKey), accept: "application/json"));
        (await app.PostReplyAsync(SomeReply.Json())).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Too_many_requests_with_one_key_are_told_when_to_come_back()
    {
        string key = await app.IssueKeyAsync();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => app.ScoreAsync(new JsonObject { ["text"] = "Good morning" }, key)));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Contains(answers, answer => answer.Status != HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), AssertTooMany);
        (await app.ScoreAsync(new JsonObject { ["text"] = "Good morning" }, await app.IssueKeyAsync())).With(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/v1/sites/demo/threads?page=https://gazette.example/")]
    [InlineData("/v1/sites/demo/comments.json")]
    public async Task Too_many_reads_from_one_network_are_told_when_to_come_back(string path)
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => app.GetAsync(path)));

        Assert.Contains(answers, answer => answer.Status != HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), AssertTooMany);
    }

    private static void AssertTooMany(Answer answer)
    {
        answer.Problem(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
    }

    public sealed class App : ModerationApp
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
        {
            ["Moderation:RateLimits:PublicSubmissionsPerMinute"] = "3",
            ["Moderation:RateLimits:ApiKeyRequestsPerSecond"] = "5",
            ["Moderation:RateLimits:PublicReadsPerSecond"] = "10",
        };
    }
}
