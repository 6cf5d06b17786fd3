using Microsoft.Extensions.Time.Testing;
using Moderation.Pages;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>A migrated store of its own for a test class, on one of the two engines, with a clock that only tests move.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private int sites;

    /// <summary>The time at which every test begins; with six digits, of which none may get lost.</summary>
    public static readonly DateTimeOffset Start = new DateTimeOffset(2026, 11, 23, 10, 15, 0, TimeSpan.Zero).AddTicks(1_234_560);

    public FakeTimeProvider Clock { get; } = new(Start);

    internal Database Database { get; private set; } = null!;

    internal abstract StorageOptions Options { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await CreateAsync();
        Database = new Database(Options, Clock);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A site that no other test uses.</summary>
    internal async Task<Site> SiteAsync()
    {
        int number = Interlocked.Increment(ref sites);
        Site site = Some.Site($"site-{number}");
        Assert.True(await new SiteStore(Database).AddAsync(site, [1, 2, 3, (byte)(number >> 8), (byte)number], CancellationToken.None));
        return site;
    }

    /// <summary>A page of a site.</summary>
    internal async Task<Page> PageAsync(SiteId site, string path = "bridge") =>
        (await Database.RunAsync((unit, token) => new PageStore(Database).ResolveManyAsync(unit, site, [new PageReferenceToResolve { Url = $"https://gazette.example/{path}" }], token), CancellationToken.None))
            .Single();

    /// <summary>Stores submissions; returns the keys that were new.</summary>
    internal Task<IReadOnlySet<SubmissionKey>> InsertAsync(params Submission[] submissions) =>
        Database.RunAsync((unit, token) => new SubmissionStore(Database).InsertManyAsync(unit, submissions, token), CancellationToken.None);

    protected abstract Task CreateAsync();
}
