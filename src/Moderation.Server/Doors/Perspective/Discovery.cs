using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Moderation.Scoring.Scales;
using Moderation.Server.Settings;

namespace Moderation.Server.Doors.Perspective;

/// <summary>
/// The discovery document from which Google's own clients build their calls. Its address comes from the settings and never from what a caller says the host is.
/// </summary>
internal sealed class Discovery(ServerSettings settings, IServer server)
{
    public IResult Handle() => new PerspectiveAnswer(StatusCodes.Status200OK, Document(Root()));

    private string Root() =>
        (settings.PublicUrl?.AbsoluteUri ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "").TrimEnd('/') + "/";

    internal static JsonObject Document(string root) => new()
    {
        ["kind"] = "discovery#restDescription",
        ["discoveryVersion"] = "v1",
        ["id"] = "commentanalyzer:v1alpha1",
        ["name"] = "commentanalyzer",
        ["version"] = "v1alpha1",
        ["title"] = "Perspective Comment Analyzer API, answered by Moderation",
        ["description"] = "Scores comments on Perspective's scale.",
        ["protocol"] = "rest",
        ["rootUrl"] = root,
        ["servicePath"] = "",
        ["baseUrl"] = root,
        ["basePath"] = "",
        ["batchPath"] = "batch",
        ["ownerDomain"] = "google.com",
        ["ownerName"] = "Google",
        ["parameters"] = new JsonObject
        {
            ["key"] = Parameter("The API key."),
            ["alt"] = Parameter("Ignored: the answer is JSON."),
            ["fields"] = Parameter("Ignored: the answer is whole."),
            ["prettyPrint"] = new JsonObject { ["type"] = "boolean", ["location"] = "query", ["description"] = "Ignored." },
            ["quotaUser"] = Parameter("Ignored."),
            ["callback"] = Parameter("Ignored."),
            ["access_token"] = Parameter("Ignored."),
            ["oauth_token"] = Parameter("Ignored."),
            ["uploadType"] = Parameter("Ignored."),
            ["upload_protocol"] = Parameter("Ignored."),
            ["$.xgafv"] = Parameter("Ignored: both forms of errors are in every answer."),
        },
        ["schemas"] = Schemas(),
        ["resources"] = new JsonObject
        {
            ["comments"] = new JsonObject
            {
                ["methods"] = new JsonObject
                {
                    ["analyze"] = Method("analyze", "AnalyzeComment", "Scores a comment."),
                    ["suggestscore"] = Method("suggestscore", "SuggestCommentScore", "Says what people decided about a comment."),
                },
            },
        },
    };

    private static JsonObject Parameter(string description) => new() { ["type"] = "string", ["location"] = "query", ["description"] = description };

    private static JsonObject Method(string name, string schema, string description) => new()
    {
        ["id"] = $"commentanalyzer.comments.{name}",
        ["path"] = $"v1alpha1/comments:{name}",
        ["flatPath"] = $"v1alpha1/comments:{name}",
        ["httpMethod"] = "POST",
        ["description"] = description,
        ["parameters"] = new JsonObject(),
        ["parameterOrder"] = new JsonArray(),
        ["request"] = new JsonObject { ["$ref"] = $"{schema}Request" },
        ["response"] = new JsonObject { ["$ref"] = $"{schema}Response" },
        ["scopes"] = new JsonArray("https://www.googleapis.com/auth/userinfo.email"),
    };

    private static JsonObject Schemas() => new()
    {
        ["AnalyzeCommentRequest"] = Object("AnalyzeCommentRequest", ("comment", Ref("TextEntry")), ("context", Ref("Context")), ("requestedAttributes", MapOf("AttributeParameters")), ("languages", ListOf("string")),
            ("doNotStore", Simple("boolean")), ("spanAnnotations", Simple("boolean")), ("clientToken", Simple("string")), ("sessionId", Simple("string")), ("communityId", Simple("string"))),
        ["AnalyzeCommentResponse"] = Object("AnalyzeCommentResponse", ("attributeScores", MapOf("AttributeScores")), ("languages", ListOf("string")), ("detectedLanguages", ListOf("string")), ("clientToken", Simple("string"))),
        ["SuggestCommentScoreRequest"] = Object("SuggestCommentScoreRequest", ("comment", Ref("TextEntry")), ("context", Ref("Context")), ("attributeScores", MapOf("AttributeScores")), ("languages", ListOf("string")),
            ("clientToken", Simple("string")), ("sessionId", Simple("string")), ("communityId", Simple("string"))),
        ["SuggestCommentScoreResponse"] = Object("SuggestCommentScoreResponse", ("requestedLanguages", ListOf("string")), ("detectedLanguages", ListOf("string")), ("clientToken", Simple("string"))),
        ["TextEntry"] = Object("TextEntry", ("text", Simple("string")), ("type", Simple("string"))),
        ["Context"] = Object("Context", ("entries", new JsonObject { ["type"] = "array", ["items"] = Ref("TextEntry") }), ("articleAndParentComment", Ref("ArticleAndParentComment"))),
        ["ArticleAndParentComment"] = Object("ArticleAndParentComment", ("article", Ref("TextEntry")), ("parentComment", Ref("TextEntry"))),
        ["AttributeParameters"] = Object("AttributeParameters", ("scoreType", Simple("string")), ("scoreThreshold", Number())),
        ["AttributeScores"] = Object("AttributeScores", ("summaryScore", Ref("Score")), ("spanScores", new JsonObject { ["type"] = "array", ["items"] = Ref("SpanScore") })),
        ["SpanScore"] = Object("SpanScore", ("begin", Simple("integer", "int32")), ("end", Simple("integer", "int32")), ("score", Ref("Score"))),
        ["Score"] = Object("Score", ("value", Number()), ("type", Simple("string"))),
    };

    private static JsonObject Object(string id, params (string Name, JsonObject Schema)[] members)
    {
        JsonObject properties = [];
        foreach ((string name, JsonObject schema) in members)
        {
            properties[name] = schema;
        }

        JsonObject described = new() { ["id"] = id, ["type"] = "object", ["properties"] = properties };
        if (id == "AnalyzeCommentRequest")
        {
            described["description"] = "Attributes: " + string.Join(", ", ScaleAttributes.All.Select(attribute => attribute.Name)) + ", also with _EXPERIMENTAL and _FAST.";
        }

        return described;
    }

    private static JsonObject Ref(string schema) => new() { ["$ref"] = schema };

    private static JsonObject Simple(string type, string? format = null) => format is null ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["format"] = format };

    private static JsonObject Number() => Simple("number", "float");

    private static JsonObject ListOf(string type) => new() { ["type"] = "array", ["items"] = Simple(type) };

    private static JsonObject MapOf(string schema) => new() { ["type"] = "object", ["additionalProperties"] = Ref(schema) };
}
