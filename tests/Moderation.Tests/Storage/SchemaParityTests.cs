using System.Text.RegularExpressions;
using Moderation.Storage;

namespace Moderation.Tests.Storage;

/// <summary>Two folders of DDL make one schema: a change that was made for one engine only is found here.</summary>
public sealed partial class SchemaParityTests(SqliteFixture sqlite, PostgresFixture postgres) : IClassFixture<SqliteFixture>, IClassFixture<PostgresFixture>
{
    /// <summary>The mapping of TYPES.md: which types of PostgreSQL a type of SQLite stands for.</summary>
    private static readonly Dictionary<string, string> SqliteTypeOf = new()
    {
        ["text"] = "TEXT",
        ["uuid"] = "TEXT",
        ["timestamp with time zone"] = "TEXT",
        ["boolean"] = "INTEGER",
        ["integer"] = "INTEGER",
        ["bigint"] = "INTEGER",
        ["double precision"] = "REAL",
        ["bytea"] = "BLOB",
    };

    [GeneratedRegex(@"'([^']*)'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"constraint (\w+) check \((.*?)\)[,\n]", RegexOptions.Singleline)]
    private static partial Regex SqliteCheck();

    [Fact]
    public async Task Tables_columns_nullability_and_types_agree()
    {
        const string Sqlite = """
            select m.name || '.' || c.name || ' ' || c.type || case when c."notnull" = 1 then ' not null' else '' end
            from sqlite_master m
            join pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'schema_version' and m.name not like 'searchable_text%'
            """;
        const string Postgres = """
            select table_name || '.' || column_name || ' ' || data_type || case when is_nullable = 'NO' then ' not null' else '' end
            from information_schema.columns
            where table_schema = 'public' and table_name <> 'schema_version' and not (table_name = 'searchable' and column_name = 'words')
            """;
        IEnumerable<string> translated = (await QueryAsync(postgres, Postgres))
            .Select(line => SqliteTypeOf.Aggregate(line, (text, pair) => Regex.Replace(text, $@" {pair.Key}(?= not null|$)", $" {pair.Value}")));
        AssertSame(await QueryAsync(sqlite, Sqlite), translated, 100);
    }

    [Fact]
    public async Task Primary_keys_agree()
    {
        const string Sqlite = """
            select m.name || ': ' || group_concat(c.name, ', ' order by c.pk)
            from sqlite_master m
            join pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> 'schema_version' and m.name not like 'searchable_text%' and c.pk > 0
            group by m.name
            """;
        const string Postgres = """
            select t.relname || ': ' || string_agg(a.attname, ', ' order by k.place)
            from pg_constraint c
            join pg_class t on t.oid = c.conrelid
            join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
            cross join lateral unnest(c.conkey) with ordinality as k(attnum, place)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
            where c.contype = 'p' and t.relname <> 'schema_version'
            group by t.relname
            """;
        AssertSame(await QueryAsync(sqlite, Sqlite), await QueryAsync(postgres, Postgres), 13);
    }

    [Fact]
    public async Task Foreign_keys_agree()
    {
        const string Sqlite = """
            select m.name || '.' || f."from" || ' -> ' || f."table" || '.' || f."to"
            from sqlite_master m
            join pragma_foreign_key_list(m.name) f
            where m.type = 'table'
            """;
        const string Postgres = """
            select t.relname || '.' || a.attname || ' -> ' || r.relname || '.' || b.attname
            from pg_constraint c
            join pg_class t on t.oid = c.conrelid
            join pg_class r on r.oid = c.confrelid
            join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
            join pg_attribute b on b.attrelid = r.oid and b.attnum = c.confkey[1]
            where c.contype = 'f'
            """;
        AssertSame(await QueryAsync(sqlite, Sqlite), await QueryAsync(postgres, Postgres), 8);
    }

    [Fact]
    public async Task Indexes_agree_by_name_columns_uniqueness_and_condition()
    {
        const string Sqlite = """
            select m.name || case when l."unique" = 1 then ' unique' else '' end || ' on ' || m.tbl_name || ' (' || (select group_concat(i.name, ', ' order by i.seqno) from pragma_index_info(m.name) i) || ')'
                || case when instr(m.sql, ' where ') > 0 then substr(m.sql, instr(m.sql, ' where ')) else '' end
            from sqlite_master m
            join pragma_index_list(m.tbl_name) l on l.name = m.name
            where m.type = 'index' and m.sql is not null
            """;
        const string Postgres = """
            select i.relname || case when x.indisunique then ' unique' else '' end || ' on ' || t.relname
                || ' (' || (select string_agg(pg_get_indexdef(x.indexrelid, k, false), ', ' order by k) from generate_series(1, x.indnkeyatts) k) || ')'
                || coalesce(' where ' || pg_get_expr(x.indpred, x.indrelid), '')
            from pg_index x
            join pg_class i on i.oid = x.indexrelid
            join pg_class t on t.oid = x.indrelid
            join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
            where not x.indisprimary and t.relname <> 'schema_version' and i.relname <> 'searchable_words'
            """;
        AssertSame((await QueryAsync(sqlite, Sqlite)).Select(Plain), (await QueryAsync(postgres, Postgres)).Select(Plain), 20);

        // PostgreSQL writes a condition with the brackets, quotes and casts it understood.
        static string Plain(string quoted)
        {
            string line = quoted.Replace("\"", "", StringComparison.Ordinal);
            int where = line.IndexOf(" where ", StringComparison.Ordinal);
            return where < 0 ? line : line[..where] + line[where..].Replace("::text", "", StringComparison.Ordinal).Replace("::double precision", "", StringComparison.Ordinal).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).ToLowerInvariant();
        }
    }

    [Fact]
    public async Task Checks_allow_the_same_words()
    {
        List<string> tables = await QueryAsync(sqlite, "select sql || char(10) from sqlite_master where type = 'table'");

        // A boolean is a number with a check on SQLite and a type of its own on PostgreSQL.
        IEnumerable<string> onSqlite = tables.SelectMany(sql => SqliteCheck().Matches(sql)).Select(match => Words(match.Groups[1].Value, match.Groups[2].Value)).Where(line => line.Contains(':', StringComparison.Ordinal));
        IEnumerable<string> onPostgres = (await QueryAsync(postgres, "select conname || '|' || pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid <> 0"))
            .Select(line => Words(line.Split('|')[0], line.Split('|')[1]));
        AssertSame(onSqlite, onPostgres, 4);

        static string Words(string name, string text)
        {
            string[] words = [.. Literal().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
            return words.Length == 0 ? name : $"{name}: {string.Join(", ", words)}";
        }
    }

    [Fact]
    public async Task Checks_allow_exactly_the_names_of_the_enumerations()
    {
        List<string> checks = await QueryAsync(postgres, "select conname || '|' || pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid <> 0");
        AssertNames<Moderation.Submissions.SubmissionState>("submission_state_check");
        AssertNames<Moderation.Submissions.SubmissionSource>("submission_source_check");
        AssertNames<Moderation.Policies.Verdict>("submission_verdict_check");
        AssertNames<Moderation.Pages.PageMode>("page_mode_check");
        AssertNames<Moderation.Labels.LabelSource>("label_source_check");
        AssertNames<Moderation.Training.LabelHoldState>("label_hold_state_check");
        AssertNames<Moderation.Training.TrainingRunState>("training_run_state_check");

        void AssertNames<T>(string check)
            where T : struct, Enum =>
            Assert.Equal(
                Enum.GetValues<T>().Select(value => value.ToText()).Order(StringComparer.Ordinal),
                Literal().Matches(checks.Single(line => line.StartsWith(check + "|", StringComparison.Ordinal))).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_table_of_sqlite_is_strict()
    {
        List<string> loose = await QueryAsync(sqlite, "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%' and name <> 'schema_version'");
        Assert.Empty(loose);
    }

    private static void AssertSame(IEnumerable<string> onSqlite, IEnumerable<string> onPostgres, int atLeast)
    {
        string[] sqlite = [.. onSqlite.Order(StringComparer.Ordinal)];
        string[] postgres = [.. onPostgres.Order(StringComparer.Ordinal)];
        Assert.Empty(sqlite.Except(postgres).Select(line => $"only on SQLite: {line}").Concat(postgres.Except(sqlite).Select(line => $"only on PostgreSQL: {line}")));
        Assert.True(sqlite.Length >= atLeast, $"only {sqlite.Length} found");
    }

    private static Task<List<string>> QueryAsync(StoreFixture fixture, string sql) =>
        fixture.Database.ReadAsync((unit, token) => unit.QueryAsync<string>(sql, null, token), CancellationToken.None);
}
