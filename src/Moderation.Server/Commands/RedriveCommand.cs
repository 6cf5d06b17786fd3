using System.CommandLine;
using System.Globalization;
using Moderation.Administration;
using Moderation.Messaging;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Server.Commands;

/// <summary><c>moderation redrive</c>: shows what could not be judged, and sends it in again once what was wrong is put right.</summary>
internal static class RedriveCommand
{
    public static Command Create()
    {
        Option<bool> list = new("--list") { Description = "Show what waits, and send nothing" };
        Option<string?> source = new("--source") { Description = "Only the error queues (queue), or only submissions of the store (store)" };
        source.AcceptOnlyFromAmong("queue", "store");
        Option<string?> site = new("--site") { Description = "Only what names this site" };
        Option<string?> code = new("--code") { Description = "Only what is here for this reason, such as site_unknown" };
        Option<int> limit = new("--limit") { Description = "The most to show or to send in again, of each source", DefaultValueFactory = _ => 1_000 };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("redrive", "Sends in again what could not be judged: messages of the broker's error queues, and stored submissions with a dead letter.") { list, source, site, code, limit, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            new RedriveRun
            {
                IsList = result.GetValue(list),
                Source = result.GetValue(source),
                Filter = new LetterFilter { Site = result.GetValue(site), Code = result.GetValue(code) },
                Limit = result.GetValue(limit),
                IsJson = result.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(RedriveRun run, CancellationToken cancellationToken)
    {
        if (run.Limit < 1)
        {
            throw new CommandFailedException("--limit must be 1 or more.") { ExitCode = ExitCode.Usage };
        }

        StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (run.Source == "queue" && session.Settings.RabbitMq is null)
            {
                throw new CommandFailedException("There is no error queue without a broker; ConnectionStrings__RabbitMq names it.");
            }

            return run.IsList
                ? await ListAsync(run, session, cancellationToken).ConfigureAwait(false)
                : await SendAsync(run, session, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> ListAsync(RedriveRun run, StoreSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<QueuedLetter> queued = await OnBrokerAsync(run, session, redrive => redrive.ListAsync(run.Filter, run.Limit, cancellationToken), []).ConfigureAwait(false);
        IReadOnlyList<DeadLetter> stored = run.Source == "queue" ? [] : await session.Get<DeadLetterStore>().ListAsync(run.Filter, null, run.Limit, cancellationToken).ConfigureAwait(false);
        if (run.IsJson)
        {
            Output.WriteJson(queued.Select(RedriveLine.Of).Concat(stored.Select(RedriveLine.Of)));
            return ExitCode.Done;
        }

        Output.WriteTable(
            ["source", "at", "code", "site", "id", "members"],
            queued.Select(RedriveLine.Of).Concat(stored.Select(RedriveLine.Of)).Select(line => line.Cells()));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(IsAsked(run, session) ? $"{queued.Count} in the error queues" : WhyNotAsked(run))}, {stored.Count} in the store.")).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<int> SendAsync(RedriveRun run, StoreSession session, CancellationToken cancellationToken)
    {
        // Before anything moves: an act without a line in the trail would be worse than a line without an act.
        await session.Get<ErrorDesk>().LogRedriveAsync(run.Filter, run.Source, run.Limit, "cli", cancellationToken).ConfigureAwait(false);
        RedriveResult queued = await OnBrokerAsync(run, session, redrive => redrive.RunAsync(run.Filter, run.Limit, cancellationToken), new RedriveResult(0, 0)).ConfigureAwait(false);
        RedriveResult stored = run.Source == "queue" ? new RedriveResult(0, 0) : await session.Get<DeadLetterRedrive>().RunAsync(run.Filter, run.Limit, cancellationToken).ConfigureAwait(false);
        RedriveResult all = queued + stored;
        if (run.IsJson)
        {
            Output.WriteJson(new { redriven = all.Redriven, passed = all.Passed, queue = queued.Redriven, store = stored.Redriven });
        }
        else
        {
            if (!IsAsked(run, session))
            {
                await Console.Error.WriteLineAsync($"{WhyNotAsked(run)}.").ConfigureAwait(false);
            }

            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Sent in again: {all.Redriven} ({queued.Redriven} messages, {stored.Redriven} stored submissions). Left in the error queues because they are not meant: {all.Passed}."));
        }

        return ExitCode.Done;
    }

    private static bool IsAsked(RedriveRun run, StoreSession session) => run.Source != "store" && session.Settings.RabbitMq is not null;

    /// <summary>Nobody takes silence of a broker that was not asked for an empty queue.</summary>
    private static string WhyNotAsked(RedriveRun run) =>
        run.Source == "store" ? "The error queues were not asked for (--source store)" : "The error queues were not asked: no broker is named (ConnectionStrings__RabbitMq)";

    private static async Task<T> OnBrokerAsync<T>(RedriveRun run, StoreSession session, Func<ErrorRedrive, Task<T>> work, T otherwise)
    {
        if (!IsAsked(run, session))
        {
            return otherwise;
        }

        Uri address = session.Settings.RabbitMq!;
        BrokerConnection broker = new(address, "moderation redrive", isDeclaring: true);
        await using (broker.ConfigureAwait(false))
        {
            try
            {
                return await work(new ErrorRedrive(broker)).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is BrokerUnreachableException or OperationInterruptedException)
            {
                throw new CommandFailedException($"ConnectionStrings__RabbitMq: the broker at {address.Host} cannot be used ({problem.GetType().Name}).", problem);
            }
        }
    }

    private sealed record RedriveRun
    {
        public required bool IsList { get; init; }

        public required string? Source { get; init; }

        public required LetterFilter Filter { get; init; }

        public required int Limit { get; init; }

        public required bool IsJson { get; init; }
    }
}
