using System.Net;
using System.Text;
using System.Text.Json;
using Moderation.Models;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Whoever only asks leaves nothing of a text: not in the store, not in a file beside it, not in a log line, whether the answer was a score or an error.</summary>
public sealed class KeepingNothing(FailingClosed.App app) : IClassFixture<FailingClosed.App>
{
    private const string Marker = "quokkazanzibar";

    [Fact]
    public async Task Of_what_was_asked_at_any_door_nothing_is_kept()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Native | Door.Perspective | Door.OpenAi);
        string akismet = await app.IssueKeyAsync(site, Door.Akismet);
        for (int round = 0; round < 2; round++)
        {
            // The second time without a scorer: an error tells no more than an answer.
            app.Scorer.Problem = round == 0 ? null : new ScorerUnavailableException();
            HttpStatusCode scored = round == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable;
            string text = $"You idiot of {Marker}, buy at http://{Marker}.example";
            (await app.PostJsonAsync("/v1/score", JsonSerializer.Serialize(new { text, author = new { name = Marker, url = $"https://{Marker}.example" }, page = new { url = $"https://gazette.example/{Marker}" } }), ModerationApp.Bearer(key))).With(scored);
            (await app.PostJsonAsync("/v1/score", JsonSerializer.Serialize(new { items = new[] { new { id = Marker, text }, new { id = "2", text } } }), ModerationApp.Bearer(key))).With(scored);
            string asked = JsonSerializer.Serialize(new { comment = new { text }, requestedAttributes = new { TOXICITY = new { } }, spanAnnotations = true, doNotStore = false, clientToken = Marker, sessionId = Marker, communityId = Marker, context = new { entries = new[] { new { text } } } });
            (await app.AnalyzeAsync(asked, key)).With(scored);
            (await app.PostJsonAsync($"/v1alpha1/comments:suggestscore?key={key}", JsonSerializer.Serialize(new { comment = new { text = $"{text} {round}" }, attributeScores = new { TOXICITY = new { summaryScore = new { value = 1 } } }, clientToken = Marker, communityId = Marker }))).With(HttpStatusCode.OK);
            (await app.ModerateInputAsync(JsonSerializer.Serialize(new { input = new[] { text, text } }), key)).With(scored);
            (await app.ModerateInputAsync(JsonSerializer.Serialize(new { input = new[] { new { type = "text", text } } }), key)).With(scored);
            foreach (string call in new[] { "comment-check", "submit-spam", "submit-ham" })
            {
                (await app.AkismetAsync(call, akismet, ("comment_content", text), ("comment_author", Marker), ("comment_author_url", $"https://{Marker}.example"), ("permalink", $"https://gazette.example/{Marker}"), ("user_agent", Marker), ("HTTP_X", Marker))).With(call == "comment-check" ? scored : HttpStatusCode.OK);
            }
        }

        app.Scorer.Problem = null;
        await app.AnalyzeAsync($$"""{ "comment": { "text": ["{{Marker}}"] }, "requestedAttributes": { "{{Marker}}": { } } }""", key);
        await app.ModerateInputAsync($$"""{"input":[{"type":"{{Marker}}"}]}""", key);
        await app.PostJsonAsync("/v1/score", $$"""{"text":["{{Marker}}"]}""", ModerationApp.Bearer(key));
        await app.GetAsync($"/1.2/usage-limit?api_key={akismet}");

        Assert.Equal(0, await app.CountStoredAsync(site));
        await app.Get<Database>().ReadAsync((unit, token) => unit.ExecuteAsync("pragma wal_checkpoint(truncate)", null, token), TestContext.Current.CancellationToken);
        foreach (string file in Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker)) < 0, $"{Path.GetFileName(file)} holds what was only asked about.");
        }

        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains(Marker, StringComparison.OrdinalIgnoreCase));
    }
}
