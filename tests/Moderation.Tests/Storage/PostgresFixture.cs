using Moderation.Storage;
using Moderation.TestSupport;

namespace Moderation.Tests.Storage;

/// <summary>A copy of a database that is migrated once for the whole run.</summary>
public sealed class PostgresFixture(PostgresServer server) : StoreFixture
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static PostgresDatabase? template;

    private PostgresDatabase? database;

    internal override StorageOptions Options => new() { PostgresConnectionString = database!.ConnectionString, ApplicationName = "moderation-test" };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    protected override async Task CreateAsync()
    {
        string connectionString = await server.ConnectionStringAsync(CancellationToken.None);
        await Once.WaitAsync();
        try
        {
            template ??= await MigrateAsync(connectionString);

            // Copies are made one after the other: the server refuses while the template is in use, also by another copy.
            database = await PostgresDatabase.CreateAsync(connectionString, template.Name, CancellationToken.None);
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task<PostgresDatabase> MigrateAsync(string connectionString)
    {
        PostgresDatabase made = await PostgresDatabase.CreateAsync(connectionString, template: null, CancellationToken.None);
        await using Database migrated = new(new StorageOptions { PostgresConnectionString = made.ConnectionString });
        await migrated.MigrateAsync(CancellationToken.None);
        return made;
    }
}
