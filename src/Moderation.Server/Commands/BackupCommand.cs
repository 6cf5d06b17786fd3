using System.CommandLine;
using System.Text.Json;
using Moderation.Privacy;
using Moderation.Server.Settings;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Server.Commands;

/// <summary><c>moderation backup</c>: a copy of the store while it serves, and apart from it one of the key ring.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        Option<string> to = new("--to") { Description = "A directory that does not exist yet or is empty", Required = true };
        Option<string?> ringTo = new("--key-ring-to") { Description = "Another directory, for a copy of the key ring. Whoever has both can read every address: keep them apart" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("backup", "Copies the store while it is in use: the embedded one by SQLite's online backup, PostgreSQL by pg_dump. The key ring is never in it.") { to, ringTo, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            string directory = Path.GetFullPath(result.GetValue(to)!);
            string? ringDirectory = result.GetValue(ringTo) is { } given ? Path.GetFullPath(given) : null;
            CheckApart(directory, ringDirectory);
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            BackupManifest manifest = await CopyAsync(session.Settings, directory, session.Get<KeyRing>().Fingerprint, cancellationToken).ConfigureAwait(false);
            if (ringDirectory is not null)
            {
                CopyRing(session.Settings, ringDirectory);
            }

            if (result.GetValue(json))
            {
                Output.WriteJson(new { directory, manifest.Engine, manifest.File, manifest.Sha256, keyRing = ringDirectory });
            }
            else
            {
                Console.Out.WriteLine($"The store is in {Path.Combine(directory, manifest.File)}." + (ringDirectory is null ? " The key ring is not in it: without a copy of the ring no address can be read again (--key-ring-to)." : $" The key ring is in {ringDirectory}; keep it apart."));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void CheckApart(string directory, string? ringDirectory)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new CommandFailedException($"--to: {directory} is not empty.") { ExitCode = ExitCode.Usage };
        }

        if (ringDirectory is not null && $"{ringDirectory}{Path.DirectorySeparatorChar}".StartsWith($"{directory}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        {
            throw new CommandFailedException("--key-ring-to: the key ring does not belong beside the store. Name another directory, best on another machine.") { ExitCode = ExitCode.Usage };
        }

        if (ringDirectory is not null && File.Exists(Path.Combine(ringDirectory, KeyRingFile.FileName)))
        {
            throw new CommandFailedException($"--key-ring-to: there is a {KeyRingFile.FileName} in {ringDirectory} already.") { ExitCode = ExitCode.Usage };
        }
    }

    private static async Task<BackupManifest> CopyAsync(ServerSettings settings, string directory, string fingerprint, CancellationToken cancellationToken)
    {
        MakeDirectory(directory);
        string file = settings.Storage.UsesPostgres ? "moderation.dump" : StorageOptions.FileName;
        string path = Path.Combine(directory, file);
        if (settings.PostgresConnectionString is { } postgres)
        {
            await PostgresTool.RunAsync("pg_dump", postgres, ["--format=custom", "--no-owner", "--no-privileges", $"--file={path}"], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SqliteBackup.CopyAsync(settings.Storage.DatabasePath, path, cancellationToken).ConfigureAwait(false);
        }

        BackupManifest manifest = new()
        {
            Engine = settings.Storage.UsesPostgres ? BackupManifest.Postgres : BackupManifest.Sqlite,
            File = file,
            Sha256 = await BackupManifest.HashAsync(path, cancellationToken).ConfigureAwait(false),
            CreatedAt = TimeProvider.System.UtcNowMicros(),
            KeyRingFingerprint = fingerprint,
        };
        await File.WriteAllTextAsync(Path.Combine(directory, BackupManifest.FileName), JsonSerializer.Serialize(manifest, Output.Json), cancellationToken).ConfigureAwait(false);
        return manifest;
    }

    private static void CopyRing(ServerSettings settings, string directory)
    {
        MakeDirectory(directory);
        string path = Path.Combine(directory, KeyRingFile.FileName);

        // A copy keeps the mode of the file: readable by its owner only.
        File.Copy(Path.Combine(settings.KeyRingPath, KeyRingFile.FileName), path, overwrite: false);
    }

    private static void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
