using System.Net;
using System.Text.Json;
using Moderation.Feedback;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>What clients of Perspective tell about texts afterwards.</summary>
public sealed class SuggestingScores(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Path = "/v1alpha1/comments:suggestscore";

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task What_Coral_says_of_a_comment_is_kept_as_feedback(int value)
    {
        (string site, string key) = await KeyAsync();

        // Value 1 for deleted and 0 for approved, without a type; the context is a JSON text of Coral's own.
        string body = """{"comment":{"text":"A comment number VALUE"},"context":{"entries":[{"text":"{\"url\":\"https://gazette.example/1\"}"}]},"attributeScores":{"TOXICITY":{"summaryScore":{"value":VALUE}}},"communityId":"Coral:https://gazette.example","clientToken":"comment:77"}"""
            .Replace("VALUE", value.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Answer answer = (await SuggestAsync(body, key)).With(HttpStatusCode.OK);

        Assert.Equal("comment:77", answer.Member("clientToken"));
        Assert.Equal("en", Assert.Single(answer.Json.GetProperty("detectedLanguages").EnumerateArray()).GetString());
        Assert.False(answer.Json.TryGetProperty("requestedLanguages", out _));
        Statement said = Assert.Single(await SaidAsync(site));
        Assert.Equal((Door.Perspective, Category.Toxicity, value, null), (said.Door, said.Category, said.Value, said.Body));
        Assert.True(said.Weight < 1, "Outside feedback counts less than a decision of the house.");
        (await SuggestAsync(body, key)).With(HttpStatusCode.OK);
        Assert.Single(await SaidAsync(site));
    }

    [Fact]
    public async Task A_text_is_kept_only_for_a_key_that_wants_it_and_with_its_addresses_masked()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Perspective, options: KeyOptions.Store);
        (await SuggestAsync("""{"comment":{"text":"Write to ana@example.net"},"languages":["en"],"attributeScores":{"SPAM":{"summaryScore":{"value":1,"type":"PROBABILITY"}}}}""", key)).With(HttpStatusCode.OK);

        string kept = Assert.Single(await SaidAsync(site)).Body!;
        Assert.StartsWith("Write to ", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@example.net", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_of_a_stored_submission_becomes_its_label_and_decides_nothing()
    {
        string text = SomeReply.Friendly();
        string id = await app.PublishAsync(SomeReply.Json(text));
        (await SuggestAsync(JsonSerializer.Serialize(new { comment = new { text }, attributeScores = new { INSULT = new { summaryScore = new { value = 1 } } } }), app.ApiKey)).With(HttpStatusCode.OK);

        Labels.Label label = (await app.Get<Labels.LabelStore>().FindAsync(new Submissions.SubmissionKey(SiteId.Parse(ModerationApp.Site), new Submissions.SubmissionId(Guid.Parse(id))), TestContext.Current.CancellationToken))!;
        Assert.Equal((Labels.LabelSource.Feedback, true, "abusive"), (label.Source, label.IsViolating, label.Reason));
        Assert.Equal("approved", (await app.StatusAsync(id)).Member("state"));
    }

    [Theory]
    [InlineData("""{"comment":{"text":"x"}}""", "Missing attribute_scores")]
    [InlineData("""{"comment":{"text":"x"},"attributeScores":{}}""", "Missing attribute_scores")]
    [InlineData("""{"comment":{"text":""},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}}}""", "Comment must be non-empty.")]
    [InlineData("""{"comment":{"text":"x"},"attributeScores":{"FLIRTATION":{"summaryScore":{"value":1}}}}""", "Unknown requested attribute: FLIRTATION")]
    [InlineData("""{"comment":{"text":"x"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":7}}}}""", "The score of TOXICITY is not a probability from 0 to 1")]
    [InlineData("""{"comment":{"text":"x"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1,"type":"RAW"}}}}""", "The score of TOXICITY is not a probability from 0 to 1")]
    public async Task What_cannot_be_kept_is_refused(string body, string message)
    {
        (string site, string key) = await KeyAsync();
        (await SuggestAsync(body, key)).GoogleError(400, "INVALID_ARGUMENT", message);

        Assert.Empty(await SaidAsync(site));
    }

    [Fact]
    public async Task The_discovery_document_leads_here()
    {
        JsonElement document = (await app.GetAsync("/$discovery/rest?version=v1alpha1")).Json;
        string path = document.GetProperty("resources").GetProperty("comments").GetProperty("methods").GetProperty("suggestscore").GetProperty("path").GetString()!;

        (await app.PostJsonAsync($"{document.GetProperty("rootUrl").GetString()}{path}?key={app.ApiKey}", """{"comment":{"text":"Thank you"},"attributeScores":{"THREAT":{"summaryScore":{"value":0}}}}""")).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_bad_key_is_refused() =>
        (await SuggestAsync("""{"comment":{"text":"x"},"attributeScores":{"TOXICITY":{"summaryScore":{"value":1}}}}""", "mk_nobody")).GoogleError(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");

    private async Task<(string Site, string Key)> KeyAsync()
    {
        string site = await app.AddSiteAsync();
        return (site, await app.IssueKeyAsync(site, Door.Perspective));
    }

    private Task<Answer> SuggestAsync(string body, string key) => app.PostJsonAsync($"{Path}?key={key}", body);

    private Task<IReadOnlyList<Statement>> SaidAsync(string site) => app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 100, TestContext.Current.CancellationToken);
}
