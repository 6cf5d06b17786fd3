using System.Data.Common;

namespace Moderation.Storage;

/// <summary>
/// What truly differs between the two engines, and nothing else: every statement of a store is one text for both. A member more needs a decision record.
/// </summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>The folder of the migrations under <c>Storage/Migrations</c>.</summary>
    public abstract string MigrationFolder { get; }

    /// <summary>
    /// Opens a connection from the pool. SQLite's settings (waiting, foreign keys, durability) belong to a connection and are sent at every open;
    /// PostgreSQL's are start-up parameters.
    /// </summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins a transaction that writes. On SQLite it is immediate, never deferred (a deferred one that reads before it writes loses 26 of 400 under load), and
    /// writers of this process take turns; on PostgreSQL it is read committed, and rows are locked as they are written.
    /// </summary>
    public abstract Task<Unit> BeginAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The condition that a column is one of a list passed as <see cref="List"/>. <c>in @ids</c> is a syntax error on PostgreSQL and silently matches nothing on
    /// SQLite; <c>= any(@ids)</c> exists on PostgreSQL only.
    /// </summary>
    public abstract string In(string column, string parameter);

    /// <summary>The value of the parameter that <see cref="In"/> names: an array on PostgreSQL, a JSON array on SQLite, which has no arrays.</summary>
    public abstract object List(IEnumerable<Guid> ids);

    /// <summary>
    /// The rows of a batch as an item of a <c>from</c> clause. PostgreSQL reads all rows at once from arrays; SQLite, where a statement costs no journey, runs the
    /// prepared statement once for each row.
    /// </summary>
    public abstract string Rows<TRow>(RowSet<TRow> set);

    /// <summary>Sends a statement built with <see cref="Rows"/>, and returns its rows.</summary>
    public abstract Task<List<T>> QueryManyAsync<TRow, T>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken);

    /// <summary>Sends a statement built with <see cref="Rows"/>, and returns how many rows it changed.</summary>
    public abstract Task<int> ExecuteManyAsync<TRow>(Unit unit, string sql, RowSet<TRow> set, IReadOnlyList<TRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a <c>select</c> that claims rows, so that two claimers never take the same one: <c>for update skip locked</c> on PostgreSQL; nothing on SQLite, where
    /// only one transaction writes at a time.
    /// </summary>
    public abstract string ForClaim { get; }

    /// <summary>
    /// Waits until this transaction may draw numbers that are read in order, and keeps the turn until it ends. PostgreSQL draws an identity before it commits, so
    /// a reader that goes by number would skip a late commit; on SQLite the transaction is the turn. Take it last: it is held for one insert and the commit.
    /// </summary>
    public abstract Task TakeTurnAsync(Unit unit, CancellationToken cancellationToken);

    /// <summary>
    /// A query of <c>of_position</c>, the positions in <c>searchable</c> of what matches the parameter, which is a <see cref="WordQuery"/>. PostgreSQL keeps words in a column of a type of its own, SQLite in a virtual
    /// table.
    /// </summary>
    public abstract string WordMatches(string parameter);

    /// <summary>The condition that the words of one submission match the parameter: looked up by the submission, however many others match.</summary>
    public abstract string HasWords(string alias, string parameter);

    /// <summary>What asks for all of some phrases, and of others whose last word may go on. Each consists of words of letters and digits, so that nothing in them has a meaning in the language of the index.</summary>
    public abstract string WordQuery(IReadOnlyList<IReadOnlyList<string>> phrases, IReadOnlyList<IReadOnlyList<string>> beginnings);

    /// <summary>True when a unique or primary key was violated. PostgreSQL says so by SQL state, SQLite by an extended code.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>
    /// True when the store is away or busy, and the same work can succeed later; false for a mistake of ours. Looks at inner exceptions.
    /// </summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>Held while migrations run and while a first start makes what a store gets once, so that of two processes that start at once only one does. Who holds it must not ask for it again.</summary>
    public abstract Task<IAsyncDisposable> LockMigrationsAsync(CancellationToken cancellationToken);

    /// <summary>Closes the pooled connections.</summary>
    public abstract ValueTask DisposeAsync();
}
