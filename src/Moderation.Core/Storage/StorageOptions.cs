namespace Moderation.Storage;

/// <summary>Where the store is. Without a PostgreSQL connection string it is a SQLite file in the data directory.</summary>
internal sealed record StorageOptions
{
    /// <summary>The name of the SQLite file in <see cref="DataDirectory"/>.</summary>
    public const string FileName = "moderation.db";

    /// <summary>A connection string as Npgsql reads it; null or blank chooses SQLite.</summary>
    public string? PostgresConnectionString { get; init; }

    /// <summary>The directory of the SQLite file. Made with mode 0700 when it is missing. Not touched with PostgreSQL.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>How the server's lists of sessions name this process, for example <c>moderation-worker</c>.</summary>
    public string ApplicationName { get; init; } = "moderation";

    /// <summary>True when the store is a PostgreSQL server.</summary>
    public bool UsesPostgres => !string.IsNullOrWhiteSpace(PostgresConnectionString);

    /// <summary>The full path of the SQLite file. Throws <see cref="ArgumentException"/> when the directory is not one.</summary>
    public string DatabasePath
    {
        get
        {
            if (string.IsNullOrWhiteSpace(DataDirectory) || DataDirectory.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException("The data directory must be a directory on disk: a store in memory would forget every comment at the next start.");
            }

            return Path.Combine(Path.GetFullPath(DataDirectory), FileName);
        }
    }
}
