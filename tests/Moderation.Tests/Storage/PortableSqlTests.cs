using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Moderation.Storage;
using Npgsql;

namespace Moderation.Tests.Storage;

/// <summary>One text for both engines: what only one of them understands stands in the dialect.</summary>
public sealed class PortableSqlTests(SqliteFixture sqlite, PostgresFixture postgres) : IClassFixture<SqliteFixture>, IClassFixture<PostgresFixture>
{
    /// <summary>Each with the reason why it must not be used.</summary>
    private static readonly (string Pattern, string Reason)[] Banned =
    [
        (@"\bin\s*@", "a list needs the dialect's In"),
        (@"::", "cast(… as …) is for both"),
        (@"\bilike\b", "PostgreSQL only"),
        (@"\bnow\s*\(|\bcurrent_timestamp\b|\bdatetime\s*\(|\bstrftime\s*\(", "time comes from the clock of the program"),
        (@"\bjsonb?\b", "JSON is text: the cast would store 0 on SQLite"),
        (@"\b(is_test|honeypot|featured|requires_email)\s*(=|<>)\s*[01]\b", "an error on PostgreSQL"),
        (@"\binsert\s+or\b|\breplace\s+into\b", "SQLite only"),
        (@"select\s+\*", "columns are listed"),
        (@"\b(greatest|least)\s*\(", "PostgreSQL only"),
        (@"\boffset\b", "lists go by key"),
        (@"\browid\b|\bctid\b|\bpragma\b", "one engine only"),
        (@"\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|JOIN)\b", "statements are lower case"),
    ];

    [Fact]
    public void No_statement_uses_what_only_one_engine_understands()
    {
        List<string> faults = [];
        foreach (StoreStatement statement in StoreStatement.All(sqlite.Database).Concat(StoreStatement.All(postgres.Database)))
        {
            faults.AddRange(Banned.Where(rule => Regex.IsMatch(statement.Sql, rule.Pattern, RegexOptions.CultureInvariant)).Select(rule => $"{statement.Name}: {rule.Reason}"));
        }

        // What the dialect writes for the other engine cannot be in the text of this one, unless the store wrote it itself.
        faults.AddRange(StoreStatement.All(sqlite.Database).Where(statement => Regex.IsMatch(statement.Sql, @"\bany\s*\(|\bunnest\b|for update")).Select(statement => $"{statement.Name}: PostgreSQL only"));
        faults.AddRange(StoreStatement.All(postgres.Database).Where(statement => Regex.IsMatch(statement.Sql, @"json_each|->>")).Select(statement => $"{statement.Name}: SQLite only"));
        Assert.Empty(faults.Distinct());
    }

    [Fact]
    public void Every_list_has_a_limit()
    {
        IEnumerable<string> endless = StoreStatement.All(sqlite.Database)
            .Where(statement => statement.Sql.Contains("order by", StringComparison.Ordinal) && !statement.Sql.Contains("limit", StringComparison.Ordinal))
            .Select(statement => statement.Name);
        Assert.Empty(endless);
    }

    [Fact]
    public void The_stores_are_found()
    {
        // So that a change of names cannot leave the other tests with nothing to look at.
        string[] names = [.. StoreStatement.All(sqlite.Database).Select(statement => statement.Name)];
        Assert.True(names.Length > 40, $"{names.Length} statements");
        Assert.Contains("SubmissionStore.InsertManySql", names);
        Assert.Contains("CommentReads.ListRootsSql", names);
    }

    [Fact]
    public async Task Every_statement_is_understood_by_sqlite()
    {
        List<string> faults = await sqlite.Database.ReadAsync(
            (unit, _) =>
            {
                List<string> refused = [];
                foreach (StoreStatement statement in StoreStatement.All(sqlite.Database))
                {
                    using SqliteCommand command = ((SqliteConnection)unit.Connection).CreateCommand();
                    command.CommandText = statement.Sql;
                    statement.Parameters.ToList().ForEach(name => command.Parameters.AddWithValue($"@{name}", DBNull.Value));
                    Exception? fault = Record.Exception(command.Prepare);
                    if (fault is not null)
                    {
                        refused.Add($"{statement.Name}: {fault.Message}");
                    }
                }

                return Task.FromResult(refused);
            },
            CancellationToken.None);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Every_statement_is_understood_by_postgres()
    {
        List<string> faults = await postgres.Database.ReadAsync(
            async (unit, token) =>
            {
                List<string> refused = [];
                foreach (StoreStatement statement in StoreStatement.All(postgres.Database))
                {
                    string text = statement.Sql;
                    string types = string.Join(", ", statement.Parameters.Select(name => statement.ArrayTypes.GetValueOrDefault(name, "unknown")));
                    for (int i = 0; i < statement.Parameters.Count; i++)
                    {
                        text = Regex.Replace(text, $@"@{statement.Parameters[i]}\b", $"${i + 1}");
                    }

                    // The server's own "prepare", because it finds the types of the parameters by itself.
                    await using NpgsqlCommand command = new($"prepare checked{(types.Length == 0 ? "" : $"({types})")} as {text}", (NpgsqlConnection)unit.Connection);
                    Exception? fault = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(token));
                    if (fault is not null)
                    {
                        refused.Add($"{statement.Name}: {fault.Message}");
                    }
                    else
                    {
                        await using NpgsqlCommand forget = new("deallocate checked", (NpgsqlConnection)unit.Connection);
                        await forget.ExecuteNonQueryAsync(token);
                    }
                }

                return refused;
            },
            CancellationToken.None);
        Assert.Empty(faults);
    }
}
