using System.Text.Json;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Google's own client for Python, which builds its calls from the discovery document: nothing is changed but that document's address.</summary>
public sealed class AskingWithGooglesOwnClient(ModerationApp app) : IClassFixture<ModerationApp>
{
    /// <summary>The distribution's Python has the distribution's packages; another one before it in the path may not.</summary>
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task It_builds_its_calls_and_reads_answers_and_errors()
    {
        using TempFolder folder = new();
        if (!File.Exists(Python) || (await CommandRun.OfAsync(Python, folder.Path, ["-c", "import googleapiclient"], [], null)).ExitCode != 0)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "python3-googleapi is not installed.");
            Assert.Skip("python3-googleapi is not installed.");
        }

        string input = JsonSerializer.Serialize(new
        {
            discovery = $"{app.Origin}/$discovery/rest?version=v1alpha1",
            key = app.ApiKey,
            requests = new object[]
            {
                new object[] { "analyze", new { comment = new { text = "You are a pathetic idiot." }, languages = new[] { "en" }, requestedAttributes = new { TOXICITY = new { } }, spanAnnotations = true, clientToken = "c-17" } },
                new object[] { "suggestscore", new { comment = new { text = "Thank you for the article" }, attributeScores = new { TOXICITY = new { summaryScore = new { value = 0 } } }, clientToken = "c-18" } },
                new object[] { "analyze", new { comment = new { text = "" }, requestedAttributes = new { TOXICITY = new { } } } },
                new object[] { "analyze", new { comment = new { text = "x" }, requestedAttributes = new { FLIRTATION = new { } } } },
            },
        });
        CommandRun run = (await CommandRun.OfAsync(Python, folder.Path, [Path.Combine(AppContext.BaseDirectory, "python", "perspective.py")], System.Text.Encoding.UTF8.GetBytes(input), null)).With(0);

        JsonElement[] said = [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement scores = said[0].GetProperty("answer").GetProperty("attributeScores").GetProperty("TOXICITY");
        Assert.InRange(scores.GetProperty("summaryScore").GetProperty("value").GetDouble(), 0.8, 1);
        Assert.Equal(25, Assert.Single(scores.GetProperty("spanScores").EnumerateArray()).GetProperty("end").GetInt32());
        Assert.Equal("c-17", said[0].GetProperty("answer").GetProperty("clientToken").GetString());
        Assert.Equal("c-18", said[1].GetProperty("answer").GetProperty("clientToken").GetString());
        Assert.Equal((400, "Comment must be non-empty."), (said[2].GetProperty("status").GetInt32(), said[2].GetProperty("message").GetString()));
        Assert.Equal((400, "Unknown requested attribute: FLIRTATION"), (said[3].GetProperty("status").GetInt32(), said[3].GetProperty("message").GetString()));
    }
}
