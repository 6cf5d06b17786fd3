using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Calls as clients of other services make them.</summary>
internal static class CompatClients
{
    public const string AnalyzePath = "/v1alpha1/comments:analyze";

    /// <summary>The body of a plain question to Perspective.</summary>
    public static JsonObject Comment(string text, params string[] attributes)
    {
        JsonObject asked = [];
        foreach (string attribute in attributes.DefaultIfEmpty("TOXICITY"))
        {
            asked[attribute] = new JsonObject();
        }

        return new JsonObject { ["comment"] = new JsonObject { ["text"] = text }, ["requestedAttributes"] = asked };
    }

    public static Task<Answer> AnalyzeAsync(this ModerationApp app, string json, string? key = null, string path = AnalyzePath) =>
        app.PostJsonAsync($"{path}?key={key ?? app.ApiKey}", json);

    public static Task<Answer> AnalyzeAsync(this ModerationApp app, JsonNode body, string? key = null) => app.AnalyzeAsync(body.ToJsonString(), key);

    public static Task<Answer> ModerateInputAsync(this ModerationApp app, string json, string? key = null) => app.PostJsonAsync("/v1/moderations", json, ModerationApp.Bearer(key ?? app.ApiKey));

    /// <summary>The summary score of an attribute.</summary>
    public static double Summary(this Answer answer, string attribute) =>
        answer.With(HttpStatusCode.OK).Json.GetProperty("attributeScores").GetProperty(attribute).GetProperty("summaryScore").GetProperty("value").GetDouble();

    /// <summary>The spans of an attribute.</summary>
    public static IReadOnlyList<(int Begin, int End, double Value)> Spans(this Answer answer, string attribute) =>
    [
        .. answer.With(HttpStatusCode.OK).Json.GetProperty("attributeScores").GetProperty(attribute).GetProperty("spanScores").EnumerateArray()
            .Select(span => (span.GetProperty("begin").GetInt32(), span.GetProperty("end").GetInt32(), span.GetProperty("score").GetProperty("value").GetDouble())),
    ];

    /// <summary>This answer, if it is an error in Google's shape, old and new, with that message; gives back its first detail.</summary>
    public static JsonElement GoogleError(this Answer answer, int status, string statusName, string message)
    {
        Assert.True((int)answer.Status == status, answer.ToString());
        Assert.Equal("application/json; charset=UTF-8", answer.Header("Content-Type"));
        Assert.Equal(answer.Bytes.Count.ToString(CultureInfo.InvariantCulture), answer.Header("Content-Length"));
        JsonElement error = answer.Json.GetProperty("error");
        Assert.Equal(status, error.GetProperty("code").GetInt32());
        Assert.Equal(statusName, error.GetProperty("status").GetString());
        Assert.Equal(message, error.GetProperty("message").GetString());
        JsonElement old = Assert.Single(error.GetProperty("errors").EnumerateArray());
        Assert.Equal(message, old.GetProperty("message").GetString());
        Assert.Equal("global", old.GetProperty("domain").GetString());
        Assert.NotEmpty(old.GetProperty("reason").GetString()!);
        return error.TryGetProperty("details", out JsonElement details) ? details[0] : default;
    }

    /// <summary>This answer, if it is an error in OpenAI's shape.</summary>
    public static void OpenAiError(this Answer answer, int status, string type, string? param, string? code)
    {
        Assert.True((int)answer.Status == status, answer.ToString());
        JsonElement error = answer.Json.GetProperty("error");
        Assert.Equal(["code", "message", "param", "type"], error.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal(code, error.GetProperty("code").GetString());
    }
}
