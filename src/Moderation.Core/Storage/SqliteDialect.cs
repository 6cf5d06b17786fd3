using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Moderation.Storage;

/// <summary>The embedded store: one file in the data directory, readable by its owner only.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    // The one that returns a row stands last: the driver does not report what fails after it.
    private const string SessionSql = """
        pragma foreign_keys = on;
        pragma synchronous = full;
        pragma busy_timeout = 10000;
        """;

    private readonly SqliteFile file;
    private readonly string connectionString;

    /// <summary>One writer at a time, in the order they came: SQLite allows one anyway, and waiting here costs no polling.</summary>
    private readonly SemaphoreSlim writers = new(1, 1);

    private volatile bool isPrepared;

    public SqliteDialect(StorageOptions options)
    {
        file = new SqliteFile(options.DatabasePath);
        connectionString = new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 30 }.ToString();
    }

    public override string MigrationFolder => "Sqlite";

    public override string ForClaim => "";

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        bool isFirst = !isPrepared;
        if (isFirst)
        {
            file.Prepare();
        }

        SqliteConnection connection = new(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(new CommandDefinition(SessionSql, cancellationToken: cancellationToken)).ConfigureAwait(false);
            if (isFirst)
            {
                // The journal mode is a property of the file. Full synchronisation costs nothing from batches of 100 up, and loses nothing when the power goes.
                await connection.ExecuteAsync(new CommandDefinition("pragma journal_mode = wal", cancellationToken: cancellationToken)).ConfigureAwait(false);
                isPrepared = true;
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override async Task<Unit> BeginAsync(CancellationToken cancellationToken)
    {
        await writers.WaitAsync(cancellationToken).ConfigureAwait(false);
        Turn turn = new(writers);
        DbConnection? connection = null;
        try
        {
            connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            DbTransaction transaction = ((SqliteConnection)connection).BeginTransaction(deferred: false);
            return new Unit(this, connection, transaction, turn);
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            turn.Dispose();
            throw;
        }
    }

    public override string In(string column, string parameter) => $"{column} in (select value from json_each(@{parameter}))";

    public override object List(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(SqliteText.Of));

    public override string WordMatches(string parameter) => $"select searchable_text.rowid as of_position from searchable_text where searchable_text match @{parameter}";

    public override string HasWords(string alias, string parameter) =>
        $"exists (select 1 from searchable cross join searchable_text where searchable.site_id = {alias}.site_id and searchable.submission_id = {alias}.id and searchable_text.rowid = searchable.position and searchable_text match @{parameter})";

    public override string WordQuery(IReadOnlyList<IReadOnlyList<string>> phrases, IReadOnlyList<IReadOnlyList<string>> beginnings) =>
        string.Join(" AND ", phrases.Select(phrase => $"\"{string.Join(' ', phrase)}\"").Concat(beginnings.Select(phrase => $"\"{string.Join(' ', phrase)}\" *")));

    public override string Rows<TRow>(RowSet<TRow> set) =>
        $"(select {string.Join(", ", set.Columns.Select(column => $"@{set.Name}_{column.Name} as {column.Name}"))}) as {set.Name}";

    public override async Task<List<T>> QueryManyAsync<TRow, T>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        List<T> results = [];
        SqliteCommand command = Command(unit, sql, set);
        await using (command.ConfigureAwait(false))
        {
            foreach (TRow row in rows)
            {
                Bind(command, set, row);
                SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    Func<DbDataReader, T>? parse = null;
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        parse ??= reader.GetRowParser<T>();
                        results.Add(parse(reader));
                    }
                }
            }
        }

        return results;
    }

    public override async Task<int> ExecuteManyAsync<TRow>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        int changed = 0;
        SqliteCommand command = Command(unit, sql, set);
        await using (command.ConfigureAwait(false))
        {
            foreach (TRow row in rows)
            {
                Bind(command, set, row);
                changed += await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return changed;
    }

    public override Task TakeTurnAsync(Unit unit, CancellationToken cancellationToken) => Task.CompletedTask;

    // 2067 is a unique index, 1555 a primary key.
    public override bool IsUniqueViolation(Exception exception) => exception is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };

    // Busy, locked, I/O error, disk full, cannot open: the file or its disk, never the statement.
    public override bool IsTransient(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 or 14 } || (exception.InnerException is { } inner && IsTransient(inner));

    public override async Task<IAsyncDisposable> LockMigrationsAsync(CancellationToken cancellationToken) => await file.LockAsync(cancellationToken).ConfigureAwait(false);

    public override ValueTask DisposeAsync()
    {
        using (SqliteConnection connection = new(connectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        writers.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqliteCommand Command<TRow>(Unit unit, string sql, RowSet<TRow> set)
    {
        SqliteCommand command = ((SqliteConnection)unit.Connection).CreateCommand();
        command.Transaction = (SqliteTransaction?)unit.Transaction;
#pragma warning disable CA2100 // The text is a store's own; row values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (Column<TRow> column in set.Columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@{set.Name}_{column.Name}" });
        }

        return command;
    }

    private static void Bind<TRow>(SqliteCommand command, RowSet<TRow> set, TRow row)
    {
        for (int i = 0; i < set.Columns.Count; i++)
        {
            command.Parameters[i].Value = set.Columns[i].ToSqlite(row);
        }
    }

    private sealed class Turn(SemaphoreSlim writers) : IDisposable
    {
        public void Dispose() => writers.Release();
    }
}
