using System.Diagnostics;
using System.Globalization;
using Moderation.Benchmarks.Pipeline;
using Moderation.Campaigns;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Storage;
using Moderation.Submissions;
using Npgsql;

namespace Moderation.Benchmarks.Campaigns;

/// <summary>
/// What grouping costs for each reply, in time and in what is read of the store, beside a thousand stored submissions and beside a million, on both engines: for replies that are like nothing, for members of a
/// wave, and for the making of campaigns; and once for a process that starts.
/// </summary>
internal static class GroupingAmongMany
{
    private const int Unlike = 500;
    private const int Wave = 300;
    private const int Campaigns = 100;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        int most = arguments is ["--most", string given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 1_000_000;
        Console.WriteLine("engine    stored    start ms   read | unlike µs   read | joining µs   read | making µs   read   (each for one reply, but the start)");
        DirectoryInfo directory = Directory.CreateTempSubdirectory("moderation-grouping");
        try
        {
            await MeasureAsync(new StorageOptions { DataDirectory = directory.FullName }, "sqlite", most, cancellationToken);
        }
        finally
        {
            SqliteFiles(directory);
        }

        if (Environment.GetEnvironmentVariable("MODERATION_TEST_POSTGRES") is { Length: > 0 } server)
        {
            await using PipelineStore store = await PipelineStore.CreateAsync(server, cancellationToken);
            string one = new NpgsqlConnectionStringBuilder(store.ConnectionString) { MaxPoolSize = 1, CommandTimeout = 600, Options = "-c statement_timeout=0" }.ConnectionString;
            await MeasureAsync(new StorageOptions { DataDirectory = directory.FullName, PostgresConnectionString = one }, "postgres", most, cancellationToken);
        }

        return 0;
    }

    /// <summary>Migrating takes a connection for its lock and another for its work.</summary>
    private static string ManyConnections(string one) => new NpgsqlConnectionStringBuilder(one) { MaxPoolSize = 10 }.ConnectionString;

    private static void SqliteFiles(DirectoryInfo directory)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (FileInfo file in directory.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Delete();
        }
    }

    private static async Task MeasureAsync(StorageOptions options, string engine, int most, CancellationToken cancellationToken)
    {
        SetClock clock = new() { Now = Start };
        await using (Database owner = new(options.UsesPostgres ? options with { PostgresConnectionString = ManyConnections(options.PostgresConnectionString!) } : options, clock))
        {
            await owner.MigrateAsync(cancellationToken);
        }

        await using Database database = new(options, clock);
        StoredSubmissions stored = new(database, options.UsesPostgres);
        await stored.BeginAsync(cancellationToken);
        using System.Security.Cryptography.RandomNumberGenerator random = System.Security.Cryptography.RandomNumberGenerator.Create();
        SketchMaker sketches = new(KeyRingFile.LoadOrCreate(Path.Combine(options.DataDirectory, "keys"), random));
        foreach (int count in new[] { 1_000, 10_000, 100_000, 1_000_000 }.Where(count => count <= most))
        {
            await stored.FillAsync(count, cancellationToken);
            clock.Now = Start.AddSeconds(count);
            await MeasureAsync(stored, sketches, clock, engine, isPrinted: count > 1_000 || most == 1_000, cancellationToken);
            if (count == 1_000 && most > 1_000)
            {
                // The first time pays for compiling.
                clock.Now += TimeSpan.FromMinutes(1);
                await MeasureAsync(stored, sketches, clock, engine, isPrinted: true, cancellationToken);
            }
        }
    }

    private static async Task MeasureAsync(StoredSubmissions stored, SketchMaker sketches, SetClock clock, string engine, bool isPrinted, CancellationToken cancellationToken)
    {
        Database database = stored.Database;
        await stored.EndCampaignsAsync(cancellationToken);
        CampaignStore store = new(database);
        using GroupSubmissions group = new(store, new CampaignMemory(store, database, clock), new SeenDomains(database), database, sketches, clock);
        (double Micros, long Read) start = await TimeAsync(stored, () => group.HandleAsync(stored.Page.Site, [], cancellationToken), 1, cancellationToken);
        await group.HandleAsync(stored.Page.Site, [], cancellationToken);

        Arrival[] unlike = [.. Enumerable.Range(0, Unlike).Select(_ => sketches.Arrival(new SubmissionKey(stored.Page.Site, new SubmissionId(Guid.CreateVersion7(clock.GetUtcNow()))), Text(), [], clock.GetUtcNow()))];
        (double Micros, long Read) alone = await TimeAsync(stored, () => group.HandleAsync(stored.Page.Site, unlike, cancellationToken), Unlike, cancellationToken);

        string wave = Text();
        await group.HandleAsync(stored.Page.Site, await ArriveAsync(3, wave), cancellationToken);
        await group.HandleAsync(stored.Page.Site, [], cancellationToken);
        Arrival[] joining = await ArriveAsync(Wave, wave);
        (double Micros, long Read) joined = await TimeAsync(stored, () => group.HandleAsync(stored.Page.Site, joining, cancellationToken), Wave, cancellationToken);

        List<Arrival[]> newcomers = [];
        for (int i = 0; i < Campaigns; i++)
        {
            newcomers.Add(await ArriveAsync(3, Text()));
        }

        (double Micros, long Read) made = await TimeAsync(
            stored,
            async () =>
            {
                foreach (Arrival[] three in newcomers)
                {
                    await group.HandleAsync(stored.Page.Site, three, cancellationToken);
                }
            },
            Campaigns * 3,
            cancellationToken);
        if (isPrinted)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{engine,-9} {stored.Count,8} {start.Micros / 1_000,10:0.0} {start.Read,6} | {alone.Micros,9:0.0} {(double)alone.Read / Unlike,6:0.0} | {joined.Micros,10:0.0} {(double)joined.Read / Wave,6:0.0} | {made.Micros,9:0.0} {(double)made.Read / (Campaigns * 3),6:0.0}"));
        }

        async Task<Arrival[]> ArriveAsync(int count, string text) =>
            [.. (await stored.AddAsync([.. Enumerable.Repeat(text, count)], clock.GetUtcNow(), SubmissionState.Flagged, cancellationToken)).Select(row => sketches.Arrival(row.Key, row.Body, [], row.ReceivedAt))];
    }

    /// <summary>A text that is like no other.</summary>
    private static string Text() => string.Join(' ', Enumerable.Range(0, 20).Select(_ => string.Create(CultureInfo.InvariantCulture, $"v{Random.Shared.Next(1_000_000)}")));

    private static async Task<(double Micros, long Read)> TimeAsync(StoredSubmissions stored, Func<Task> work, int replies, CancellationToken cancellationToken)
    {
        Stopwatch watch = new();
        long read = await stored.ReadsAsync(
            async () =>
            {
                watch.Start();
                await work();
                watch.Stop();
            },
            cancellationToken);
        return (watch.Elapsed.TotalMicroseconds / replies, read);
    }

    /// <summary>A clock that stands where it is set.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
