using System.Globalization;
using System.Text;
using System.Text.Json;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Commands;

/// <summary><c>moderation train</c> and <c>moderation evaluate</c> on small files of our own.</summary>
public sealed class TrainingAndEvaluating : IDisposable
{
    private static readonly string[] Topics = ["bridge", "library", "bakery", "market", "tram line", "school garden", "town choir", "swimming pool"];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Training_again_gives_the_same_bytes_and_the_model_is_measured_and_scores()
    {
        Write("train.tsv", 0, "bad row with one column\n");
        Write("validation.tsv", 1);
        string[] train = ["train", "train.tsv", "--validation", "validation.tsv", "--name", "village", "--created", "2026-01-02T03:04:05Z", "--out"];
        CommandRun first = (await RunAsync([.. train, "one.model"])).With(0);
        Assert.Contains("train.tsv, line 50: it has 1 columns instead of 4.", first.Error, StringComparison.Ordinal);
        Assert.Contains("train.tsv: 48 texts, 1 rows not used", first.Error, StringComparison.Ordinal);
        Assert.Contains("100 %", first.Error, StringComparison.Ordinal);
        (await RunAsync([.. train, "two.model", "--json"])).With(0);
        Assert.Equal(File.ReadAllBytes(InFolder("one.model")), File.ReadAllBytes(InFolder("two.model")));

        CommandRun evaluated = (await RunAsync(
            ["evaluate", "validation.tsv", "--model", "one.model", "--against", "two.model", "--replicates", "20", "--no-functional-test", "--out", "report", "--json"])).With(0);
        using JsonDocument report = JsonDocument.Parse(evaluated.Out);
        Assert.Equal(evaluated.Out.TrimEnd(), File.ReadAllText(InFolder("report.json")).TrimEnd());
        JsonElement spam = report.RootElement.GetProperty("categories").EnumerateArray().Single(category => category.GetProperty("category").GetString() == "spam");
        Assert.True(spam.GetProperty("rocAuc").GetProperty("value").GetDouble() > 0.9);
        Assert.Equal(0, spam.GetProperty("comparisons")[0].GetProperty("lead").GetProperty("value").GetDouble());
        Assert.Contains("<svg", File.ReadAllText(InFolder("report.html")), StringComparison.Ordinal);

        CommandRun scored = (await RunAsync(["score", "--model", "one.model"], """{"id":"1","text":"Buy cheap pills at http://pills.example"}""")).With(0);
        Assert.Contains("\"spam\":", scored.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_columns_and_scores_of_another_program_are_read()
    {
        StringBuilder csv = new("number,remark,junk\n");
        StringBuilder scores = new();
        foreach (var (text, isSpam, index) in Texts(0).Select((entry, index) => (entry.Text, entry.IsSpam, index)))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{index},\"{text}\",{(isSpam ? 1 : 0)}\n");
            scores.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{index}\",\"scores\":{{\"spam\":{(isSpam ? 0.9 : 0.1)}}}}}\n");
        }

        File.WriteAllText(InFolder("own.csv"), csv.ToString());
        File.WriteAllText(InFolder("theirs.jsonl"), scores.ToString());
        CommandRun evaluated = (await RunAsync(
        [
            "evaluate", "own.csv", "--column", "number=id", "--column", "remark=text", "--column", "junk=spam", "--baseline", "theirs=theirs.jsonl", "--replicates", "20", "--json",
            "--no-functional-test",
        ])).With(0);
        using JsonDocument report = JsonDocument.Parse(evaluated.Out);
        JsonElement theirs = report.RootElement.GetProperty("categories")[0].GetProperty("comparisons")[0];
        Assert.Equal("theirs", theirs.GetProperty("name").GetString());
        Assert.Equal(1, theirs.GetProperty("rocAuc").GetDouble());
        Assert.True(theirs.GetProperty("isPaired").GetBoolean());
    }

    [Theory]
    [InlineData(1, "evaluate", "missing.tsv")]
    [InlineData(1, "train", "missing.tsv", "--out", "x.model")]
    [InlineData(2, "train", "train.tsv")]
    [InlineData(2, "evaluate", "train.tsv", "--column", "text")]
    [InlineData(2, "evaluate", "train.tsv", "--weight", "own=none")]
    [InlineData(2, "evaluate", "train.tsv", "--replicates", "1")]
    [InlineData(1, "evaluate", "train.tsv", "--model", "train.tsv")]
    [InlineData(1, "evaluate", "train.tsv", "--baseline", "them=train.tsv")]
    public async Task What_is_wrong_is_said_in_a_sentence(int exitCode, params string[] arguments)
    {
        Write("train.tsv", 0);
        CommandRun run = (await RunAsync(arguments)).With(exitCode);

        Assert.Empty(run.Out);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Text, bool IsSpam, bool IsToxic)> Texts(int variant)
    {
        string[] goods = variant == 0 ? ["pills", "watches", "loans"] : ["watches", "loans", "pills"];
        foreach (var (topic, index) in Topics.Select((topic, index) => (topic, index)))
        {
            yield return ($"Thank you for the article about the {topic} I learnt a lot", false, false);
            yield return ($"The {topic} was closed in 2019 not in 2020 as far as I remember", false, false);
            yield return ($"Why does the council never ask us before it changes the {topic}?", false, false);
            yield return ($"My neighbours and I walk past the {topic} every morning", false, false);
            yield return ($"Buy cheap {goods[index % 3]} now at http://{goods[index % 3]}.example best price free shipping {topic}", true, false);
            yield return ($"You are a complete idiot and everybody at the {topic} knows it you numbskull", false, true);
        }
    }

    private void Write(string name, int variant, string more = "")
    {
        StringBuilder tsv = new("id\ttext\tspam\ttoxicity\n");
        foreach (var (text, isSpam, isToxic) in Texts(variant))
        {
            tsv.Append(CultureInfo.InvariantCulture, $"{tsv.Length}\t{text}\t{(isSpam ? 1 : 0)}\t{(isToxic ? 1 : 0)}\n");
        }

        File.WriteAllText(InFolder(name), tsv.Append(more).ToString());
    }

    private string InFolder(string name) => Path.Combine(folder.Path, name);

    private Task<CommandRun> RunAsync(string[] arguments, string? input = null) => CommandRun.OfAsync(folder.Path, arguments, input);
}
