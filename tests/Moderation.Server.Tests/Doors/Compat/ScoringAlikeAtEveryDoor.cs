using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Scoring;
using Moderation.Scoring.Scales;
using Moderation.Scoring.Training;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>One model, every door: the same text has the same scores, and Perspective's scale is one fixed map of them that keeps their order.</summary>
public sealed class ScoringAlikeAtEveryDoor(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const int Texts = 200;

    [Fact]
    public async Task Two_hundred_texts_have_the_same_scores_at_every_door()
    {
        string[] texts = [.. SeedCorpus.FunctionalTest.Select(text => text.Text).Where(text => text.Length > 0).Chunk(Math.Max(1, SeedCorpus.FunctionalTest.Count / Texts)).Select(chunk => chunk[0]).Take(Texts)];
        Assert.Equal(Texts, texts.Length);
        string[] attributes = [.. ScaleAttributes.All.Select(attribute => attribute.Name)];
        string akismetKey = await app.IssueKeyAsync(doors: Sites.Door.Akismet);
        List<(double Ours, double Shown)> spam = [];
        string akismet = await app.IssueKeyAsync(doors: Door.Akismet);
        foreach (string[] some in texts.Chunk(100))
        {
            JsonElement native = (await app.ScoreAsync(new JsonObject { ["items"] = new JsonArray([.. some.Select(text => new JsonObject { ["text"] = text })]) })).Json.GetProperty("items");
            JsonElement openAi = (await app.ModerateInputAsync(JsonSerializer.Serialize(new { input = some }))).Json.GetProperty("results");
            for (int index = 0; index < some.Length; index++)
            {
                JsonElement scores = native[index].GetProperty("scores");
                Assert.Equal(scores.GetRawText(), openAi[index].GetProperty("x_moderation").GetProperty("scores").GetRawText());
                Assert.Equal(native[index].GetProperty("verdict").GetString(), openAi[index].GetProperty("x_moderation").GetProperty("verdict").GetString());
                string verdict = native[index].GetProperty("verdict").GetString()!;
                Answer check = (await app.AkismetAsync("comment-check", akismet, ("comment_content", some[index]))).Says(verdict == "approve" ? "false" : "true");
                Assert.Equal(verdict, check.Header("X-Moderation-Verdict"));
                Answer perspective = await app.AnalyzeAsync(CompatClients.Comment(some[index], attributes));
                foreach (ScaleAttribute attribute in ScaleAttributes.All)
                {
                    double ours = scores.GetProperty(attribute.Category.ToText()).GetDouble();
                    Assert.Equal(ScoreScale.Shipped.Find(attribute.Name)!.Map.Apply(ours), perspective.Summary(attribute.Name), 12);
                }

                await CompareAkismetAsync(some[index], native[index], akismetKey);
                spam.Add((scores.GetProperty("spam").GetDouble(), perspective.Summary("SPAM")));
            }
        }

        // Whatever threshold somebody chooses, there is one on our scale that decides the same.
        (double Ours, double Shown)[] ordered = [.. spam.OrderBy(pair => pair.Ours)];
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.First.Shown <= pair.Second.Shown));
        double flag = BaseModel.Load().Card.Thresholds.SpamFlag;
        double shownFlag = ScoreScale.Shipped.Find("SPAM")!.Map.Apply(flag);
        Assert.All(spam, pair => Assert.Equal(pair.Ours >= flag, pair.Shown >= shownFlag));
    }

    /// <summary>Akismet's clients have no scores: its two words are the verdict of the same call.</summary>
    private async Task CompareAkismetAsync(string text, JsonElement native, string key)
    {
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["api_key"] = key, ["blog"] = "https://gazette.example", ["user_ip"] = "203.0.113.9", ["comment_content"] = text });
        Answer answer = (await app.SendAsync(HttpMethod.Post, "/1.1/comment-check", form)).With(System.Net.HttpStatusCode.OK);

        string verdict = native.GetProperty("verdict").GetString()!;
        Assert.Equal(verdict, answer.Header("X-Moderation-Verdict"));
        Assert.Equal(native.GetProperty("modelVersion").GetString(), answer.Header("X-Moderation-Model"));
        Assert.Equal(verdict == "approve" ? "false" : "true", answer.Text);
    }
}
