using System.Diagnostics;
using Moderation.Server.Tests.Fixtures;
using Moderation.Server.Tests.Messaging;
using Moderation.TestSupport;
using Npgsql;

namespace Moderation.Server.Tests.Survival;

/// <summary>A broker and a database server that a test may stop and whose disks it may read. They are made from the binaries on this machine; where there are none the tests are skipped, on CI they fail.</summary>
public sealed class PrivateServers : IAsyncLifetime
{
    private LocalRabbitMq? broker;
    private LocalPostgres? postgres;

    internal LocalRabbitMq Broker => broker!;

    internal LocalPostgres Postgres => postgres!;

    public async ValueTask InitializeAsync()
    {
        broker = await LocalRabbitMq.TryStartAsync(CancellationToken.None);
        postgres = await LocalPostgres.TryStartAsync(CancellationToken.None);
        if (broker is null || postgres is null)
        {
            RabbitMqServer.Missing("tests that stop the servers need rabbitmq-server and PostgreSQL installed here.");
        }
    }

    /// <summary>An empty database and a broker without anything of ours.</summary>
    internal async Task<PrivateSite> BeginAsync()
    {
        await using (PlainClient cleaner = await PlainClient.ConnectAsync(Broker.Address))
        {
            await cleaner.CleanAsync();
        }

        return new PrivateSite(this, await PostgresDatabase.CreateAsync(Postgres.ConnectionString, null, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        if (broker is not null)
        {
            await broker.DisposeAsync();
        }
    }
}

/// <summary>The servers are shared, so that their tests take turns.</summary>
[CollectionDefinition("private servers")]
public sealed class PrivateServersTurns : ICollectionFixture<PrivateServers>
{
}

/// <summary>What processes of one installation share: a database, a key ring, the broker.</summary>
internal sealed class PrivateSite(PrivateServers servers, PostgresDatabase database) : IAsyncDisposable
{
    public const string Site = "gazette";

    public const string ApiKey = "survival-test-key";

    private readonly TempFolder folder = new();
    private readonly List<ServiceProcess> processes = [];

    public PrivateServers Servers => servers;

    /// <summary>Where the processes keep their files.</summary>
    public string FolderPath => folder.Path;

    /// <summary>Starts a process with the roles named; it is ready when this returns.</summary>
    /// <param name="roles">As in the setting.</param>
    /// <param name="databaseRole">The group of rights it has in the database; null for the owner.</param>
    public async Task<ServiceProcess> StartAsync(string roles = "api,console,worker,trainer", string? databaseRole = null)
    {
        ServiceProcess process = await ServiceProcess.StartAsync(folder.Path, environment: Environment(roles, databaseRole));
        lock (processes)
        {
            processes.Add(process);
        }

        return process;
    }

    /// <summary>The database, as its owner, without a pool.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString;

    /// <summary>Begins a command of the executable; whoever asks ends it. What it says nobody hears.</summary>
    public Process Begin(params string[] arguments)
    {
        Process process = Process.Start(CommandRun.Start(ServerBuild.Executable(ServerBuild.Output), folder.Path, arguments, Environment("api,console,worker,trainer", null)))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a command of the executable.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(folder.Path, arguments, environment: Environment("api,console,worker,trainer", null));

    /// <summary>Settings that differ from those of the private servers, for every process started or run from now on.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public Task<PlainClient> ConnectAsync() => PlainClient.ConnectAsync(servers.Broker.Address);

    public async Task<long> CountAsync(string sql)
    {
        await using NpgsqlConnection connection = new(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // The tests' own text.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The store beside the processes.</summary>
    internal Moderation.Storage.Database OpenStore() => new(new Moderation.Storage.StorageOptions { DataDirectory = folder.Path, PostgresConnectionString = database.ConnectionString });

    public async Task ExecuteAsync(string sql) => await CountAsync(sql + "; select 0");

    /// <summary>Waits until so many submissions have a verdict, then sees that each has one row, one verdict and one event, and that nothing was refused or is left.</summary>
    public async Task AllJudgedOnceAsync(PlainClient client, int count, int seconds)
    {
        // The demo's own first conversation stands on another page.
        const string Posted = "from submission s join page p on p.page_id = s.page_id where p.url like 'https://gazette.example/%'";
        const string Announced = $"from outbox_event e where exists (select 1 {Posted} and s.site_id = e.site_id and s.id = e.submission_id)";
        await Soon.TrueAsync($"{count} submissions are judged", async () => await CountAsync($"select count(*) {Posted} and s.state <> 'received'") >= count, seconds);
        await Soon.TrueAsync("the intake queue is empty", async () => await client.CountAsync(PlainClient.SubmitReply) == 0, seconds);
        Assert.Equal(count, await CountAsync($"select count(*) {Posted}"));
        Assert.Equal(count, await CountAsync($"select count(*) {Posted} and s.verdict is not null and s.version = 1"));
        Assert.Equal(count, await CountAsync($"select count(*) {Announced}"));
        Assert.Equal(count, await CountAsync($"select count(distinct e.submission_id) {Announced} and e.version = 1"));
        Assert.Equal(0u, await client.CountAsync(PlainClient.Errors));
        await Soon.TrueAsync("every event was sent", async () => await CountAsync("select max(position) - (select sent_position from outbox_claim) + (select count(*) from outbox_later) from outbox_event") == 0, seconds);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProcess process in processes)
        {
            await process.DisposeAsync();
        }

        await database.DisposeAsync();
        folder.Dispose();
    }

    private Dictionary<string, string> Environment(string roles, string? databaseRole)
    {
        Dictionary<string, string> environment = Usual(roles, databaseRole);
        foreach ((string name, string value) in Settings)
        {
            environment[name] = value;
        }

        return environment;
    }

    private Dictionary<string, string> Usual(string roles, string? databaseRole) => new()
    {
        ["ConnectionStrings__Postgres"] = databaseRole is null ? database.ConnectionString : new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role={databaseRole}" }.ConnectionString,
        ["ConnectionStrings__RabbitMq"] = servers.Broker.Address.AbsoluteUri,
        ["Moderation__KeyRingPath"] = Path.Combine(folder.Path, "keys"),
        ["Moderation__Bootstrap__Site"] = Site,
        ["Moderation__Bootstrap__ApiKey"] = ApiKey,
        ["Moderation__Roles"] = roles,
    };
}
