using System.Diagnostics;
using Moderation.TestSupport;

namespace Moderation.Browser.Tests;

/// <summary>The built program on a PostgreSQL database of its own and the broker of the test run.</summary>
public sealed class ServiceProcessOnServers(PostgresServer postgres, RabbitMqServer rabbitMq) : ServiceProcess
{
    private PostgresDatabase? database;
    private Uri? broker;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        broker = await rabbitMq.AddressAsync(CancellationToken.None);
        database = await PostgresDatabase.CreateAsync(await postgres.ConnectionStringAsync(CancellationToken.None), template: null, CancellationToken.None);
        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Configure(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.Environment["ConnectionStrings__Postgres"] = database!.ConnectionString;
        start.Environment["ConnectionStrings__RabbitMq"] = broker!.AbsoluteUri;
        start.Environment["Moderation__KeyRingPath"] = Path.Combine(Folder, "keys");
    }
}
