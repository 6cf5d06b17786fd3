using System.CommandLine;
using Moderation.Server.Hosting;

namespace Moderation.Server.Commands;

/// <summary><c>moderation serve</c>, the default: runs the roles of this process until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Command command = new("serve", "Runs the service. This is the default. --urls http://127.0.0.1:8080 sets the address.")
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
            await app.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
    }
}
