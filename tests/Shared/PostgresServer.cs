using Moderation.TestSupport;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Moderation.TestSupport;

/// <summary>
/// The PostgreSQL server of a test run, found or started when the first test asks for it: the one MODERATION_TEST_POSTGRES names, else a container where a Docker engine
/// answers, else a private instance of the local binaries. What was started is stopped at the end.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The environment variable with the connection string of a server whose user may create databases.</summary>
    public const string Variable = "MODERATION_TEST_POSTGRES";

    private readonly SemaphoreSlim once = new(1, 1);
    private IPostgresInstance? instance;
    private string? whyMissing;

    /// <summary>
    /// A connection string for the maintenance database. Without a server the test is skipped; where <c>CI</c> is <c>true</c> it fails, because half of the promise
    /// would go untested.
    /// </summary>
    public async Task<string> ConnectionStringAsync(CancellationToken cancellationToken)
    {
        await once.WaitAsync(cancellationToken);
        try
        {
            if (instance is null && whyMissing is null)
            {
                await FindAsync(cancellationToken);
            }
        }
        finally
        {
            once.Release();
        }

        if (instance is not null)
        {
            return instance.ConnectionString;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"No PostgreSQL for the tests: {whyMissing}");
        Assert.Skip($"No PostgreSQL for the tests: {whyMissing}");
        return "";
    }

    public async ValueTask DisposeAsync()
    {
        if (instance is not null)
        {
            await instance.DisposeAsync();
        }

        once.Dispose();
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            instance = new GivenPostgres(given);
            return;
        }

        instance = await PostgresContainer.TryStartAsync(cancellationToken) ?? (IPostgresInstance?)await LocalPostgres.TryStartAsync(cancellationToken);
        whyMissing = instance is null ? $"{Variable} is not set, no Docker engine answers and initdb is neither on the path nor under /usr/lib/postgresql." : null;
    }

    private sealed class GivenPostgres(string connectionString) : IPostgresInstance
    {
        public string ConnectionString { get; } = connectionString;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A server that tests may use.</summary>
internal interface IPostgresInstance : IAsyncDisposable
{
    /// <summary>For the maintenance database, as a user who may create databases.</summary>
    string ConnectionString { get; }
}
