using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Moderation.Server.Bootstrap;
using Moderation.Server.Samples;
using Moderation.Server.Settings;

namespace Moderation.Server.Commands;

/// <summary><c>moderation sample</c>: sends varied, labelled replies to a running service at a chosen rate, over HTTP or through the queue, and says what became of them.</summary>
internal static class SampleCommand
{
    private const int MaxInFlight = 64;

    private const int MaxItems = 50;

    public static Command Create()
    {
        Option<string> via = new("--via") { Description = "The way to the service: http, or queue for RabbitMQ", DefaultValueFactory = _ => "http" };
        via.AcceptOnlyFromAmong("http", "queue");
        Option<Uri> url = new("--url") { Description = "The running service, for http", DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"), CustomParser = argument => ReadAddress(argument, "--url", "http") };
        Option<Uri?> broker = new("--broker") { Description = "The broker, for queue; ConnectionStrings__RabbitMq if it is left out", CustomParser = argument => ReadAddress(argument, "--broker", "amqp") };
        Option<int> items = new("--items") { Description = "Replies in one message of the queue, 1 to 50", DefaultValueFactory = _ => 1 };
        Option<string?> site = new("--site") { Description = "The site to post to; the bootstrap site if it is left out" };
        Option<string?> key = new("--key") { Description = "An API key, for http; the one of the first start if it is left out" };
        Option<double> rate = new("--rate") { Description = "Replies per second", DefaultValueFactory = _ => 2 };
        Option<int> count = new("--count") { Description = "How many to send; 0 means until it is stopped", DefaultValueFactory = _ => 100 };
        Option<double> spam = new("--spam") { Description = "Share of spam", DefaultValueFactory = _ => 0.05 };
        Option<double> abusive = new("--abusive") { Description = "Share of abuse", DefaultValueFactory = _ => 0.03 };
        Option<int> seed = new("--seed") { Description = "The same seed sends the same texts", DefaultValueFactory = _ => 1 };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Option<bool> dryRun = new("--dry-run") { Description = "Posts nothing: says what a day of these replies would get from the shipped model (or --model) and the default policy" };
        Option<FileInfo?> model = new("--model") { Description = "With --dry-run: a model artefact instead of the shipped one" };
        Command command = new("sample", "Sends varied, labelled sample replies to a running service.") { via, url, broker, items, site, key, rate, count, spam, abusive, seed, dryRun, model, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            ServerSettings settings = ServerSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            double perSecond = result.GetValue(rate);
            double spamShare = result.GetValue(spam);
            double abusiveShare = result.GetValue(abusive);
            if (!(perSecond is > 0 and <= 100_000) || !(spamShare is >= 0 and <= 1) || !(abusiveShare is >= 0 and <= 1) || spamShare + abusiveShare > 1 || result.GetValue(count) < 0)
            {
                throw new CommandFailedException("--rate must be above 0, --count 0 or more, and --spam and --abusive shares from 0 to 1 that together are at most 1.") { ExitCode = ExitCode.Usage };
            }

            if (result.GetValue(items) is < 1 or > MaxItems)
            {
                throw new CommandFailedException("--items must be from 1 to 50.") { ExitCode = ExitCode.Usage };
            }

            IEnumerable<SampleReply> mix = SampleReplies.Mix(result.GetValue(seed), TimeProvider.System.GetUtcNow(), spamShare, abusiveShare);
            if (result.GetValue(dryRun))
            {
                return SampleDryRun.Run(ScoreCommand.LoadModel(result.GetValue(model)), mix, result.GetValue(count), result.GetValue(json));
            }

            SampleTally tally = new();
            string target = result.GetValue(site) ?? settings.BootstrapSite.Value;
            bool isQueue = result.GetValue(via) == "queue";
            SampleSender sender = isQueue
                ? await SampleOverQueue.ConnectAsync(
                    result.GetValue(broker) ?? settings.RabbitMq ?? throw new CommandFailedException("Which broker? Give --broker or ConnectionStrings__RabbitMq.") { ExitCode = ExitCode.Usage },
                    target, tally, cancellationToken).ConfigureAwait(false)
                : new SampleOverHttp(result.GetValue(url)!, target, result.GetValue(key) ?? settings.BootstrapApiKey ?? KeyOfFirstStart(settings), tally);
            await using (sender.ConfigureAwait(false))
            {
                SampleRun run = new()
                {
                    Sender = sender,
                    PerSecond = perSecond,
                    Count = result.GetValue(count),
                    Together = isQueue ? result.GetValue(items) : 1,
                    Mix = mix,
                };
                await RunAsync(run, cancellationToken).ConfigureAwait(false);
            }

            tally.Write(result.GetValue(json));
            return tally.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    /// <summary>The library knows no addresses by itself.</summary>
    private static Uri? ReadAddress(ArgumentResult argument, string option, string scheme)
    {
        if (Uri.TryCreate(argument.Tokens.Single().Value, UriKind.Absolute, out Uri? address) && (address.Scheme == scheme || address.Scheme == scheme + "s"))
        {
            return address;
        }

        argument.AddError(scheme == "http" ? $"{option} must be an http or https address such as http://127.0.0.1:8080." : $"{option} must be an amqp or amqps address such as amqp://user:password@broker:5672/.");
        return null;
    }

    private static async Task RunAsync(SampleRun run, CancellationToken cancellationToken)
    {
        using SemaphoreSlim inFlight = new(MaxInFlight);
        List<Task> sending = [];
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        double due = 1;
        int sent = 0;
        using IEnumerator<SampleReply> mix = run.Mix.GetEnumerator();
        List<SampleReply> together = new(run.Together);
        try
        {
            while (run.Count == 0 || sent < run.Count)
            {
                for (; due >= 1 && (run.Count == 0 || sent < run.Count) && mix.MoveNext(); due--, sent++)
                {
                    together.Add(mix.Current);
                    if (together.Count == run.Together || sent + 1 == run.Count)
                    {
                        await inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
                        sending.Add(SendAsync(run.Sender, [.. together], inFlight, cancellationToken));
                        together.Clear();
                    }
                }

                sending.RemoveAll(task => task.IsCompletedSuccessfully);
                await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
                due = Math.Min(due + (run.PerSecond * 0.05), Math.Max(1, run.PerSecond));
            }
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.").ConfigureAwait(false);
        }

        await Task.WhenAll(sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await run.Sender.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task SendAsync(SampleSender sender, IReadOnlyList<SampleReply> samples, SemaphoreSlim inFlight, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(samples, cancellationToken).ConfigureAwait(false);
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
        public required SampleSender Sender { get; init; }

        public required double PerSecond { get; init; }

        public required int Count { get; init; }

        /// <summary>Replies in one message.</summary>
        public required int Together { get; init; }

        public required IEnumerable<SampleReply> Mix { get; init; }
    }
}
