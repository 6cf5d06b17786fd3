using System.CommandLine;
using Moderation.Messaging;
using Moderation.Server.Settings;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Server.Commands;

/// <summary><c>moderation redrive</c>: sends what is in the error queue in again, once what was wrong is put right.</summary>
internal static class RedriveCommand
{
    public static Command Create()
    {
        Option<string?> site = new("--site") { Description = "Only messages of this site" };
        Option<int> limit = new("--limit") { Description = "The most messages to send in again", DefaultValueFactory = _ => 1_000 };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("redrive", "Sends messages of the broker's error queue in again.") { site, limit, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(site), result.GetValue(limit), result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? site, int limit, bool asJson, CancellationToken cancellationToken)
    {
        if (limit < 1)
        {
            throw new CommandFailedException("--limit must be 1 or more.") { ExitCode = ExitCode.Usage };
        }

        ServerSettings settings = ServerSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        if (settings.RabbitMq is not { } address)
        {
            throw new CommandFailedException("There is no error queue without a broker; ConnectionStrings__RabbitMq names it.");
        }

        await using BrokerConnection broker = new(address, "moderation redrive", isDeclaring: true);
        try
        {
            RedriveResult done = await new ErrorRedrive(broker).RunAsync(site, limit, cancellationToken).ConfigureAwait(false);
            if (asJson)
            {
                Output.WriteJson(new { redriven = done.Redriven, passed = done.Passed });
            }
            else
            {
                Console.Out.WriteLine($"Sent in again: {done.Redriven}. Left because they are of other sites: {done.Passed}.");
            }

            return ExitCode.Done;
        }
        catch (Exception problem) when (problem is BrokerUnreachableException or OperationInterruptedException)
        {
            throw new CommandFailedException($"ConnectionStrings__RabbitMq: the broker at {address.Host} cannot be used ({problem.GetType().Name}).", problem);
        }
    }
}
