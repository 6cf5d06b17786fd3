using Moderation.Pages;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>What admins look through: what people did, and the pages of a site.</summary>
public abstract class AdminListsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private AuditStore Audit => new(fixture.Database);

    private PageStore Pages => new(fixture.Database);

    [Fact]
    public async Task Acts_are_listed_by_site_by_actor_and_for_the_installation_without_the_machines_verdicts()
    {
        Site site = await fixture.SiteAsync();
        string me = $"moderator:{Some.Id():D}";
        AuditEntry[] entries =
        [
            .. Enumerable.Range(0, 5).Select(i => Entry(site.Id, me, AuditKind.Admin, i)),
            Entry(site.Id, "policy:1", AuditKind.Verdict, 5), Entry(site.Id, "site", AuditKind.Decision, 6), Entry(null, me, AuditKind.Admin, 7), Entry(null, "cli", AuditKind.Admin, 8),
        ];
        await fixture.Database.RunAsync((unit, token) => Audit.AppendManyAsync(unit, entries, token), None);

        Assert.Equal([6, 4, 3, 2, 1, 0], await MinutesAsync(Audit.ListActsAsync(site.Id, null, 100, None)));
        Assert.Equal([7, 4, 3, 2, 1, 0], await MinutesAsync(Audit.ListActsOfAsync(me, null, 100, None)));
        Assert.Contains(8, await MinutesAsync(Audit.ListActsAsync(null, null, 100, None)));
        Assert.DoesNotContain(6, await MinutesAsync(Audit.ListActsAsync(null, null, 100, None)));

        IReadOnlyList<AuditEntry> first = await Audit.ListActsAsync(site.Id, null, 2, None);
        Assert.Equal([3, 2], await MinutesAsync(Audit.ListActsAsync(site.Id, new AuditCursor(first[^1].At, first[^1].EntryId), 2, None)));
    }

    [Fact]
    public async Task Pages_are_listed_newest_first_and_found_by_words_that_mean_only_themselves()
    {
        Site site = await fixture.SiteAsync();
        Site other = await fixture.SiteAsync();
        foreach ((Site of, string path, string? title) in new[] { (site, "one", (string?)"The Harbour"), (site, "two_2", null), (site, "100%25", "A share"), (other, "one", "The Harbour") })
        {
            await fixture.Database.RunAsync((unit, token) => Pages.ResolveManyAsync(unit, of.Id, [new PageReferenceToResolve { Url = $"https://{of.Id}.example/{path}", Title = title }], token), None);
        }

        Assert.Equal(3, (await Pages.ListAsync(site.Id, "", null, 10, None)).Count);
        Assert.Equal("The Harbour", Assert.Single(await Pages.ListAsync(site.Id, "HARBOUR", null, 10, None)).Title);
        Assert.EndsWith("two_2", Assert.Single(await Pages.ListAsync(site.Id, "o_2", null, 10, None)).Url, StringComparison.Ordinal);
        Assert.EndsWith("100%25", Assert.Single(await Pages.ListAsync(site.Id, "0%2", null, 10, None)).Url, StringComparison.Ordinal);
        Assert.Single(await Pages.ListAsync(site.Id, "_", null, 10, None));
        Assert.Empty(await Pages.ListAsync(site.Id, "!", null, 10, None));

        IReadOnlyList<Page> first = await Pages.ListAsync(site.Id, "", null, 2, None);
        Page rest = Assert.Single(await Pages.ListAsync(site.Id, "", first[^1], 2, None));
        Assert.DoesNotContain(rest, first);
    }

    private static AuditEntry Entry(SiteId? site, string actor, AuditKind kind, int minute) => new()
    {
        EntryId = Some.Id(),
        Site = site,
        SubmissionId = kind == AuditKind.Admin ? null : new SubmissionId(Some.Id()),
        Kind = kind,
        Actor = actor,
        Decision = "something",
        At = StoreFixture.Start.AddMinutes(minute),
    };

    private static async Task<IReadOnlyList<int>> MinutesAsync(Task<IReadOnlyList<AuditEntry>> listed) => [.. (await listed).Select(entry => (int)(entry.At - StoreFixture.Start).TotalMinutes)];
}

public sealed class AdminListsOnSqlite(SqliteFixture fixture) : AdminListsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class AdminListsOnPostgres(PostgresFixture fixture) : AdminListsContract(fixture), IClassFixture<PostgresFixture>;
