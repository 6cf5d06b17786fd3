using Moderation.Storage;
using Moderation.TestSupport;

namespace Moderation.Tests.Storage;

/// <summary>An empty store becomes one of this version, once, however many processes begin at the same time.</summary>
public sealed class MigrationTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Twice_is_once_on_sqlite()
    {
        string directory = Directory.CreateTempSubdirectory("moderation-test").FullName;
        await TwiceIsOnceAsync(new StorageOptions { DataDirectory = directory });
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Twice_is_once_on_postgres()
    {
        await using PostgresDatabase made = await PostgresDatabase.CreateAsync(await server.ConnectionStringAsync(None), null, None);
        await TwiceIsOnceAsync(new StorageOptions { PostgresConnectionString = made.ConnectionString });
    }

    [Fact]
    public async Task Many_that_start_at_once_migrate_once_on_sqlite()
    {
        string directory = Directory.CreateTempSubdirectory("moderation-test").FullName;
        await ManyAtOnceAsync(new StorageOptions { DataDirectory = directory });
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Many_that_start_at_once_migrate_once_on_postgres()
    {
        await using PostgresDatabase made = await PostgresDatabase.CreateAsync(await server.ConnectionStringAsync(None), null, None);
        await ManyAtOnceAsync(new StorageOptions { PostgresConnectionString = made.ConnectionString });
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Scripts_are_embedded_and_numbered_without_gaps_the_same_for_both_engines(string engine)
    {
        string[] names = [.. typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.StartsWith($"Moderation.Storage.Migrations.{engine}.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[^2]).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(names);
        Assert.All(names.Select((name, index) => (name, index)), pair => Assert.StartsWith($"V{pair.index + 1:D4}__", pair.name, StringComparison.Ordinal));
        string other = engine == "Sqlite" ? "Postgres" : "Sqlite";
        Assert.Equal(names, typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.StartsWith($"Moderation.Storage.Migrations.{other}.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[^2]).Order(StringComparer.Ordinal));
    }

    private static async Task TwiceIsOnceAsync(StorageOptions options)
    {
        await using Database database = new(options);
        await database.MigrateAsync(None);
        await new InstallationStore(database).SetIfAbsentAsync("kept", "value", None);
        long applied = await AppliedAsync(database);
        await database.MigrateAsync(None);
        Assert.Equal("value", await new InstallationStore(database).GetAsync("kept", None));
        Assert.Equal(applied, await AppliedAsync(database));
    }

    private static async Task ManyAtOnceAsync(StorageOptions options)
    {
        Database[] processes = [.. Enumerable.Range(0, 4).Select(_ => new Database(options))];
        try
        {
            await Task.WhenAll(processes.Select(process => Task.Run(() => process.MigrateAsync(None))));
            long scripts = typeof(Database).Assembly.GetManifestResourceNames().Count(name => name.StartsWith("Moderation.Storage.Migrations.Sqlite.", StringComparison.Ordinal));
            Assert.Equal(scripts, await AppliedAsync(processes[0]));
        }
        finally
        {
            foreach (Database process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    private static Task<long> AppliedAsync(Database database) =>
        database.ReadAsync((unit, token) => unit.QuerySingleOrDefaultAsync<long>($"select count(*) from {Migrations.TableName} where type = 0 and success = {(database.Dialect is SqliteDialect ? "1" : "true")}", null, token), None);
}
