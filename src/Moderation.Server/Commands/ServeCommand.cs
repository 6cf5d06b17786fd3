using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Moderation.Server.Hosting;

namespace Moderation.Server.Commands;

/// <summary><c>moderation serve</c>, the default: runs the roles of this process until it is stopped.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        Command command = new(Name, "Runs the service. This is the default. --urls http://127.0.0.1:8080 sets the address.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        WebApplication app = await ServerHost.BuildAsync([.. result.UnmatchedTokens], cancellationToken).ConfigureAwait(false);
        await using (app.ConfigureAwait(false))
        {
            await StartAsync(app, cancellationToken).ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new CommandFailedException($"ASPNETCORE_URLS: {problem.Message.TrimEnd('.')}. Another program listens there, perhaps this one: end it, or name another address.", problem);
        }
        catch (FormatException problem)
        {
            throw new CommandFailedException($"ASPNETCORE_URLS: {problem.Message.TrimEnd('.')}. An address is such as http://127.0.0.1:8080.", problem);
        }
    }
}
