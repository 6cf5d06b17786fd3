using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Server.Settings;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Messaging;

/// <summary>The real host with every role, on a PostgreSQL database of its own and the broker of the test run, and a plain client beside it.</summary>
public sealed class QueueApp(PostgresServer postgres, RabbitMqServer rabbitMq) : WebApplicationFactory<ModerationOptions>, IAsyncLifetime
{
    public const string Site = "gazette";

    private readonly string directory = Directory.CreateTempSubdirectory("moderation-queue").FullName;
    private PostgresDatabase? database;
    private Uri? broker;
    private PlainClient? client;

    /// <summary>A website.</summary>
    internal PlainClient Website => client!;

    public Uri Broker => broker!;

    public string ApiKey => "gazette-api-key";

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        broker = await rabbitMq.AddressAsync(CancellationToken.None);
        database = await PostgresDatabase.CreateAsync(await postgres.ConnectionStringAsync(CancellationToken.None), template: null, CancellationToken.None);
        client = await PlainClient.ConnectAsync(broker);
        await client.CleanAsync();
        UseKestrel();
        StartServer();
        await Get<BrokerTopologyKeeper>().Ready.WaitAsync(TimeSpan.FromSeconds(60));
        await client.ListenAsync();
    }

    /// <summary>Publishes a reply and waits until it is decided.</summary>
    internal async Task<Submission> SubmitAsync(JsonObject reply)
    {
        await Website.PublishAsync(reply.ToJsonString());
        return await DecidedAsync(Guid.Parse(reply["id"]!.GetValue<string>()));
    }

    internal Task AddSiteAsync(string site) =>
        Get<SiteRegistration>().AddAsync(SiteId.Parse(site), site, [], requiresEmail: false, TestContext.Current.CancellationToken);

    internal Task<Submission> DecidedAsync(Guid id, string site = Site) => Soon.FoundAsync($"{id} is decided", async () =>
        await FindAsync(id, site) is { } row && row.State != SubmissionState.Received ? row : null);

    internal Task<Submission?> FindAsync(Guid id, string site = Site) =>
        Get<SubmissionStore>().FindAsync(new SubmissionKey(SiteId.Parse(site), new SubmissionId(id)), TestContext.Current.CancellationToken);

    internal async Task<Page> PageOfAsync(Submission row) => (await Get<PageStore>().FindManyAsync([row.PageId], TestContext.Current.CancellationToken))[row.PageId];

    public override async ValueTask DisposeAsync()
    {
        if (client is not null)
        {
            await client.DisposeAsync();
        }

        await base.DisposeAsync();
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.UseSetting("Moderation:DataDirectory", Path.Combine(directory, "data"));
        builder.UseSetting("Moderation:KeyRingPath", Path.Combine(directory, "keys"));
        builder.UseSetting("Moderation:Bootstrap:Site", Site);
        builder.UseSetting("Moderation:Bootstrap:ApiKey", ApiKey);
        builder.UseSetting("ConnectionStrings:Postgres", database!.ConnectionString);
        builder.UseSetting("ConnectionStrings:RabbitMq", broker!.AbsoluteUri);
        builder.ConfigureTestServices(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)));
    }
}

/// <summary>The names on the broker are fixed, so that whoever uses them takes turns.</summary>
[CollectionDefinition("broker")]
public sealed class BrokerTurns : ICollectionFixture<QueueApp>
{
}
