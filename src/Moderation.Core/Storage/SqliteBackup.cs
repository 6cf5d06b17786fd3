using Dapper;
using Microsoft.Data.Sqlite;

namespace Moderation.Storage;

/// <summary>Copies the embedded store while it is written to: SQLite's own online backup, so that the copy is of one moment.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies a store's file to a new one, checks the copy, and leaves one file without a journal that only its owner can read.</summary>
    /// <exception cref="InvalidDataException">The copy is damaged.</exception>
    public static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        FileStreamOptions made = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await new FileStream(to, made).DisposeAsync().ConfigureAwait(false);
        SqliteConnection source = Open(from), target = Open(to);
        await using (source.ConfigureAwait(false))
        await using (target.ConfigureAwait(false))
        {
            await source.OpenAsync(cancellationToken).ConfigureAwait(false);
            await target.OpenAsync(cancellationToken).ConfigureAwait(false);
            await Task.Run(() => source.BackupDatabase(target), cancellationToken).ConfigureAwait(false);
            await target.ExecuteAsync(new CommandDefinition("pragma journal_mode = delete", cancellationToken: cancellationToken)).ConfigureAwait(false);
            string? word = await target.ExecuteScalarAsync<string>(new CommandDefinition("pragma integrity_check", cancellationToken: cancellationToken)).ConfigureAwait(false);
            if (word != "ok")
            {
                throw new InvalidDataException($"The copy {to} is damaged.");
            }
        }
    }

    // Not pooled: the file is given away when the copy is done.
    private static SqliteConnection Open(string path) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30 }.ToString());
}
