using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Errors in Google's shapes and words: clients read the message, and some the error type.</summary>
public sealed class PerspectiveErrors(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Type = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";

    [Theory]
    [InlineData("""{"comment":{"text":""},"requestedAttributes":{"TOXICITY":{}}}""", "Comment must be non-empty.", "COMMENT_EMPTY")]
    [InlineData("""{"comment":{},"requestedAttributes":{"TOXICITY":{}}}""", "Comment must be non-empty.", "COMMENT_EMPTY")]
    [InlineData("""{"requestedAttributes":{"TOXICITY":{}}}""", "Comment must be non-empty.", "COMMENT_EMPTY")]
    [InlineData("""{"comment":{"text":"x"}}""", "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{}}""", "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{"FLIRTATION":{}}}""", "Unknown requested attribute: FLIRTATION", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{},"SEXUALLY_EXPLICIT":{}}}""", "Unknown requested attribute: SEXUALLY_EXPLICIT", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{"toxicity":{}}}""", "Unknown requested attribute: (not a name)", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{"scoreType":"RAW"}}}""", "Requested score type RAW is not supported by attribute TOXICITY", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{"INSULT":{"scoreType":"PERCENTILE"}}}""", "Requested score type PERCENTILE is not supported by attribute INSULT", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x","type":"HTML"},"requestedAttributes":{"TOXICITY":{}}}""", "Currently, only 'PLAIN_TEXT' comments are supported", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x","type":"MARKDOWN"},"requestedAttributes":{"TOXICITY":{}}}""", "Unknown text type", "INVALID_REQUEST")]
    [InlineData("""{"comment":{"text":"x"},"context":{"entries":[{"text":"a"}],"articleAndParentComment":{"article":{"text":"b"}}},"requestedAttributes":{"TOXICITY":{}}}""", "Context can have either entries or article_and_parent_comment, but both fields were populated.", "INVALID_REQUEST")]
    public async Task A_question_that_cannot_be_answered_says_why(string body, string message, string errorType)
    {
        JsonElement detail = (await app.AnalyzeAsync(body)).GoogleError(400, "INVALID_ARGUMENT", message);

        Assert.Equal(Type, detail.GetProperty("@type").GetString());
        Assert.Equal(errorType, detail.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task A_text_that_is_too_long_says_so() =>
        Assert.Equal("COMMENT_TOO_LONG", (await app.AnalyzeAsync(CompatClients.Comment(new string('a', 20_481)))).GoogleError(400, "INVALID_ARGUMENT", "Comment text too long.").GetProperty("errorType").GetString());

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task What_is_no_json_is_Googles_bad_request(string body)
    {
        JsonElement detail = (await app.AnalyzeAsync(body)).GoogleError(400, "INVALID_ARGUMENT", "Invalid JSON payload received. It is not a JSON object.");

        Assert.Equal("type.googleapis.com/google.rpc.BadRequest", detail.GetProperty("@type").GetString());
    }

    [Theory]
    [InlineData("""{"comment":{"text":5}}""", "comment.text")]
    [InlineData("""{"comment":"x"}""", "comment")]
    [InlineData("""{"comment":{"text":"x"},"languages":"en"}""", "languages")]
    [InlineData("""{"comment":{"text":"x"},"spanAnnotations":"perhaps"}""", "spanAnnotations")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":{"TOXICITY":{"scoreThreshold":"high"}}}""", "requestedAttributes")]
    [InlineData("""{"comment":{"text":"x"},"requestedAttributes":["TOXICITY"]}""", "requestedAttributes")]
    public async Task A_member_of_the_wrong_type_is_named(string body, string member)
    {
        JsonElement detail = (await app.AnalyzeAsync(body)).GoogleError(400, "INVALID_ARGUMENT", $"Invalid value at '{member}'. It has the wrong type.");

        Assert.Equal(member, detail.GetProperty("fieldViolations")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task An_endless_body_is_refused()
    {
        JsonObject body = CompatClients.Comment("x");
        body["context"] = new JsonObject { ["entries"] = new JsonArray(new JsonObject { ["text"] = new string('a', 4 * 1024 * 1024) }) };

        (await app.AnalyzeAsync(body)).GoogleError(400, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 3145728 bytes.");
    }

    [Fact]
    public async Task A_bad_key_is_told_as_Google_does()
    {
        JsonElement detail = (await app.AnalyzeAsync(CompatClients.Comment("x"), "mk_nobody")).GoogleError(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");

        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", detail.GetProperty("@type").GetString());
        Assert.Equal("API_KEY_INVALID", detail.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_revoked_key_is_bad_at_once()
    {
        string key = await app.IssueKeyAsync(doors: Door.Perspective);
        (await app.AnalyzeAsync(CompatClients.Comment("x"), key)).With(System.Net.HttpStatusCode.OK);
        await app.RevokeKeyAsync(key);

        (await app.AnalyzeAsync(CompatClients.Comment("x"), key)).GoogleError(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");
    }

    [Fact]
    public async Task No_key_is_denied() =>
        (await app.PostJsonAsync(CompatClients.AnalyzePath, CompatClients.Comment("x").ToJsonString())).GoogleError(
            403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");

    [Theory]
    [InlineData(false, "SERVICE_DISABLED")]
    [InlineData(true, "API_KEY_SERVICE_BLOCKED")]
    public async Task A_key_for_another_door_or_without_the_right_is_denied(bool hasDoor, string reason)
    {
        string key = hasDoor ? await app.IssueKeyAsync(doors: Door.Perspective, rights: KeyRights.Read) : await app.IssueKeyAsync(doors: Door.Native | Door.OpenAi);
        JsonElement detail = (await app.AnalyzeAsync(CompatClients.Comment("x"), key)).GoogleError(403, "PERMISSION_DENIED", "This API key may not use the Perspective API here: make one with the door perspective and the right submit.");

        Assert.Equal(reason, detail.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_lenient_key_gets_what_there_is_and_the_names_of_the_rest()
    {
        string key = await app.IssueKeyAsync(doors: Door.Perspective, options: KeyOptions.LenientAttributes);
        Answer answer = await app.AnalyzeAsync(CompatClients.Comment("You are a pathetic idiot.", "TOXICITY", "FLIRTATION", "REASONING_EXPERIMENTAL"), key);

        Assert.InRange(answer.Summary("TOXICITY"), 0.8, 1);
        Assert.Single(answer.Json.GetProperty("attributeScores").EnumerateObject());
        Assert.Equal(["FLIRTATION", "REASONING_EXPERIMENTAL"], answer.Json.GetProperty("x_moderation").GetProperty("unsupportedAttributes").EnumerateArray().Select(name => name.GetString()));
    }
}
