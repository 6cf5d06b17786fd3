using Microsoft.Data.Sqlite;

namespace Moderation.Storage;

/// <summary>The file of the embedded store and its directory, for their owner only.</summary>
internal sealed class SqliteFile(string path)
{
    /// <summary>What SQLite says of a file that it cannot open.</summary>
    private const int CannotOpen = 14;

    /// <summary>
    /// Makes directory and file before SQLite does, because it would make them readable by others. The journal's files take the mode of the file. What cannot be made
    /// is reported as SQLite reports it, so that it counts as a store that is away.
    /// </summary>
    public void Prepare()
    {
        try
        {
            string directory = Path.GetDirectoryName(path)!;
            if (!Directory.Exists(directory))
            {
                _ = OperatingSystem.IsWindows()
                    ? Directory.CreateDirectory(directory)
                    : Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            if (!File.Exists(path))
            {
                using FileStream made = new(path, OwnerOnly(FileShare.ReadWrite));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SqliteException($"The store's file cannot be made or opened: {problem.Message}", CannotOpen);
        }
    }

    /// <summary>Waits for a lock beside the file. The system gives it back when the process dies.</summary>
    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        Prepare();
        while (true)
        {
            try
            {
                return new FileStream(path + ".migrating", OwnerOnly(FileShare.None));
            }
            catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static FileStreamOptions OwnerOnly(FileShare share)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
