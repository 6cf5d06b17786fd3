using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Moderation.Storage;

/// <summary>The production store: a PostgreSQL server, version 15 or later.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    /// <summary>Numbers that no other program on the database uses for its advisory locks.</summary>
    private const long MigrationLock = 0x4d6f64657261746f;
    private const long TurnLock = 0x4d6f64657261746e;

    private readonly NpgsqlDataSource source;

    private readonly string sessionSettings;

    public PostgresDialect(StorageOptions options)
    {
        NpgsqlConnectionStringBuilder settings = new(options.PostgresConnectionString);
        SetDefault(settings, "Application Name", options.ApplicationName);

        // Prepared after the second use: planning the insert of a batch costs more than running it for a few rows.
        SetDefault(settings, "Max Auto Prepare", 100);
        SetDefault(settings, "Auto Prepare Min Usages", 2);

        // A connection is given back as it was taken: nothing of ours outlives its transaction. Resetting it each time costs five statements.
        SetDefault(settings, "No Reset On Close", true);
        SetDefault(settings, "Timeout", 10);
        SetDefault(settings, "Keepalive", 30);

        // Asked for by nobody who does not use Kerberos, whose libraries every process would load to find that out.
        SetDefault(settings, "GSS Encryption Mode", nameof(GssEncryptionMode.Disable));

        // A statement that takes this long is stuck: the server ends it, whether or not this process still lives. A transaction left open would keep others from their turn.
        SetDefault(settings, "Options", "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000");
        source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        settings.Pooling = false;
        sessionSettings = settings.ConnectionString;
    }

    public override string MigrationFolder => "Postgres";

    public override string ForClaim => "for update skip locked";

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    public override async Task<Unit> BeginAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new Unit(this, connection, await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override string In(string column, string parameter) => $"{column} = any(@{parameter})";

    public override object List(IEnumerable<Guid> ids) => ids.ToArray();

    public override string WordMatches(string parameter) => $"select searchable.position as of_position from searchable where searchable.words @@ to_tsquery('simple', @{parameter})";

    public override string HasWords(string alias, string parameter) =>
        $"exists (select 1 from searchable where searchable.site_id = {alias}.site_id and searchable.submission_id = {alias}.id and searchable.words @@ to_tsquery('simple', @{parameter}))";

    public override string WordQuery(IReadOnlyList<IReadOnlyList<string>> phrases, IReadOnlyList<IReadOnlyList<string>> beginnings) =>
        string.Join(" & ", phrases.Select(phrase => $"({Phrase(phrase)})").Concat(beginnings.Select(phrase => $"({Phrase(phrase)}:*)")));

    private static string Phrase(IReadOnlyList<string> words) => string.Join(" <-> ", words.Select(word => $"'{word}'"));

    public override string Rows<TRow>(RowSet<TRow> set) =>
        $"unnest({string.Join(", ", set.Columns.Select(column => $"@{set.Name}_{column.Name}"))}) as {set.Name}({set.ColumnNames})";

    public override async Task<List<T>> QueryManyAsync<TRow, T>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(unit, sql, set, rows);
        await using (command.ConfigureAwait(false))
        {
            List<T> results = new(rows.Count);
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                Func<DbDataReader, T>? parse = null;
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    parse ??= reader.GetRowParser<T>();
                    results.Add(parse(reader));
                }
            }

            return results;
        }
    }

    public override async Task<int> ExecuteManyAsync<TRow>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = Command(unit, sql, set, rows);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task TakeTurnAsync(Unit unit, CancellationToken cancellationToken) =>
        unit.ExecuteAsync("select pg_advisory_xact_lock(@TurnLock)", new { TurnLock }, cancellationToken);

    public override bool IsUniqueViolation(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsTransient(Exception exception) => exception switch
    {
        // Shutdown, crash, start-up, and a statement that ran out of time on an overloaded server.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.QueryCanceled } => true,

        // A standby after a failover refuses writes until the address points to the new primary.
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => true,
        NpgsqlException { IsTransient: true } or SocketException or TimeoutException => true,
        _ => exception.InnerException is { } inner && IsTransient(inner),
    };

    public override async Task<IAsyncDisposable> LockMigrationsAsync(CancellationToken cancellationToken)
    {
        // A session of its own: the lock and the time limit end with it, whatever happens.
        NpgsqlConnection connection = new(sessionSettings);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(new CommandDefinition("set statement_timeout = 0", cancellationToken: cancellationToken)).ConfigureAwait(false);
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@MigrationLock)", new { MigrationLock }, commandTimeout: 0, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlCommand Command<TRow>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows)
    {
#pragma warning disable CA2100 // The text is a store's own; row values are parameters.
        NpgsqlCommand command = new(sql, (NpgsqlConnection)unit.Connection, (NpgsqlTransaction?)unit.Transaction);
#pragma warning restore CA2100
        foreach (Column<TRow> column in set.Columns)
        {
            command.Parameters.Add(column.ToArrayParameter($"{set.Name}_{column.Name}", rows));
        }

        return command;
    }

    /// <summary>What the operator wrote in the connection string goes before ours.</summary>
    private static void SetDefault(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.ShouldSerialize(key))
        {
            settings[key] = value;
        }
    }
}
