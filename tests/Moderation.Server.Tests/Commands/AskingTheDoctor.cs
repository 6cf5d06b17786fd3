using System.Text.Json;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Commands;

/// <summary><c>moderation doctor</c> on configurations of other programs, and against a running service.</summary>
public sealed class AskingTheDoctor(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Coral = """{"locale":"de","integrations":{"perspective":{"enabled":true,"endpoint":null,"key":"AIzaSyExample12345","threshold":0.8}}}""";

    [Fact]
    public async Task The_new_values_are_given_and_work()
    {
        using TempFolder folder = new();
        CommandRun run = (await AskAsync(folder, Coral, "--url", app.Origin, "--key", app.ApiKey, "--json")).With(0);

        Assert.True(run.Json.GetProperty("stops").GetBoolean());
        Assert.Equal("2027-01-01", run.Json.GetProperty("stopsOn").GetString());
        JsonElement endpoint = run.Json.GetProperty("settings")[0];
        Assert.Equal("stops", endpoint.GetProperty("status").GetString());
        Assert.Equal($"{app.Origin}/v1alpha1", endpoint.GetProperty("new").GetString());
        JsonElement[] trials = [.. run.Json.GetProperty("trials").EnumerateArray()];
        Assert.Equal(3, trials.Length);
        Assert.All(trials, trial => Assert.True(trial.GetProperty("ok").GetBoolean(), trial.GetRawText()));
        Assert.Contains("would flag it", trials[2].GetProperty("said").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.ApiKey, run.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")), "The doctor touched a store.");
    }

    [Fact]
    public async Task A_file_is_read_and_people_get_sentences()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "settings.yml"), "perspective_enabled: true\n", TestContext.Current.CancellationToken);
        CommandRun run = (await CommandRun.OfAsync(folder.Path, ["doctor", "settings.yml", "--url", "https://comments.gazette.example/"])).With(0);

        Assert.Contains("ends on 1 January 2027", run.Out, StringComparison.Ordinal);
        Assert.Contains("new https://comments.gazette.example\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing was tried", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_work_is_said_and_fails()
    {
        using TempFolder folder = new();
        string otherDoor = await app.IssueKeyAsync(doors: Door.Native);

        Assert.Contains("door perspective", (await AskAsync(folder, Coral, "--url", app.Origin, "--key", otherDoor)).With(1).Out, StringComparison.Ordinal);
        Assert.Contains("API key not valid", (await AskAsync(folder, Coral, "--url", app.Origin, "--key", "mk_nobody")).With(1).Out, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", (await AskAsync(folder, Coral, "--url", "http://127.0.0.1:1", "--key", "x")).With(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_there_is_a_key_for_is_tried()
    {
        using TempFolder folder = new();
        string key = await app.IssueKeyAsync(doors: Door.Akismet, rights: KeyRights.Submit);
        CommandRun run = (await AskAsync(folder, "<?php\ndefine( 'WPCOM_API_KEY', 'a1b2c3d4e5f6' );", "--url", app.Origin, "--akismet-key", key, "--json")).With(0);

        Assert.Equal(["the service is ready", "Akismet's verify-key"], run.Json.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("what").GetString()));
        Assert.Contains($"define( 'MODERATION_BASE', '{app.Origin}' );", run.Json.GetProperty("settings")[1].GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("It answers invalid", (await AskAsync(folder, Coral, "--url", app.Origin, "--akismet-key", "000000000000")).With(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_none_is_named()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "empty.json"), "", TestContext.Current.CancellationToken);
        Assert.Contains("empty.json is empty", (await CommandRun.OfAsync(folder.Path, ["doctor", "empty.json"])).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.json", (await CommandRun.OfAsync(folder.Path, ["doctor", "nowhere.json"])).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("is a folder", (await CommandRun.OfAsync(folder.Path, ["doctor", "."])).With(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "nothing to read: standard input is empty")]
    [InlineData("just words", 1, "No setting of Coral, Discourse or WordPress")]
    [InlineData("{\"integrations\":", 1, "begins like JSON and is none")]
    [InlineData("\0\u0001\u0002\uFFFD", 1, "No setting of Coral, Discourse or WordPress")]
    public async Task What_is_no_configuration_is_answered_clearly(string input, int exitCode, string sentence)
    {
        using TempFolder folder = new();
        CommandRun run = (await AskAsync(folder, input)).With(exitCode);

        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains("It reads", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("--url", "ftp://comments.gazette.example")]
    [InlineData("--url", "nowhere")]
    [InlineData("--program", "drupal")]
    public async Task Wrong_use_is_told(string option, string value)
    {
        using TempFolder folder = new();
        Assert.Contains(option, (await AskAsync(folder, Coral, option, value)).With(2).Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> AskAsync(TempFolder folder, string configuration, params string[] options) => CommandRun.OfAsync(folder.Path, ["doctor", .. options], configuration);
}
