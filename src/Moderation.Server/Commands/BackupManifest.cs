using System.Security.Cryptography;
using System.Text.Json;

namespace Moderation.Server.Commands;

/// <summary>What stands beside a backup, in <c>backup.json</c>: enough to see that it is whole and which ring belongs to it.</summary>
internal sealed record BackupManifest
{
    public const string FileName = "backup.json";

    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    public required string Engine { get; init; }

    public required string File { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names the key ring that the store was filled with, and reveals nothing of it.</summary>
    public required string KeyRingFingerprint { get; init; }

    /// <summary>Reads the manifest of a directory and checks the file it names. Throws a sentence.</summary>
    public static async Task<BackupManifest> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            BackupManifest manifest = JsonSerializer.Deserialize<BackupManifest>(await System.IO.File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), Output.Json)!;
            string actual = await HashAsync(Path.Combine(directory, Path.GetFileName(manifest.File)), cancellationToken).ConfigureAwait(false);
            return actual == manifest.Sha256 ? manifest : throw new CommandFailedException($"--from: {manifest.File} is damaged: it is not the file that {FileName} describes.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailedException($"--from: there is no readable backup in {directory} ({problem.GetType().Name}).", problem);
        }
    }

    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = System.IO.File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
    }
}
