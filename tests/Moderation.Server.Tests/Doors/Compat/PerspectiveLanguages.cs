using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>No language is an error unless a key asks for that: short English texts taken for Turkish broke many a client of Google.</summary>
public sealed class PerspectiveLanguages(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string English = "Thank you for the article about the new library.";

    private const string Foreign = "\u042D\u0442\u043E \u043E\u0447\u0435\u043D\u044C \u043F\u043B\u043E\u0445\u0430\u044F \u0441\u0442\u0430\u0442\u044C\u044F";

    [Fact]
    public async Task A_text_in_another_language_is_scored_and_said_to_be()
    {
        JsonElement answer = (await app.AnalyzeAsync(CompatClients.Comment(Foreign))).With(System.Net.HttpStatusCode.OK).Json;

        Assert.True(answer.GetProperty("x_moderation").GetProperty("languageFallback").GetBoolean());
        Assert.Equal("und-Cyrl", Assert.Single(answer.GetProperty("detectedLanguages").EnumerateArray()).GetString());
        Assert.True(answer.GetProperty("attributeScores").TryGetProperty("TOXICITY", out _));
    }

    [Fact]
    public async Task What_the_text_is_counts_and_not_what_the_caller_says()
    {
        JsonElement answer = (await app.AnalyzeAsync(In(English, "es"))).With(System.Net.HttpStatusCode.OK).Json;

        Assert.False(answer.TryGetProperty("x_moderation", out _));
        Assert.Equal("en", Assert.Single(answer.GetProperty("detectedLanguages").EnumerateArray()).GetString());
        Assert.Equal("es", Assert.Single(answer.GetProperty("languages").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_strict_key_refuses_the_languages_that_were_named()
    {
        JsonElement detail = (await app.AnalyzeAsync(In(English, "xx", "en", "tr"), await StrictAsync())).GoogleError(400, "INVALID_ARGUMENT", "Attribute TOXICITY does not support request languages: xx, tr");

        Assert.Equal("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", detail.GetProperty("errorType").GetString());
        JsonElement more = detail.GetProperty("languageNotSupportedByAttributeError");
        Assert.Equal("TOXICITY", more.GetProperty("attribute").GetString());
        Assert.Equal(["xx", "tr"], more.GetProperty("requestedLanguages").EnumerateArray().Select(language => language.GetString()));
    }

    [Fact]
    public async Task A_strict_key_refuses_a_language_that_was_detected()
    {
        JsonElement detail = (await app.AnalyzeAsync(CompatClients.Comment("\u03A4\u03BF \u03AC\u03C1\u03B8\u03C1\u03BF \u03B5\u03AF\u03BD\u03B1\u03B9 \u03BA\u03B1\u03BA\u03CC"), await StrictAsync()))
            .GoogleError(400, "INVALID_ARGUMENT", "Attribute TOXICITY does not support request languages: el");

        Assert.Equal("el", Assert.Single(detail.GetProperty("languageNotSupportedByAttributeError").GetProperty("detectedLanguages").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_strict_key_refuses_what_is_no_language_it_knows()
    {
        JsonElement detail = (await app.AnalyzeAsync(CompatClients.Comment("xqzt vrpl kkwj zzgh"), await StrictAsync())).GoogleError(400, "INVALID_ARGUMENT", "Unable to detect language");

        Assert.Equal("LANGUAGE_DETECTION_FAILED", detail.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task A_strict_key_gets_English_scored()
    {
        string key = await StrictAsync();
        (await app.AnalyzeAsync(CompatClients.Comment(English), key)).With(System.Net.HttpStatusCode.OK);
        (await app.AnalyzeAsync(In("xqzt vrpl kkwj zzgh", "en-GB"), key)).With(System.Net.HttpStatusCode.OK);
    }

    private static JsonObject In(string text, params string[] languages)
    {
        JsonObject body = CompatClients.Comment(text);
        body["languages"] = new JsonArray([.. languages.Select(language => JsonValue.Create(language))]);
        return body;
    }

    private Task<string> StrictAsync() => app.IssueKeyAsync(doors: Door.Perspective, options: KeyOptions.StrictLanguage);
}
