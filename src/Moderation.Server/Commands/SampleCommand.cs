using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Moderation.Contracts;
using Moderation.Server.Bootstrap;
using Moderation.Server.Samples;
using Moderation.Server.Settings;

namespace Moderation.Server.Commands;

/// <summary><c>moderation sample</c>: posts varied, labelled replies to a running service at a chosen rate, and says what became of them.</summary>
internal static class SampleCommand
{
    private const int MaxInFlight = 64;

    public static Command Create()
    {
        Option<Uri> url = new("--url") { Description = "The running service", DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"), CustomParser = ReadAddress };
        Option<string?> site = new("--site") { Description = "The site to post to; the bootstrap site if it is left out" };
        Option<string?> key = new("--key") { Description = "An API key; the one of the first start if it is left out" };
        Option<double> rate = new("--rate") { Description = "Replies per second", DefaultValueFactory = _ => 2 };
        Option<int> count = new("--count") { Description = "How many to send; 0 means until it is stopped", DefaultValueFactory = _ => 100 };
        Option<double> spam = new("--spam") { Description = "Share of spam", DefaultValueFactory = _ => 0.05 };
        Option<double> abusive = new("--abusive") { Description = "Share of abuse", DefaultValueFactory = _ => 0.03 };
        Option<int> seed = new("--seed") { Description = "The same seed sends the same texts", DefaultValueFactory = _ => 1 };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Option<bool> dryRun = new("--dry-run") { Description = "Posts nothing: says what a day of these replies would get from the shipped model (or --model) and the default policy" };
        Option<FileInfo?> model = new("--model") { Description = "With --dry-run: a model artefact instead of the shipped one" };
        Command command = new("sample", "Posts varied, labelled sample replies to a running service.") { url, site, key, rate, count, spam, abusive, seed, dryRun, model, json };
        command.SetAction((result, cancellationToken) =>
        {
            ServerSettings settings = ServerSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            double perSecond = result.GetValue(rate);
            double spamShare = result.GetValue(spam);
            double abusiveShare = result.GetValue(abusive);
            if (!(perSecond is > 0 and <= 100_000) || !(spamShare is >= 0 and <= 1) || !(abusiveShare is >= 0 and <= 1) || spamShare + abusiveShare > 1 || result.GetValue(count) < 0)
            {
                throw new CommandFailedException("--rate must be above 0, --count 0 or more, and --spam and --abusive shares from 0 to 1 that together are at most 1.") { ExitCode = ExitCode.Usage };
            }

            IEnumerable<SampleReply> mix = SampleReplies.Mix(result.GetValue(seed), TimeProvider.System.GetUtcNow(), spamShare, abusiveShare);
            if (result.GetValue(dryRun))
            {
                return Task.FromResult(SampleDryRun.Run(ScoreCommand.LoadModel(result.GetValue(model)), mix, result.GetValue(count), result.GetValue(json)));
            }

            SampleRun run = new()
            {
                Service = result.GetValue(url)!,
                Site = result.GetValue(site) ?? settings.BootstrapSite.Value,
                Key = result.GetValue(key) ?? settings.BootstrapApiKey ?? KeyOfFirstStart(settings),
                PerSecond = perSecond,
                Count = result.GetValue(count),
                Mix = mix,
            };
            return RunAsync(run, result.GetValue(json), cancellationToken);
        });
        return command;
    }

    /// <summary>The library knows no addresses by itself.</summary>
    private static Uri? ReadAddress(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens.Single().Value, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        argument.AddError("--url must be an http or https address such as http://127.0.0.1:8080.");
        return null;
    }

    private static async Task<int> RunAsync(SampleRun run, bool asJson, CancellationToken cancellationToken)
    {
        using HttpClient client = new() { BaseAddress = run.Service, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", run.Key);
        using SemaphoreSlim inFlight = new(MaxInFlight);
        SampleTally tally = new();
        List<Task> sending = [];
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        double due = 1;
        int sent = 0;
        using IEnumerator<SampleReply> mix = run.Mix.GetEnumerator();
        try
        {
            while (run.Count == 0 || sent < run.Count)
            {
                for (; due >= 1 && (run.Count == 0 || sent < run.Count) && mix.MoveNext(); due--, sent++)
                {
                    await inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
                    sending.Add(SendAsync(client, run.Site, mix.Current, tally, inFlight, cancellationToken));
                }

                sending.RemoveAll(task => task.IsCompleted);
                await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
                due = Math.Min(due + (run.PerSecond * 0.05), Math.Max(1, run.PerSecond));
            }
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.").ConfigureAwait(false);
        }

        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        tally.Write(asJson);
        return tally.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task SendAsync(HttpClient client, string site, SampleReply sample, SampleTally tally, SemaphoreSlim inFlight, CancellationToken cancellationToken)
    {
        try
        {
            SubmitReply reply = sample.Reply with { Site = site };
            using HttpResponseMessage response = await client.PostAsJsonAsync(new Uri($"/v1/sites/{site}/replies?wait=10", UriKind.Relative), reply, Output.Json, cancellationToken).ConfigureAwait(false);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            string outcome = response.IsSuccessStatusCode
                ? answer.RootElement.GetProperty("state").GetString()!
                : string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {(answer.RootElement.TryGetProperty("code", out JsonElement code) ? code.GetString() : "")}");
            tally.Count(sample, outcome, response.IsSuccessStatusCode);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException or TaskCanceledException)
        {
            tally.Count(sample, problem is HttpRequestException ? "not reached" : "no answer", isAnswered: false);
        }
        finally
        {
            inFlight.Release();
        }
    }

    private static string KeyOfFirstStart(ServerSettings settings)
    {
        string file = new FirstStartFile(settings.DataDirectory).Path;
        if (!File.Exists(file))
        {
            throw new CommandFailedException($"Which API key? Give --key: there is no {file} to read it from.") { ExitCode = ExitCode.Usage };
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.GetProperty("apiKey").GetString() ?? throw new CommandFailedException($"{file} holds no API key; give --key.");
    }

    private sealed record SampleRun
    {
        public required Uri Service { get; init; }

        public required string Site { get; init; }

        public required string Key { get; init; }

        public required double PerSecond { get; init; }

        public required int Count { get; init; }

        public required IEnumerable<SampleReply> Mix { get; init; }
    }
}
