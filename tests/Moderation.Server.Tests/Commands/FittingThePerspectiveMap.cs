using System.Globalization;
using System.Text;
using System.Text.Json;
using Moderation.Scoring.Training;
using Moderation.Server.Tests.Doors.Compat;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Commands;

/// <summary><c>moderation perspective-map</c>: a newsroom's old scores become its scale.</summary>
public sealed class FittingThePerspectiveMap(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Text = "Thank you for the article about the new library.";

    [Fact]
    public async Task Old_scores_of_a_site_become_its_scale_and_can_be_taken_away()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Perspective);
        string file = await OldScoresAsync();
        double before = (await app.AnalyzeAsync(CompatClients.Comment(Text, "INSULT", "SPAM"), key)).Summary("INSULT");
        double spam = (await app.AnalyzeAsync(CompatClients.Comment(Text, "SPAM"), key)).Summary("SPAM");

        CommandRun fitted = (await app.RunCommandAsync("perspective-map", "fit", "--scores", file, "--site", site)).With(0);
        Assert.Contains("INSULT", fitted.Out, StringComparison.Ordinal);
        Assert.Contains("keep the one that ships", fitted.Error, StringComparison.Ordinal);
        await Eventually.TrueAsync("the site's own scale counts", async () => (await app.AnalyzeAsync(CompatClients.Comment(Text, "INSULT"), key)).Summary("INSULT") > before + 0.2);
        Assert.Equal(spam, (await app.AnalyzeAsync(CompatClients.Comment(Text, "SPAM"), key)).Summary("SPAM"));
        Assert.Equal(before, (await app.AnalyzeAsync(CompatClients.Comment(Text, "INSULT"))).Summary("INSULT"));
        JsonElement shown = (await app.RunCommandAsync("perspective-map", "show", "--site", site, "--json")).With(0).Json;
        Assert.Equal("INSULT", shown.GetProperty("attributes")[0].GetProperty("attribute").GetString());
        Assert.Equal(3, shown.GetProperty("attributes")[0].GetProperty("agreement").GetArrayLength());

        (await app.RunCommandAsync("perspective-map", "reset", "--site", site)).With(0);
        await Eventually.TrueAsync("the shipped scale counts again", async () => (await app.AnalyzeAsync(CompatClients.Comment(Text, "INSULT"), key)).Summary("INSULT") == before);
    }

    [Fact]
    public async Task A_scale_is_written_to_a_file_without_any_store()
    {
        using TempFolder folder = new();
        string file = await OldScoresAsync();
        (await CommandRun.OfAsync(folder.Path, ["perspective-map", "fit", "--scores", file, "--out", "scale.json"])).With(0);

        Assert.Equal("INSULT", Scoring.Scales.ScoreScale.FromJson(await File.ReadAllTextAsync(Path.Combine(folder.Path, "scale.json"), TestContext.Current.CancellationToken)).Attributes[0].Attribute);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")));
        Assert.Contains("TOXICITY", (await CommandRun.OfAsync(folder.Path, ["perspective-map", "show"])).With(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_the_readme_is_the_one_of_the_scale_that_ships()
    {
        using TempFolder folder = new();
        string table = (await CommandRun.OfAsync(folder.Path, ["perspective-map", "show", "--markdown"])).With(0).Out;
        string readme = await File.ReadAllTextAsync(Path.Combine(ServerBuild.Project, "..", "Moderation.Scoring", "README.md"), TestContext.Current.CancellationToken);

        Assert.True(readme.Contains(table, StringComparison.Ordinal), $"src/Moderation.Scoring/README.md has to have the table that 'moderation perspective-map show --markdown' writes:\n{table}");
    }

    [Theory]
    [InlineData("no.csv", "", 1, "no.csv")]
    [InlineData("old.csv", "words\nx\n", 1, "no column for the text")]
    [InlineData("old.csv", "text,INSULT\nx,0.5\n", 1, "has no attribute")]
    public async Task A_file_that_cannot_be_used_is_refused_with_a_sentence(string name, string content, int exitCode, string sentence)
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "old.csv"), content, TestContext.Current.CancellationToken);

        Assert.Contains(sentence, (await CommandRun.OfAsync(folder.Path, ["perspective-map", "fit", "--scores", name, "--out", "scale.json"])).With(exitCode).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_goes_has_to_be_said()
    {
        using TempFolder folder = new();
        (await CommandRun.OfAsync(folder.Path, ["perspective-map", "fit", "--scores", "old.csv"])).With(2);
    }

    /// <summary>Texts whose old scores are never below one half.</summary>
    private async Task<string> OldScoresAsync()
    {
        StringBuilder table = new("text\tINSULT\n");
        foreach (LabelledText text in SeedCorpus.FunctionalTest.Where((_, index) => index % 20 == 0))
        {
            double ours = app.Get<Models.IScorer>().Score(null, new Scoring.ScoringInput { Text = text.Text }).Scored[Scoring.Category.Insult]!.Value;
            table.Append(CultureInfo.InvariantCulture, $"{text.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\t{0.5 + (ours / 2):0.000000}\n");
        }

        string file = Path.Combine(app.DataDirectory, "old.tsv");
        await File.WriteAllTextAsync(file, table.ToString(), TestContext.Current.CancellationToken);
        return file;
    }
}
