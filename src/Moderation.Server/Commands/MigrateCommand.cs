using System.CommandLine;
using Moderation.Models;
using Moderation.Server.Bootstrap;
using Moderation.Server.Settings;

namespace Moderation.Server.Commands;

/// <summary><c>moderation migrate</c>: brings the schema of the store up to date and exits.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Command command = new("migrate", "Brings the store up to date: schema, first site, first admin and base model. The service does the same at its start; with a database user for each role, the owner runs this first.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            await session.Get<FirstStart>().RunAsync(cancellationToken).ConfigureAwait(false);
            await session.Get<FirstAdmin>().RunAsync(cancellationToken).ConfigureAwait(false);
            await session.Get<ModelHost>().PrepareAsync(mayUpgrade: true, session.Get<ServerSettings>().BaseModel, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("The store is up to date.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
