using System.Globalization;
using System.Text;
using System.Text.Json;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Commands;

/// <summary><c>moderation models add</c>: what <c>train --out</c> wrote goes into the registry, and nothing that was changed on the way.</summary>
public sealed class TakingModelsIn(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_from_files_is_registered_compared_and_promoted_only_with_a_reason()
    {
        string texts = Write("labelled.tsv");
        string path = Path.Combine(app.DataDirectory, "village.model");
        string sha256 = (await app.RunCommandAsync("train", texts, "--out", path, "--name", "village")).With(0).Out.Split(' ')[0];

        CommandRun added = (await app.RunCommandAsync("models", "add", path, "--sha256", sha256.ToUpperInvariant(), "--json")).With(0);
        string number = added.Json.GetProperty("number").GetInt32().ToString(CultureInfo.InvariantCulture);
        Assert.Equal((sha256, JsonValueKind.Null, JsonValueKind.Null), (added.Json.GetProperty("sha256").GetString(), added.Json.GetProperty("site").ValueKind, added.Json.GetProperty("gate").ValueKind));
        Assert.Contains("in the registry already", (await app.RunCommandAsync("models", "add", path)).With(0).Out, StringComparison.Ordinal);
        Assert.Contains("has no report", (await app.RunCommandAsync("models", "promote", number)).With(3).Error, StringComparison.Ordinal);

        // It knows fifty sentences: whatever it was measured on, it loses the functional test.
        CommandRun compared = (await app.RunCommandAsync("models", "add", path, "--holdout", texts)).With(3);
        Assert.Contains("The gate refuses it.", compared.Out, StringComparison.Ordinal);
        Assert.Contains("functional\t", compared.Out, StringComparison.Ordinal);
        Assert.Contains("functional test", (await app.RunCommandAsync("models", "promote", number)).With(3).Error, StringComparison.OrdinalIgnoreCase);
        string report = Path.Combine(app.DataDirectory, "village");
        (await app.RunCommandAsync("models", "show", number, "--out", report)).With(0);
        Assert.Contains("<span class=\"key-two\">champion</span>", await File.ReadAllTextAsync(report + ".html", Token), StringComparison.Ordinal);

        string champion = app.Get<ModelHost>().ChampionVersion!;
        (await app.RunCommandAsync("models", "promote", number, "--override", "The village wants its own")).With(0);
        Assert.Equal(sha256, (await app.Get<ModelStore>().ChampionAsync(ModelHost.EverySite, Token))!.Sha256);
        (await app.RunCommandAsync("models", "rollback")).With(0);
        Assert.Equal(champion, (await app.Get<ModelStore>().ChampionAsync(ModelHost.EverySite, Token))!.Sha256);
    }

    [Fact]
    public async Task A_flipped_bit_another_model_and_what_is_none_are_refused_and_leave_nothing()
    {
        byte[] good = ModelVariant.Of(BaseModel.Load(), 815);
        byte[] flipped = [.. good];
        flipped[good.Length / 2] ^= 1;
        int before = (await app.Get<ModelStore>().ListAsync(1_000, Token)).Count;

        Assert.Contains("flipped.model is not taken. The model file is damaged: its checksum does not match its content.", (await AddAsync("flipped.model", flipped)).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("short.model is not taken. The model file says it has", (await AddAsync("short.model", good[..^7])).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("This is not a model file", (await AddAsync("text.model", Encoding.UTF8.GetBytes(new string('x', 500)))).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("not 0000: it is another model.", (await AddAsync("good.model", good, "--sha256", "0000")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("There is no site 'nowhere'.", (await AddAsync("good.model", good, "--site", "nowhere")).With(1).Error, StringComparison.Ordinal);
        Assert.Contains("missing.model", (await app.RunCommandAsync("models", "add", Path.Combine(app.DataDirectory, "missing.model"))).With(1).Error, StringComparison.Ordinal);
        Assert.Equal(before, (await app.Get<ModelStore>().ListAsync(1_000, Token)).Count);

        // For one site it is taken, and then it is that site's.
        (await AddAsync("good.model", good, "--site", ModerationApp.Site)).With(0);
        Assert.Contains($"it is meant for site {ModerationApp.Site}", (await AddAsync("good.model", good)).With(1).Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> AddAsync(string name, byte[] bytes, params string[] options)
    {
        string path = Path.Combine(app.DataDirectory, name);
        await File.WriteAllBytesAsync(path, bytes, Token);
        return await app.RunCommandAsync(["models", "add", path, .. options]);
    }

    private string Write(string name)
    {
        StringBuilder tsv = new("id\ttext\tspam\ttoxicity\n");
        for (int number = 0; number < 60; number++)
        {
            (string text, int spam, int toxic) = (number % 3) switch
            {
                0 => ($"Buy cheap pills at http://pills{number}.example now. {LocalNews.Unlike(number)}", 1, 0),
                1 => ($"You are a complete idiot and a numbskull. {LocalNews.Unlike(number)}", 0, 1),
                _ => (LocalNews.Unlike(number), 0, 0),
            };
            tsv.Append(CultureInfo.InvariantCulture, $"{number}\t{text}\t{spam}\t{toxic}\n");
        }

        string path = Path.Combine(app.DataDirectory, name);
        File.WriteAllText(path, tsv.ToString());
        return path;
    }
}
