using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Moderation.Accounts;
using Moderation.Privacy;
using Moderation.Server.Bootstrap;
using Moderation.Server.Commands;
using Moderation.Server.Settings;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Bootstrap;

/// <summary>What processes do that start on one store for the first time: the key and the password of the store are in a file, once.</summary>
public sealed class MakingTheFirstStart(PostgresServer postgres) : IAsyncLifetime
{
    private const int Processes = 6;

    private readonly TempFolder folder = new();
    private readonly List<StoreSession> sessions = [];
    private PostgresDatabase? database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (StoreSession session in sessions)
        {
            await session.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Processes_that_start_together_in_one_directory_make_one_key_and_one_admin_and_the_file_has_them(bool usesPostgres)
    {
        await OpenAsync(usesPostgres, "data");
        await StartTogetherAsync();

        JsonObject file = await ReadAsync("data");
        await AssertOneKeyAsync(Assert.Single(Keys(file)));
        await AssertOneAdminAsync(Assert.Single(Passwords(file)));
        Assert.Equal(Text(file, "apiKey"), Assert.Single(sessions, session => session.Get<FirstStart>().Made is not null).Get<FirstStart>().Made!.ApiKey);
        Assert.Equal(Text(file, "adminPassword"), Assert.Single(sessions, session => session.Get<FirstAdmin>().Made is not null).Get<FirstAdmin>().Made!.Value.Password);
    }

    [Fact]
    public async Task Processes_with_directories_of_their_own_claim_no_secrets_that_are_not_the_store_s()
    {
        string[] directories = [.. Enumerable.Range(0, Processes).Select(number => $"data{number}")];
        await OpenAsync(usesPostgres: true, directories);
        await StartTogetherAsync();

        JsonObject[] files = await Task.WhenAll(directories.Select(ReadAsync));
        await AssertOneKeyAsync(Assert.Single(files.SelectMany(Keys)));
        await AssertOneAdminAsync(Assert.Single(files.SelectMany(Passwords)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_process_wrote_that_died_before_it_told_the_store_is_what_the_others_make(bool usesPostgres)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        string key = SiteKeys.NewApiKey(random), password = Accounts.Passwords.NewFirst();
        await new FirstStartFile(Path.Combine(folder.Path, "data")).WriteAsync([("apiKey", key), ("adminPassword", password)], Token);
        await OpenAsync(usesPostgres, "data");
        await StartTogetherAsync();

        JsonObject file = await ReadAsync("data");
        Assert.Equal((key, password), (Text(file, "apiKey"), Text(file, "adminPassword")));
        await AssertOneKeyAsync(key);
        await AssertOneAdminAsync(password);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_usual_start_waits_for_nobody(bool usesPostgres)
    {
        await OpenAsync(usesPostgres, "data");
        await StartTogetherAsync();
        JsonObject file = await ReadAsync("data");

        // A start that asks for the lock would wait for ever.
        await using IAsyncDisposable held = await sessions[0].Get<Database>().LockMigrationsAsync(Token);
        await StartTogetherAsync().WaitAsync(TimeSpan.FromSeconds(60), Token);
        Assert.Equal(file.ToJsonString(), (await ReadAsync("data")).ToJsonString());
    }

    /// <summary>Processes that are about to make their first start: each has opened the store, in its directory or in the one of all.</summary>
    private async Task OpenAsync(bool usesPostgres, params string[] directories)
    {
        database = usesPostgres ? await PostgresDatabase.CreateAsync(await postgres.ConnectionStringAsync(Token), null, Token) : null;
        for (int number = 0; number < Processes; number++)
        {
            ServerSettings settings = ServerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([
                new("Moderation:DataDirectory", Path.Combine(folder.Path, directories[number % directories.Length])),
                new("Moderation:KeyRingPath", Path.Combine(folder.Path, "keys")),
                new("ConnectionStrings:Postgres", database?.ConnectionString),
            ]).Build());
            sessions.Add(await StoreSession.OpenAsync(settings, Token));
        }
    }

    private Task StartTogetherAsync() => Task.WhenAll(sessions.Select(session => Task.Run(
        async () =>
        {
            await session.Get<FirstStart>().RunAsync(Token);
            await session.Get<FirstAdmin>().RunAsync(Token);
        },
        Token)));

    /// <summary>The store knows this key and never knew another.</summary>
    private async Task AssertOneKeyAsync(string key)
    {
        ApiKey known = Assert.Single(await sessions[0].Get<ApiKeyStore>().ListAsync(sessions[0].Settings.BootstrapSite, Token));
        Assert.Equal(known.KeyId, (await sessions[0].Get<KeyIssuer>().FindAsync(key, Token))?.KeyId);
    }

    /// <summary>The store has one account, and this password signs in.</summary>
    private async Task AssertOneAdminAsync(string password)
    {
        Assert.Single(await sessions[0].Get<ModeratorStore>().ListAsync(Token));
        Assert.Equal(SignInOutcome.Done, (await sessions[0].Get<SignIn>().WithPasswordAsync(FirstAdmin.Name, password, "a test", Token)).Outcome);
    }

    /// <summary>What the file of a directory says; nothing where there is none.</summary>
    private async Task<JsonObject> ReadAsync(string directory)
    {
        string path = Path.Combine(folder.Path, directory, "first-start.json");
        return File.Exists(path) ? (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(path, Token))! : [];
    }

    private static IEnumerable<string> Keys(JsonObject file) => Text(file, "apiKey") is { } key ? [key] : [];

    private static IEnumerable<string> Passwords(JsonObject file) => Text(file, "adminPassword") is { } password ? [password] : [];

    private static string? Text(JsonObject file, string member) => file[member]?.GetValue<string>();
}
