using System.Text.Json;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>OpenAI's own client for Node, with nothing changed but its base URL and its key.</summary>
public sealed class AskingWithOpenAisOwnClient(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task It_reads_results_and_errors()
    {
        object[] inputs =
        [
            "You are a pathetic idiot.",
            new[] { "Good morning", "I will kill you, you are dead" },
            new object[] { new { type = "text", text = "You are a" }, new { type = "text", text = "pathetic idiot." } },
            new object[] { new { type = "image_url", image_url = new { url = "https://pictures.example/1.png" } } },
        ];
        JsonElement[] said = await RunAsync(app.ApiKey, inputs);

        Assert.All(said.Take(3), line => Assert.StartsWith("req_", line.GetProperty("requestId").GetString(), StringComparison.Ordinal));
        Assert.True(Result(said[0], 0).GetProperty("categories").GetProperty("harassment").GetBoolean());
        Assert.Equal([false, true], new[] { 0, 1 }.Select(index => Result(said[1], index).GetProperty("flagged").GetBoolean()));
        Assert.True(Assert.Single(said[2].GetProperty("answer").GetProperty("results").EnumerateArray()).GetProperty("flagged").GetBoolean());
        Assert.Equal("flag", Result(said[0], 0).GetProperty("x_moderation").GetProperty("verdict").GetString());
        JsonElement refused = said[3].GetProperty("error");
        Assert.Equal(("BadRequestError", 400, "input", "invalid_request_error"), (refused.GetProperty("name").GetString(), refused.GetProperty("status").GetInt32(), refused.GetProperty("param").GetString(), refused.GetProperty("type").GetString()));

        JsonElement unknown = Assert.Single(await RunAsync("mk_nobody", "Good morning")).GetProperty("error");
        Assert.Equal(("AuthenticationError", "invalid_api_key"), (unknown.GetProperty("name").GetString(), unknown.GetProperty("code").GetString()));
    }

    private static JsonElement Result(JsonElement line, int index) => line.GetProperty("answer").GetProperty("results")[index];

    private async Task<JsonElement[]> RunAsync(string key, params object[] inputs)
    {
        string said = await NodeProgram.RunAsync("node/openai", "moderations.mjs", JsonSerializer.Serialize(new { baseURL = app.Origin + "/v1", apiKey = key, inputs }));
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
