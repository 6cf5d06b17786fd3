using Dapper;
using Npgsql;

namespace Moderation.Storage;

/// <summary>The store of this installation: runs units of work on the engine that the options choose. One instance for a process.</summary>
internal sealed class Database : IAsyncDisposable
{
    static Database() => DapperHandlers.Register();

    public Database(StorageOptions options, TimeProvider? clock = null)
    {
        Clock = clock ?? TimeProvider.System;
        Dialect = options.UsesPostgres ? new PostgresDialect(options) : new SqliteDialect(options);
    }

    /// <summary>What differs between the engines. For stores only.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>True when several processes may serve from this store at the same time, so that work has to be claimed.</summary>
    public bool IsShared => Dialect.ForClaim.Length > 0;

    /// <summary>Where stores take the time of what they write.</summary>
    public TimeProvider Clock { get; }

    /// <summary>
    /// Runs work in one transaction and commits it. A transient fault, or a lost race for a key, repeats the whole unit once, also when the commit itself failed and
    /// may have happened:
    /// work must be safe to repeat (insert-if-new, expected states). Inside it, call only the overloads that take the <see cref="Unit"/>: on SQLite a second
    /// transaction would wait for this one for ever.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<Unit, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await RunOnceAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when ((IsTransient(fault) || Dialect.IsUniqueViolation(fault)) && !cancellationToken.IsCancellationRequested)
        {
            return await RunOnceAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As the other overload, for work without a result.</summary>
    public Task RunAsync(Func<Unit, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(
            async (unit, token) =>
            {
                await work(unit, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Runs reads on one connection, without a transaction. A transient fault repeats them once.</summary>
    public async Task<T> ReadAsync<T>(Func<Unit, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsTransient(fault) && !cancellationToken.IsCancellationRequested)
        {
            return await ReadOnceAsync(work, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Brings the tables to this version. Safe to call from several processes at once and again.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        IAsyncDisposable held = await LockMigrationsAsync(cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            await Migrations.RunAsync(Dialect, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="SqlDialect.LockMigrationsAsync"/>
    public Task<IAsyncDisposable> LockMigrationsAsync(CancellationToken cancellationToken) => Dialect.LockMigrationsAsync(cancellationToken);

    /// <summary>True when the store answers now.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceAsync((unit, token) => unit.Connection.ExecuteScalarAsync<int>(new CommandDefinition("select 1", cancellationToken: token)), cancellationToken)
                .ConfigureAwait(false) == 1;
        }
        catch (Exception fault) when (IsTransient(fault))
        {
            return false;
        }
    }

    /// <summary>True when the store is away or busy and the same work can succeed later: wait and repeat. False for a mistake of ours.</summary>
    public bool IsTransient(Exception exception) => Dialect.IsTransient(exception);

    /// <summary>True when the database user lacks a right. Waiting does not help; the operator has to grant it.</summary>
    public static bool IsNotAllowed(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } || (exception.InnerException is { } inner && IsNotAllowed(inner));

    public ValueTask DisposeAsync() => Dialect.DisposeAsync();

    private async Task<T> RunOnceAsync<T>(Func<Unit, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Unit unit = await Dialect.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (unit.ConfigureAwait(false))
        {
            T result = await work(unit, cancellationToken).ConfigureAwait(false);
            await unit.CommitAsync().ConfigureAwait(false);
            return result;
        }
    }

    private async Task<T> ReadOnceAsync<T>(Func<Unit, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Unit unit = new(Dialect, await Dialect.OpenAsync(cancellationToken).ConfigureAwait(false), transaction: null);
        await using (unit.ConfigureAwait(false))
        {
            return await work(unit, cancellationToken).ConfigureAwait(false);
        }
    }
}
