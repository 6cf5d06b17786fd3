using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

public sealed class ScoringTexts(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static readonly string[] Categories = ["spam", "toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "likely_to_reject"];

    [Fact]
    public async Task A_text_gets_scores_verdict_reasons_and_versions()
    {
        JsonElement answer = (await ScoreAsync("Good morning, thank you for the article.")).Json;

        Assert.Equal(["modelVersion", "policyVersion", "reasons", "scores", "verdict"], answer.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        JsonProperty[] scores = [.. answer.GetProperty("scores").EnumerateObject()];
        Assert.NotEmpty(scores);
        Assert.All(scores, score =>
        {
            Assert.Contains(score.Name, Categories);
            Assert.InRange(score.Value.GetDouble(), 0, 1);
        });
        Assert.Equal("approve", answer.GetProperty("verdict").GetString());
        Assert.Matches("^[0-9a-f]{64}$", answer.GetProperty("modelVersion").GetString());
        Assert.True(answer.GetProperty("policyVersion").GetInt32() >= 0);
    }

    [Fact]
    public async Task Spans_are_utf16_offsets_of_the_text_as_sent()
    {
        // Letters outside the basic plane before the words: counting characters or bytes instead of UTF-16 units would be off.
        string text = "\U0001F600\U0001F680 e\u0301 " + SomeReply.Spam();
        JsonElement answer = (await ScoreAsync(text)).Json;

        Assert.NotEqual("approve", answer.GetProperty("verdict").GetString());
        JsonElement[] spans = [.. answer.GetProperty("reasons").EnumerateArray().Where(reason => reason.GetProperty("category").ValueKind != JsonValueKind.Null).SelectMany(reason => reason.GetProperty("spans").EnumerateArray())];
        Assert.NotEmpty(spans);
        Assert.All(spans, span =>
        {
            int start = span.GetProperty("start").GetInt32();
            int end = span.GetProperty("end").GetInt32();
            Assert.InRange(start, 0, text.Length);
            Assert.InRange(end, start + 1, text.Length);
            Assert.False(char.IsLowSurrogate(text[start]), "A span begins inside a letter.");
            Assert.NotEqual(0, span.GetProperty("weight").GetDouble());
        });
        Assert.Contains(spans, span => text[span.GetProperty("start").GetInt32()..span.GetProperty("end").GetInt32()].Contains("viagra", StringComparison.OrdinalIgnoreCase)
            || text[span.GetProperty("start").GetInt32()..span.GetProperty("end").GetInt32()].Contains("casino", StringComparison.OrdinalIgnoreCase)
            || text[span.GetProperty("start").GetInt32()..span.GetProperty("end").GetInt32()].Contains("pills", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Items_are_answered_in_their_order_with_the_scores_of_single_texts()
    {
        string[] texts = ["Good morning", SomeReply.Spam(), ""];
        JsonArray items = [.. texts.Select((text, index) => new JsonObject { ["id"] = $"item-{index}", ["text"] = text })];
        JsonElement[] answers = [.. (await app.ScoreAsync(new JsonObject { ["items"] = items })).With(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

        Assert.Equal(["item-0", "item-1", "item-2"], answers.Select(answer => answer.GetProperty("id").GetString()));
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal((await ScoreAsync(texts[i])).Json.GetProperty("scores").GetRawText(), answers[i].GetProperty("scores").GetRawText());
        }
    }

    [Fact]
    public async Task The_same_text_gets_the_same_scores_when_it_is_posted()
    {
        string text = SomeReply.Friendly();
        JsonElement scored = (await app.ScoreAsync(new JsonObject { ["text"] = text, ["author"] = new JsonObject { ["name"] = "Ana" } })).Json;
        string id = (await app.DecideAsync(SomeReply.Json(text))).Member("id");
        Submissions.Submission stored = (await app.StoredAsync(id))!;

        Assert.Equal(scored.GetProperty("scores").GetProperty("spam").GetDouble(), stored.Scores!.Spam);
        Assert.Equal(scored.GetProperty("modelVersion").GetString(), stored.ModelVersion);
    }

    [Fact]
    public async Task Nothing_is_stored()
    {
        string site = await app.AddSiteAsync();
        await app.ScoreAsync(new JsonObject { ["text"] = "Good morning" }, await app.IssueKeyAsync(site));

        Assert.Equal(0, await app.CountStoredAsync(site));
    }

    [Theory]
    [InlineData("{}", "text")]
    [InlineData("""{"text":null}""", "text")]
    [InlineData("""{"text":"x","items":[{"text":"x"}]}""", "items")]
    [InlineData("""{"items":[]}""", "items")]
    [InlineData("""{"items":[{"text":"x"},{},null]}""", "items[1].text", "items[2].text")]
    [InlineData("""{"text":5}""", "text")]
    [InlineData("""{"text":"x","author":"Ana"}""", "author")]
    [InlineData("""{"text":"x","author":{"name":[]}}""", "author.name")]
    public async Task What_is_missing_or_wrong_is_named(string json, params string[] members) =>
        (await app.PostJsonAsync("/v1/score", json, ModerationApp.Bearer(app.ApiKey))).Invalid(members);

    [Fact]
    public async Task More_than_a_hundred_items_are_refused()
    {
        JsonArray items = [.. Enumerable.Range(0, 101).Select(_ => new JsonObject { ["text"] = "x" })];
        (await app.ScoreAsync(new JsonObject { ["items"] = items })).Invalid("items");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("""{"text":"x"} {}""")]
    [InlineData("""{"text":"half \ud83d"}""")]
    [InlineData("null")]
    public async Task What_is_no_json_is_unreadable(string json) =>
        (await app.PostJsonAsync("/v1/score", json, ModerationApp.Bearer(app.ApiKey))).Problem(HttpStatusCode.BadRequest, "unreadable");

    [Fact]
    public async Task Empty_and_very_long_texts_are_scored()
    {
        (await ScoreAsync("")).With(HttpStatusCode.OK);
        (await ScoreAsync(new string('a', 1_000_000))).With(HttpStatusCode.OK);
    }

    private async Task<Answer> ScoreAsync(string text) => (await app.ScoreAsync(new JsonObject { ["text"] = text })).With(HttpStatusCode.OK);
}
