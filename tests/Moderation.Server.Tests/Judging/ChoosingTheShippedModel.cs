using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Judging;

/// <summary>The service as it is and with <c>Moderation__BaseModel=words</c>: the same doors, another shipped model.</summary>
public sealed class ChoosingTheShippedModel(ModerationApp reading, ChoosingTheShippedModel.WordsApp summing) : IClassFixture<ModerationApp>, IClassFixture<ChoosingTheShippedModel.WordsApp>
{
    /// <summary>Not a word in it that a list or a sum of words would hold against it.</summary>
    private const string Veiled = "Men like him should be kept in a shed and fed through the door.";

    [Fact]
    public async Task As_it_is_the_service_reads_sentences_and_says_where_the_insult_is()
    {
        Answer answer = (await reading.ScoreAsync(new JsonObject { ["text"] = Veiled })).With(HttpStatusCode.OK);

        Assert.Equal(BaseModel.Load().Sha256, answer.Json.GetProperty("modelVersion").GetString());
        Assert.Equal("flag", answer.Json.GetProperty("verdict").GetString());
        JsonElement[] spans = [.. answer.Json.GetProperty("reasons").EnumerateArray().SelectMany(reason => reason.GetProperty("spans").EnumerateArray())];
        Assert.Contains(spans, span => span.GetProperty("weight").GetDouble() > 0 && span.GetProperty("end").GetInt32() <= Veiled.Length);
    }

    [Fact]
    public async Task A_reply_that_needs_no_bad_word_waits_for_a_person()
    {
        Answer answer = (await reading.DecideAsync(SomeReply.Json(Veiled))).With(HttpStatusCode.OK);

        Assert.Equal("flag", answer.Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task With_words_the_other_shipped_model_decides_at_every_door()
    {
        string words = BaseModel.Load(ShippedModel.Words).Sha256;
        Answer answer = (await summing.ScoreAsync(new JsonObject { ["text"] = Veiled })).With(HttpStatusCode.OK);

        Assert.Equal(words, answer.Json.GetProperty("modelVersion").GetString());
        Assert.Equal("approve", answer.Json.GetProperty("verdict").GetString());
        Assert.Equal(words, (await summing.StoredAsync(await summing.PublishAsync(SomeReply.Json())))!.ModelVersion);
    }

    [Fact]
    public async Task A_word_that_names_no_model_stops_the_start_and_is_named()
    {
        using TempFolder folder = new();
        CommandRun run = await CommandRun.OfAsync(folder.Path, ["serve"], environment: new Dictionary<string, string> { ["Moderation__BaseModel"] = "letters" });

        run.With(1);
        Assert.Contains("Moderation__BaseModel knows sentences and words, not 'letters'.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_score_command_has_both()
    {
        using TempFolder folder = new();
        string line = JsonSerializer.Serialize(new { id = "1", text = Veiled });
        CommandRun read = (await CommandRun.OfAsync(folder.Path, ["score"], line)).With(0);
        CommandRun summed = (await CommandRun.OfAsync(folder.Path, ["score", "--words-only"], line)).With(0);

        Assert.Equal("flag", JsonDocument.Parse(read.Out).RootElement.GetProperty("verdict").GetString());
        Assert.Equal("approve", JsonDocument.Parse(summed.Out).RootElement.GetProperty("verdict").GetString());
    }

    /// <summary>The host with the model of words alone.</summary>
    public sealed class WordsApp : ModerationApp
    {
        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Moderation:BaseModel"] = "words" };
    }
}
