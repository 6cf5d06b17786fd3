using NpgsqlTypes;

namespace Moderation.Storage;

/// <summary>
/// A list of rows that a statement reads like a table: <c>… from {dialect.Rows(Keys)} …</c>, with the columns declared here. What makes one statement do the
/// work of a batch. Declared once, as a static field of a store.
/// </summary>
internal sealed class RowSet<TRow>(string name)
{
    private readonly List<Column<TRow>> columns = [];

    /// <summary>The alias under which the statement reads the rows; also the prefix of the parameters.</summary>
    public string Name { get; } = name;

    /// <summary>The columns in the order they were declared.</summary>
    public IReadOnlyList<Column<TRow>> Columns => columns;

    /// <summary>The names of the columns, separated by commas: the column list of an <c>insert</c>, and of the <c>select</c> that feeds it.</summary>
    public string ColumnNames => string.Join(", ", columns.Select(column => column.Name));

    public RowSet<TRow> Uuid(string column, Func<TRow, Guid?> read) => Add(column, read, NpgsqlDbType.Uuid, static value => SqliteText.Of(value));

    public RowSet<TRow> Text(string column, Func<TRow, string?> read) => Add(column, read, NpgsqlDbType.Text, static value => value);

    public RowSet<TRow> Integer(string column, Func<TRow, int?> read) => Add(column, read, NpgsqlDbType.Integer, static value => value);

    public RowSet<TRow> Boolean(string column, Func<TRow, bool> read) => Add(column, read, NpgsqlDbType.Boolean, static value => value ? 1L : 0L);

    public RowSet<TRow> Real(string column, Func<TRow, double?> read) => Add(column, read, NpgsqlDbType.Double, static value => value);

    public RowSet<TRow> Bytes(string column, Func<TRow, byte[]?> read) => Add(column, read, NpgsqlDbType.Bytea, static value => value);

    public RowSet<TRow> Time(string column, Func<TRow, DateTimeOffset?> read) => Add(column, read, NpgsqlDbType.TimestampTz, static value => SqliteText.Of(value));

    private RowSet<TRow> Add<TValue>(string column, Func<TRow, TValue> read, NpgsqlDbType type, Func<TValue, object?> toSqlite)
    {
        columns.Add(new Column<TRow, TValue>(column, read, type, toSqlite));
        return this;
    }
}
