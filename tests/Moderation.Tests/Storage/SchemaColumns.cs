using Moderation.Storage;

namespace Moderation.Tests.Storage;

/// <summary>A column that holds words or bytes.</summary>
internal sealed record SchemaColumn
{
    public required string Table { get; init; }

    public required string Name { get; init; }

    public bool IsBytes { get; init; }
}

/// <summary>Reads the columns of a migrated store that could hold something of an author; on SQLite also ids and times, which stand there as text.</summary>
internal static class SchemaColumns
{
    private const string Sqlite = """
        select m.name as "table", c.name as name, c.type = 'BLOB' as is_bytes
        from sqlite_master m
        join pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'schema_version' and c.type in ('TEXT', 'BLOB')
        """;

    private const string Postgres = """
        select table_name as "table", column_name as name, data_type = 'bytea' as is_bytes
        from information_schema.columns
        where table_schema = 'public' and table_name <> 'schema_version' and data_type in ('text', 'bytea')
        """;

    public static async Task<IReadOnlyList<SchemaColumn>> ReadAsync(Database database) =>
        await database.ReadAsync((unit, token) => unit.QueryAsync<SchemaColumn>(database.IsShared ? Postgres : Sqlite, null, token), CancellationToken.None);
}
