using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Scoring;
using Moderation.Scoring.Scales;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>What clients of Google's Perspective API get from this service.</summary>
public sealed class AskingAsPerspective(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Insult = "You are a pathetic idiot. ";

    [Fact]
    public async Task A_text_gets_its_scores_under_the_names_that_were_asked_for()
    {
        Answer answer = await app.AnalyzeAsync(CompatClients.Comment(Insult, "TOXICITY", "INSULT", "TOXICITY_EXPERIMENTAL", "TOXICITY_FAST"));

        answer.With(HttpStatusCode.OK);
        Assert.Equal("application/json; charset=UTF-8", answer.Header("Content-Type"));
        Assert.Equal(["attributeScores", "languages", "detectedLanguages"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["TOXICITY", "INSULT", "TOXICITY_EXPERIMENTAL", "TOXICITY_FAST"], answer.Json.GetProperty("attributeScores").EnumerateObject().Select(member => member.Name));
        Assert.InRange(answer.Summary("TOXICITY"), 0.8, 1);
        Assert.Equal(answer.Summary("TOXICITY"), answer.Summary("TOXICITY_EXPERIMENTAL"));
        Assert.Equal(answer.Summary("TOXICITY"), answer.Summary("TOXICITY_FAST"));
        Assert.Equal("PROBABILITY", answer.Json.GetProperty("attributeScores").GetProperty("INSULT").GetProperty("summaryScore").GetProperty("type").GetString());
        Assert.Matches("^[0-9a-f]{64}$", answer.Header("X-Moderation-Model"));
        Assert.InRange((await app.AnalyzeAsync(CompatClients.Comment("Thank you for the article about the new library."))).Summary("TOXICITY"), 0, 0.5);
    }

    [Theory]
    [InlineData("TOXICITY")]
    [InlineData("SEVERE_TOXICITY")]
    [InlineData("IDENTITY_ATTACK")]
    [InlineData("INSULT")]
    [InlineData("PROFANITY")]
    [InlineData("THREAT")]
    [InlineData("SPAM")]
    [InlineData("LIKELY_TO_REJECT")]
    [InlineData("OBSCENE")]
    public async Task Every_attribute_shows_the_score_of_the_other_doors_on_its_scale(string attribute)
    {
        const string Text = "What the fuck is this, you idiot? I will find you.";
        double ours = (await app.ScoreAsync(new JsonObject { ["text"] = Text })).Json.GetProperty("scores").GetProperty(ScaleAttributes.Find(attribute)!.Category.ToText()).GetDouble();

        Assert.Equal(ScoreScale.Shipped.Find(attribute)!.Map.Apply(ours), (await app.AnalyzeAsync(CompatClients.Comment(Text, attribute))).Summary(attribute), 12);
    }

    [Fact]
    public async Task Without_annotations_there_is_one_span_over_the_whole_text()
    {
        string text = "\U0001F600 " + Insult;
        Answer answer = await app.AnalyzeAsync(CompatClients.Comment(text));

        (int begin, int end, double value) = Assert.Single(answer.Spans("TOXICITY"));
        Assert.Equal((0, text.Length, answer.Summary("TOXICITY")), (begin, end, value));
    }

    [Fact]
    public async Task Sentences_have_spans_in_utf16_units_that_say_which_one_it_is()
    {
        // The emoji counts two.
        const string Text = "\U0001F600 you idiot. Nice photo of the harbour though!  Thanks for it.";
        JsonObject body = CompatClients.Comment(Text, "TOXICITY");
        body["spanAnnotations"] = true;
        Answer answer = await app.AnalyzeAsync(body);

        IReadOnlyList<(int Begin, int End, double Value)> spans = answer.Spans("TOXICITY");
        Assert.Equal([(0, 13), (14, 47), (49, 63)], spans.Select(span => (span.Begin, span.End)));
        Assert.Equal("\U0001F600 you idiot.", Text[spans[0].Begin..spans[0].End]);
        Assert.True(spans[0].Value > 0.8 && spans[1].Value < 0.5 && spans[2].Value < 0.5, string.Join(", ", spans));
    }

    [Fact]
    public async Task A_text_of_one_sentence_has_its_own_score_as_span()
    {
        JsonObject body = CompatClients.Comment(Insult.Trim(), "TOXICITY", "SPAM");
        body["spanAnnotations"] = true;
        Answer answer = await app.AnalyzeAsync(body);

        foreach (string attribute in new[] { "TOXICITY", "SPAM" })
        {
            (int begin, int end, double value) = Assert.Single(answer.Spans(attribute));
            Assert.Equal((0, Insult.Trim().Length), (begin, end));
            Assert.Equal(answer.Summary(attribute), value, 9);
        }
    }

    [Fact]
    public async Task A_score_below_the_threshold_is_left_out_and_an_attribute_of_nothing_else_as_well()
    {
        JsonObject body = CompatClients.Comment("You are a pathetic idiot. The harbour is lovely in the morning.", "TOXICITY", "THREAT");
        body["spanAnnotations"] = true;
        body["requestedAttributes"]!["TOXICITY"]!["scoreThreshold"] = 0.7;
        body["requestedAttributes"]!["THREAT"]!["scoreThreshold"] = "0.99";
        Answer answer = await app.AnalyzeAsync(body);

        Assert.Equal(["TOXICITY"], answer.Json.GetProperty("attributeScores").EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, Assert.Single(answer.Spans("TOXICITY")).Begin);
        Assert.InRange(answer.Summary("TOXICITY"), 0.7, 1);
    }

    [Fact]
    public async Task The_client_token_comes_back_and_only_then()
    {
        JsonObject body = CompatClients.Comment("Good morning");
        body["clientToken"] = "c-17 \u00FC";

        Assert.Equal("c-17 \u00FC", (await app.AnalyzeAsync(body)).Member("clientToken"));
        Assert.False((await app.AnalyzeAsync(CompatClients.Comment("Good morning"))).Json.TryGetProperty("clientToken", out _));
    }

    [Fact]
    public async Task The_longest_text_has_20480_bytes()
    {
        string longest = new('\u00E9', 10_240);
        Assert.Equal(20_480, Encoding.UTF8.GetByteCount(longest));

        (await app.AnalyzeAsync(CompatClients.Comment(longest))).With(HttpStatusCode.OK);
        (await app.AnalyzeAsync(CompatClients.Comment(longest + "a"))).GoogleError(400, "INVALID_ARGUMENT", "Comment text too long.");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task The_body_counts_and_not_its_media_type(string? mediaType) =>
        Assert.InRange(
            (await app.PostBytesAsync($"{CompatClients.AnalyzePath}?key={app.ApiKey}&alt=json&prettyPrint=false&$.xgafv=2", Encoding.UTF8.GetBytes(CompatClients.Comment(Insult).ToJsonString()), mediaType)).Summary("TOXICITY"), 0.8, 1);

    [Fact]
    public async Task Names_without_quotes_are_read_as_the_old_samples_have_them() =>
        Assert.InRange((await app.AnalyzeAsync("{comment: {text: 'You are a pathetic idiot.'},\n languages: [\"en\"], requestedAttributes: {TOXICITY:{}} }")).Summary("TOXICITY"), 0.8, 1);

    [Fact]
    public async Task Half_a_surrogate_pair_and_members_nobody_knows_are_no_error() =>
        (await app.AnalyzeAsync("""{"comment":{"text":"half \ud83d of it","colour":1},"requestedAttributes":{"TOXICITY":{"x":1}},"sessionId":"s","communityId":"c","doNotStore":true,"more":[]}""")).With(HttpStatusCode.OK);

    [Theory]
    [InlineData("/v1alpha1/comments:analyze")]
    [InlineData("/comments:analyze")]
    [InlineData("/v1/comments:analyze")]
    [InlineData("/perspective/v1alpha1/comments:analyze")]
    [InlineData("/a/b/v1alpha1/comments:analyze")]
    public async Task The_call_works_below_any_prefix(string path) =>
        (await app.AnalyzeAsync(CompatClients.Comment("Good morning").ToJsonString(), path: path)).With(HttpStatusCode.OK);

    [Fact]
    public async Task The_key_is_taken_from_the_headers_of_Googles_clients_too()
    {
        string body = CompatClients.Comment("Good morning").ToJsonString();
        (await app.PostJsonAsync(CompatClients.AnalyzePath, body, ("X-Goog-Api-Key", app.ApiKey))).With(HttpStatusCode.OK);
        (await app.PostJsonAsync(CompatClients.AnalyzePath, body, ModerationApp.Bearer(app.ApiKey))).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_Coral_sends_gets_the_one_number_it_reads()
    {
        // Its model name, no type, one attribute, and always one of five languages.
        const string Body = """{"comment":{"text":"You are a pathetic idiot."},"doNotStore":true,"requestedAttributes":{"TOXICITY":{}},"languages":["en"]}""";
        JsonElement score = (await app.AnalyzeAsync(Body)).With(HttpStatusCode.OK).Json.GetProperty("attributeScores").GetProperty("TOXICITY").GetProperty("summaryScore").GetProperty("value");

        Assert.True(score.GetDouble() > 0.8, "Coral withholds a comment above 0.8.");
    }

    [Fact]
    public async Task What_Discourse_sends_gets_its_scores()
    {
        const string Body = """{"comment":{"text":"You are a pathetic idiot.","type":"PLAIN_TEXT"},"doNotStore":true,"sessionId":"https://forum.example_42","requestedAttributes":{"TOXICITY":{"scoreType":"PROBABILITY"},"SEVERE_TOXICITY":{"scoreType":"PROBABILITY"}}}""";
        Answer answer = await app.AnalyzeAsync(Body);

        Assert.True(answer.Summary("TOXICITY") > 0.85);
        Assert.InRange(answer.Summary("SEVERE_TOXICITY"), 0, 1);
    }

    [Fact]
    public async Task A_caller_built_from_the_discovery_document_changes_one_line()
    {
        JsonElement document = (await app.GetAsync("/$discovery/rest?version=v1alpha1")).With(HttpStatusCode.OK).Json;
        Assert.Equal("discovery#restDescription", document.GetProperty("kind").GetString());
        Assert.Equal("commentanalyzer:v1alpha1", document.GetProperty("id").GetString());
        Assert.Equal("rest", document.GetProperty("protocol").GetString());
        JsonElement method = document.GetProperty("resources").GetProperty("comments").GetProperty("methods").GetProperty("analyze");
        foreach (string side in new[] { "request", "response" })
        {
            Assert.True(document.GetProperty("schemas").TryGetProperty(method.GetProperty(side).GetProperty("$ref").GetString()!, out _));
        }

        string address = document.GetProperty("rootUrl").GetString() + document.GetProperty("servicePath").GetString() + method.GetProperty("path").GetString();
        Assert.StartsWith(app.Origin + "/", address, StringComparison.Ordinal);
        Answer answer = await app.PostJsonAsync($"{address}?key={app.ApiKey}&alt=json", CompatClients.Comment(Insult, "TOXICITY").ToJsonString(), ("Host", "evil.example"));
        Assert.InRange(answer.Summary("TOXICITY"), 0.8, 1);
    }

    [Fact]
    public async Task Every_reference_of_the_discovery_document_leads_to_a_schema()
    {
        string text = (await app.GetAsync("/$discovery/rest?version=v1alpha1&key=x")).Text;
        JsonElement schemas = JsonDocument.Parse(text).RootElement.GetProperty("schemas");
        string[] references = [.. System.Text.RegularExpressions.Regex.Matches(text, "\"\\$ref\":\"([^\"]+)\"").Select(match => match.Groups[1].Value).Distinct()];

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Equal(reference, schemas.GetProperty(reference).GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_host_that_a_caller_names_is_not_where_the_document_leads()
    {
        Answer answer = await app.SendAsync(HttpMethod.Get, "/$discovery/rest?version=v1alpha1", null, ("Host", "evil.example"));

        Assert.DoesNotContain("evil.example", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_stored_whatever_the_caller_allows()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Perspective | Door.OpenAi);
        JsonObject body = CompatClients.Comment(Insult);
        body["doNotStore"] = false;
        (await app.AnalyzeAsync(body, key)).With(HttpStatusCode.OK);
        (await app.ModerateInputAsync($$"""{"input":"{{Insult}}"}""", key)).With(HttpStatusCode.OK);

        Assert.Equal(0, await app.CountStoredAsync(site));
    }
}
