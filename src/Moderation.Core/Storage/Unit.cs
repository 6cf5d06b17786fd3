using System.Data.Common;
using Dapper;

namespace Moderation.Storage;

/// <summary>
/// A connection and, where something is written, its transaction: what stores that must share one commit pass on. Only stores send statements through it.
/// Not thread-safe: one statement at a time.
/// </summary>
internal sealed class Unit(SqlDialect dialect, DbConnection connection, DbTransaction? transaction, IDisposable? turn = null) : IAsyncDisposable
{
    private List<Action>? committed;

    public SqlDialect Dialect { get; } = dialect;

    public DbConnection Connection { get; } = connection;

    /// <summary>Null for a unit that only reads; each of its statements then sees the newest commit.</summary>
    public DbTransaction? Transaction { get; } = transaction;

    /// <summary>All rows of one statement.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) =>
        (await Connection.QueryAsync<T>(Command(sql, arguments, cancellationToken)).ConfigureAwait(false)).AsList();

    /// <summary>The only row, or null. Throws when there are more.</summary>
    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) =>
        Connection.QuerySingleOrDefaultAsync<T>(Command(sql, arguments, cancellationToken));

    /// <summary>The number of rows changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? arguments, CancellationToken cancellationToken) =>
        Connection.ExecuteAsync(Command(sql, arguments, cancellationToken));

    /// <summary>Sends a statement that reads <paramref name="set"/> with all rows, and returns what it returns. No rows: nothing is sent.</summary>
    public Task<List<T>> QueryManyAsync<TRow, T>(string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? Task.FromResult(new List<T>()) : Dialect.QueryManyAsync<TRow, T>(this, sql, set, rows, cancellationToken);

    /// <summary>Sends a statement that reads <paramref name="set"/> with all rows, and returns how many rows it changed. No rows: nothing is sent.</summary>
    public Task<int> ExecuteManyAsync<TRow>(string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? Task.FromResult(0) : Dialect.ExecuteManyAsync(this, sql, set, rows, cancellationToken);

    /// <summary>Has something done when the transaction has been committed, and not otherwise: a hint to whoever reads what was written. It must not throw.</summary>
    public void AfterCommit(Action action) => (committed ??= []).Add(action);

    /// <summary>Commits, then does what was asked for. A commit is not cancelled: the caller would not know whether it happened.</summary>
    internal async Task CommitAsync()
    {
        await Transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        committed?.ForEach(action => action());
    }

    /// <summary>Rolls back what was not committed and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Transaction is not null)
            {
                await Transaction.DisposeAsync().ConfigureAwait(false);
            }

            await Connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            turn?.Dispose();
        }
    }

    private CommandDefinition Command(string sql, object? arguments, CancellationToken cancellationToken) =>
        new(sql, arguments, Transaction, cancellationToken: cancellationToken);
}
