using System.Globalization;
using System.Net;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Clients of other services that ask too often are told so in the shape they know, and when to come again; nobody is told that a text is clean.</summary>
public sealed class LimitingClients(LimitingClients.App app) : IClassFixture<LimitingClients.App>
{
    [Theory]
    [InlineData("analyze")]
    [InlineData("suggestscore")]
    public async Task Googles_quota_is_exhausted(string call)
    {
        string key = await app.IssueKeyAsync(doors: Door.Perspective);
        string body = call == "analyze" ? CompatClients.Comment("Good morning").ToJsonString() : """{"comment":{"text":"Good morning"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":0}}}}""";
        foreach (Answer refused in await FloodAsync(() => app.PostJsonAsync($"/v1alpha1/comments:{call}?key={key}", body)))
        {
            Assert.Equal("RATE_LIMIT_EXCEEDED", refused.GoogleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded: too many requests with this API key.").GetProperty("reason").GetString());
        }
    }

    [Fact]
    public async Task OpenAIs_rate_limit_is_reached()
    {
        string key = await app.IssueKeyAsync(doors: Door.OpenAi);
        foreach (Answer refused in await FloodAsync(() => app.ModerateInputAsync("""{"input":"Good morning"}""", key)))
        {
            refused.OpenAiError(429, "requests", null, "rate_limit_exceeded");
        }
    }

    [Theory]
    [InlineData("comment-check")]
    [InlineData("submit-spam")]
    [InlineData("verify-key")]
    public async Task Akismets_clients_get_a_status_they_know_and_no_verdict(string call)
    {
        string key = await app.IssueKeyAsync(doors: Door.Akismet);
        foreach (Answer refused in await FloodAsync(() => app.AkismetAsync(call, key, ("comment_content", "Good morning"))))
        {
            Assert.DoesNotContain(refused.Text, new[] { "true", "false", "valid", "invalid" });
            Assert.Equal("text/plain; charset=utf-8", refused.Header("Content-Type"));
            Assert.Equal(refused.Bytes.Count.ToString(CultureInfo.InvariantCulture), refused.Header("Content-Length"));
        }
    }

    /// <summary>Asks more often than the key may; gives back the refusals.</summary>
    private static async Task<IReadOnlyList<Answer>> FloodAsync(Func<Task<Answer>> ask)
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => ask()));
        Answer[] refused = [.. answers.Where(answer => answer.Status != HttpStatusCode.OK)];
        Assert.InRange(refused.Length, 1, answers.Length - 1);
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status));
        Assert.All(refused, answer => Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60));
        return refused;
    }

    /// <summary>A host on which a key has so little to ask that sixty questions are too many however long they take.</summary>
    public sealed class App : ModerationApp
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Moderation:RateLimits:ApiKeyRequestsPerSecond"] = "1" };
    }
}
