using Npgsql;
using NpgsqlTypes;

namespace Moderation.Storage;

/// <summary>One column of a <see cref="RowSet{TRow}"/>: reads a row's value and hands it to either engine in its own type.</summary>
internal abstract class Column<TRow>(string name, NpgsqlDbType type)
{
    public string Name { get; } = name;

    /// <summary>The PostgreSQL type of one value.</summary>
    public NpgsqlDbType Type { get; } = type;

    /// <summary>The values of all rows as one typed array. Typed, so that nothing is boxed and nothing is guessed from the first value.</summary>
    public abstract NpgsqlParameter ToArrayParameter(string parameter, IReadOnlyList<TRow> rows);

    /// <summary>The value of one row as SQLite keeps it: text, integer, real, blob or null.</summary>
    public abstract object ToSqlite(TRow row);
}

/// <inheritdoc cref="Column{TRow}"/>
internal sealed class Column<TRow, TValue>(string name, Func<TRow, TValue> read, NpgsqlDbType type, Func<TValue, object?> toSqlite) : Column<TRow>(name, type)
{
    public override NpgsqlParameter ToArrayParameter(string parameter, IReadOnlyList<TRow> rows)
    {
        TValue[] values = new TValue[rows.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = read(rows[i]);
        }

        return new NpgsqlParameter<TValue[]>(parameter, NpgsqlDbType.Array | Type) { TypedValue = values };
    }

    public override object ToSqlite(TRow row) => toSqlite(read(row)) ?? DBNull.Value;
}
