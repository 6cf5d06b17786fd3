using Moderation.Models;
using Moderation.Server.Bootstrap;
using Moderation.Server.Hosting;
using Moderation.Server.Settings;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary>What a command needs of the store: the settings, the migrated database and the key ring that belongs to it.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private StoreSession(ServerSettings settings, PreparedStore store)
    {
        Settings = settings;
        services = new ServiceCollection()
            .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(settings)
            .AddPreparedStore(store)
            .AddStores()
            .AddSingleton<ModelHost>()
            .AddSingleton<OncePerStore>()
            .AddSingleton<FirstStart>()
            .AddSingleton<FirstAdmin>()
            .BuildServiceProvider();
    }

    public ServerSettings Settings { get; }

    /// <summary>Opens the store that the settings name, brings its schema up to date and checks the key ring.</summary>
    public static Task<StoreSession> OpenAsync(CancellationToken cancellationToken) =>
        OpenAsync(ServerSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()), cancellationToken);

    /// <summary>As the other overload, with settings that were read elsewhere.</summary>
    public static async Task<StoreSession> OpenAsync(ServerSettings settings, CancellationToken cancellationToken) =>
        new(settings, await StorePreparation.RunAsync(settings, cancellationToken).ConfigureAwait(false));

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The site of that id. Throws a sentence when there is none.</summary>
    public async Task<Site> SiteAsync(string id, CancellationToken cancellationToken) =>
        (SiteId.TryParse(id, out SiteId parsed) ? await Get<SiteStore>().FindAsync(parsed, cancellationToken).ConfigureAwait(false) : null)
        ?? throw new CommandFailedException($"There is no site '{id}'. 'moderation sites list' shows the sites.");

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
