using System.Text.Json;
using Moderation.Feedback;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Two clients of Akismet for Node as they are published: one with a base URL that has a path, one that puts the key in front of the host.</summary>
public sealed class AskingWithAkismetClients(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task They_verify_check_and_teach()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet);
        object[] comments =
        [
            new { name = "Ana", email = "ana@example.net", content = SomeReply.Friendly() },
            new { name = "viagra-test-123", email = "a@example.net", content = "Anything" },
            new { name = "akismet-guaranteed-spam", email = "a@example.net", content = "Anything", role = "administrator" },
            new { name = "Cheap pills", email = "b@example.net", content = SomeReply.Spam() },
        ];

        string said = await NodeProgram.RunAsync("node/akismet", "clients.mjs", JsonSerializer.Serialize(new { origin = app.Origin, host = "moderation.test", port = app.Client.BaseAddress!.Port, key, comments }));

        JsonElement answer = JsonDocument.Parse(said).RootElement;
        JsonElement prefixed = answer.GetProperty("prefixed");
        Assert.True(prefixed.GetProperty("verified").GetBoolean());
        Assert.Equal(["ham", "spam", "ham", "spam"], prefixed.GetProperty("checks").EnumerateArray().Select(check => check.GetString()));
        JsonElement labelled = answer.GetProperty("labelled");
        Assert.True(labelled.GetProperty("verified").GetBoolean());
        Assert.Equal([false, true, true, true, false, false, true, true], labelled.GetProperty("checks").EnumerateArray().Select(check => check.GetBoolean()));
        Assert.All(labelled.GetProperty("thanks").EnumerateArray(), thanks => Assert.Equal("Thanks for making the web a better place.", thanks.GetString()));

        // A wrong key is a plain no to both, and no exception.
        Assert.False(answer.GetProperty("prefixedWithWrongKey").GetProperty("verified").GetBoolean());
        Assert.False(answer.GetProperty("labelledWithWrongKey").GetProperty("verified").GetBoolean());
        Assert.Equal("Invalid API key", answer.GetProperty("labelledWithWrongKey").GetProperty("refusal").GetString());

        // What was said last of each text stands.
        IReadOnlyList<Statement> taught = await app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 100, TestContext.Current.CancellationToken);
        Assert.Equal(3, taught.Count);
        Assert.All(taught, one => Assert.Equal((Category.Spam, 0.0, Door.Akismet), (one.Category, one.Value, one.Door)));
    }
}
