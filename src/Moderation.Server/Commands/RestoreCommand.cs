using System.CommandLine;
using System.Security.Cryptography;
using Moderation.Privacy;
using Moderation.Rotation;
using Moderation.Server.Bootstrap;
using Moderation.Server.Settings;
using Moderation.Storage;

namespace Moderation.Server.Commands;

/// <summary><c>moderation restore</c>: fills an empty store from a backup.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        Option<string> from = new("--from") { Description = "The directory of the backup", Required = true };
        Option<bool> newRing = new("--new-key-ring") { Description = "The key ring is lost: make a new one. Comments and decisions come back; addresses, keys, blocks, second factors and sessions do not" };
        Command command = new("restore", "Fills an empty store from a backup. Put the key ring back first, where Moderation__KeyRingPath says.") { from, newRing };
        command.SetAction(async (result, cancellationToken) =>
        {
            ServerSettings settings = ServerSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            string directory = Path.GetFullPath(result.GetValue(from)!);
            BackupManifest manifest = await BackupManifest.ReadAsync(directory, cancellationToken).ConfigureAwait(false);
            bool isNewRing = result.GetValue(newRing);
            CheckRing(settings, manifest, isNewRing);
            await FillAsync(settings, manifest, Path.Combine(directory, Path.GetFileName(manifest.File)), cancellationToken).ConfigureAwait(false);
            if (isNewRing)
            {
                await ForgetAsync(settings, cancellationToken).ConfigureAwait(false);
            }

            // Brings the schema to this version and checks that ring and store belong together.
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Console.Out.WriteLine(isNewRing
                ? "Restored with a new key ring. Give every website new keys ('moderation keys create', 'moderation sites list'), and every moderator a new second factor."
                : "Restored. Start the service.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Before anything is written: a store that waits for a ring nobody has is of no use.</summary>
    private static void CheckRing(ServerSettings settings, BackupManifest manifest, bool isNewRing)
    {
        bool isThere = File.Exists(Path.Combine(settings.KeyRingPath, KeyRingFile.FileName));
        if (isNewRing)
        {
            if (isThere)
            {
                throw new CommandFailedException($"--new-key-ring: there is a {KeyRingFile.FileName} in {settings.KeyRingPath}. Is it the right one? Then leave the option out; else move it away first.");
            }

            return;
        }

        if (!isThere)
        {
            throw new CommandFailedException($"There is no {KeyRingFile.FileName} in {settings.KeyRingPath}. Put the ring of this backup there, or if it is lost, say --new-key-ring: comments come back, addresses do not.");
        }

        try
        {
            using RandomNumberGenerator random = RandomNumberGenerator.Create();
            if (KeyRingFile.LoadOrCreate(settings.KeyRingPath, random).Fingerprint != manifest.KeyRingFingerprint)
            {
                throw new CommandFailedException($"The key ring in {settings.KeyRingPath} is not the one this backup was made with.");
            }
        }
        catch (KeyRingException problem)
        {
            throw new CommandFailedException(problem.Message, problem);
        }
    }

    private static async Task FillAsync(ServerSettings settings, BackupManifest manifest, string file, CancellationToken cancellationToken)
    {
        if (manifest.Engine != (settings.Storage.UsesPostgres ? BackupManifest.Postgres : BackupManifest.Sqlite))
        {
            throw new CommandFailedException($"This backup is one of {manifest.Engine}, and the settings name the other engine.");
        }

        if (settings.PostgresConnectionString is { } postgres)
        {
            if (await PostgresTool.HoldsTablesAsync(postgres, cancellationToken).ConfigureAwait(false))
            {
                throw new CommandFailedException(
                    $"The database {new Npgsql.NpgsqlConnectionStringBuilder(postgres).Database} holds tables already, and a restore overwrites nothing. Name an empty one in ConnectionStrings__Postgres (createdb makes it).");
            }

            // In one transaction: a table that is there already stops it, and nothing is changed.
            await PostgresTool.RunAsync(
                "pg_restore", postgres, ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", $"--dbname={new Npgsql.NpgsqlConnectionStringBuilder(postgres).Database}", file], cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        string path = settings.Storage.DatabasePath;
        if (File.Exists(path))
        {
            throw new CommandFailedException($"There is a store at {path} already. Move it away first: a restore overwrites nothing.");
        }

        Directory.CreateDirectory(settings.DataDirectory);
        await SqliteBackup.CopyAsync(file, path, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ForgetAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        Database database = new(settings.Storage, TimeProvider.System);
        await using (database.ConfigureAwait(false))
        {
            await database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            KeyRing ring = KeyRingFile.LoadOrCreate(settings.KeyRingPath, random);
            await new ForgetRing(database, TimeProvider.System).HandleAsync(ring, StorePreparation.FingerprintName, cancellationToken).ConfigureAwait(false);
        }
    }
}
