using System.CommandLine;

namespace Moderation.Server.Commands;

/// <summary><c>moderation migrate</c>: brings the schema of the store up to date and exits.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Command command = new("migrate", "Brings the store's schema up to date. The service does the same at its start.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("The store is up to date.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
