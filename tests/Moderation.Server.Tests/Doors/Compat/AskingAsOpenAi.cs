using System.Net;
using System.Text.Json;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>What clients of OpenAI's moderations get from this service.</summary>
public sealed class AskingAsOpenAi(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static readonly string[] Categories =
    [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions", "self-harm/intent",
        "sexual", "sexual/minors", "violence", "violence/graphic",
    ];

    [Fact]
    public async Task A_text_has_one_result_with_all_thirteen_categories_three_times()
    {
        Answer answer = (await app.ModerateInputAsync("""{"model":"omni-moderation-latest","input":"You are a pathetic idiot."}""")).With(HttpStatusCode.OK);

        Assert.StartsWith("modr-", answer.Member("id"), StringComparison.Ordinal);
        Assert.StartsWith("moderation-", answer.Member("model"), StringComparison.Ordinal);
        Assert.StartsWith("req_", answer.Header("x-request-id"), StringComparison.Ordinal);
        Assert.True(int.Parse(answer.Header("openai-processing-ms")!, System.Globalization.CultureInfo.InvariantCulture) >= 0);
        JsonElement result = Assert.Single(answer.Json.GetProperty("results").EnumerateArray());
        foreach (string map in new[] { "categories", "category_scores", "category_applied_input_types" })
        {
            Assert.Equal(Categories, result.GetProperty(map).EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        }

        Assert.All(result.GetProperty("category_scores").EnumerateObject(), score => Assert.InRange(score.Value.GetDouble(), 0, 1));
        Assert.True(result.GetProperty("flagged").GetBoolean());
        Assert.True(result.GetProperty("categories").GetProperty("harassment").GetBoolean());
    }

    [Theory]
    [InlineData("You are a pathetic idiot.", "harassment")]
    [InlineData("I will kill you, you are dead", "harassment/threatening", "violence")]
    [InlineData("Thank you for the article about the new library.")]
    public async Task What_is_in_a_text_is_true_and_flagged_says_whether_anything_is(string text, params string[] expected)
    {
        JsonElement result = (await app.ModerateInputAsync(JsonSerializer.Serialize(new { input = text }))).Json.GetProperty("results")[0];

        Assert.All(expected, category => Assert.True(result.GetProperty("categories").GetProperty(category).GetBoolean(), category));
        Assert.Equal(result.GetProperty("categories").EnumerateObject().Any(category => category.Value.GetBoolean()), result.GetProperty("flagged").GetBoolean());
        Assert.Equal(expected.Length > 0, result.GetProperty("flagged").GetBoolean());
    }

    [Fact]
    public async Task What_nothing_here_looks_for_is_zero_and_named()
    {
        JsonElement result = (await app.ModerateInputAsync("""{"input":"I want to hurt myself"}""")).Json.GetProperty("results")[0];
        string[] unsupported = [.. result.GetProperty("x_moderation").GetProperty("unsupported").EnumerateArray().Select(name => name.GetString()!)];

        Assert.Equal(["illicit", "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence/graphic"], unsupported);
        Assert.All(unsupported, name => Assert.Equal(0, result.GetProperty("category_scores").GetProperty(name).GetDouble()));
        Assert.All(unsupported, name => Assert.False(result.GetProperty("categories").GetProperty(name).GetBoolean()));
    }

    [Fact]
    public async Task Spam_verdict_and_reasons_stand_in_a_member_of_our_own()
    {
        JsonElement result = (await app.ModerateInputAsync(JsonSerializer.Serialize(new { input = SomeReply.Spam() }))).Json.GetProperty("results")[0];
        JsonElement own = result.GetProperty("x_moderation");

        Assert.InRange(own.GetProperty("spam").GetDouble(), 0.5, 1);
        Assert.NotEqual("approve", own.GetProperty("verdict").GetString());
        Assert.Contains(own.GetProperty("reasons").EnumerateArray(), reason => reason.GetProperty("code").GetString()!.StartsWith("spam", StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{64}$", own.GetProperty("modelVersion").GetString());
    }

    [Fact]
    public async Task Several_texts_have_a_result_each_and_several_parts_one()
    {
        JsonElement texts = (await app.ModerateInputAsync("""{"input":["You are a pathetic idiot.","Good morning",""]}""")).Json.GetProperty("results");
        JsonElement parts = (await app.ModerateInputAsync("""{"input":[{"type":"text","text":"Good morning."},{"type":"text","text":"You are a pathetic idiot."}]}""")).Json.GetProperty("results");

        Assert.Equal([true, false], texts.EnumerateArray().Take(2).Select(result => result.GetProperty("flagged").GetBoolean()));
        Assert.Equal(3, texts.GetArrayLength());
        Assert.True(Assert.Single(parts.EnumerateArray()).GetProperty("flagged").GetBoolean());
    }

    [Theory]
    [InlineData("omni-moderation-2024-09-26")]
    [InlineData("text-moderation-stable")]
    [InlineData("something-else")]
    public async Task Any_model_is_answered_by_the_one_there_is(string model) =>
        Assert.StartsWith("moderation-", (await app.ModerateInputAsync(JsonSerializer.Serialize(new { model, input = "Good morning" }))).With(HttpStatusCode.OK).Member("model"), StringComparison.Ordinal);

    [Fact]
    public async Task Keys_are_refused_in_OpenAIs_shape()
    {
        (await app.PostJsonAsync("/v1/moderations", """{"input":"x"}""")).OpenAiError(401, "invalid_request_error", null, null);
        (await app.ModerateInputAsync("""{"input":"x"}""", "mk_nobody")).OpenAiError(401, "invalid_request_error", null, "invalid_api_key");
        (await app.ModerateInputAsync("""{"input":"x"}""", await app.IssueKeyAsync(doors: Door.Native | Door.Perspective))).OpenAiError(403, "invalid_request_error", null, "insufficient_permissions");
    }

    [Theory]
    [InlineData("{}", "input", "missing_required_parameter")]
    [InlineData("""{"input":null}""", "input", "invalid_type")]
    [InlineData("""{"input":5}""", "input", "invalid_type")]
    [InlineData("""{"input":[]}""", "input", null)]
    [InlineData("""{"input":["x",5]}""", "input", "invalid_type")]
    [InlineData("""{"input":[1,2,3]}""", "input", "invalid_type")]
    [InlineData("""{"input":[{"type":"text"}]}""", "input", "invalid_type")]
    [InlineData("""{"input":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://pictures.example/1.png"}}]}""", "input", "unsupported_input_type")]
    [InlineData("nothing", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("""{"input":"half \ud83d"}""", null, null)]
    public async Task A_bad_input_is_refused_in_OpenAIs_shape(string body, string? param, string? code) =>
        (await app.ModerateInputAsync(body)).OpenAiError(400, "invalid_request_error", param, code);

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_in_OpenAIs_shape() =>
        (await app.ModerateInputAsync(JsonSerializer.Serialize(new { input = new string('a', 5 * 1024 * 1024) }))).OpenAiError(413, "invalid_request_error", null, null);
}
