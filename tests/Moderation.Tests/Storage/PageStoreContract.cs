using Microsoft.Extensions.Time.Testing;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Pages and the many ways in which a website names them.</summary>
public abstract class PageStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PageStore Pages => new(fixture.Database);

    [Fact]
    public async Task A_page_is_made_once_and_found_again()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page made = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/a", Title = "The bridge" });
        Assert.Equal("The bridge", made.Title);
        Assert.Equal(PageMode.Open, made.Mode);
        Assert.Null(made.ClosesAt);
        Assert.Equal(made, await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/a" }));
        Assert.Equal(made, await Pages.FindByUrlAsync(site, "https://gazette.example/a", None));
    }

    [Fact]
    public async Task Two_sites_have_their_own_pages_for_one_address()
    {
        PageReferenceToResolve reference = new() { Url = "https://shared.example/", ExternalId = "1" };
        Page one = await ResolveAsync((await fixture.SiteAsync()).Id, reference);
        Page other = await ResolveAsync((await fixture.SiteAsync()).Id, reference);
        Assert.NotEqual(one.PageId, other.PageId);
    }

    [Fact]
    public async Task A_batch_keeps_the_order_of_its_references()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        PageReferenceToResolve[] references = [.. Enumerable.Range(0, 300).Select(i => new PageReferenceToResolve { Url = $"https://gazette.example/{i % 70}" })];
        IReadOnlyList<Page> pages = await ResolveManyAsync(site, references);
        Assert.Equal(references.Select(reference => reference.Url), pages.Select(page => page.Url));
        Assert.Equal(70, pages.Select(page => page.PageId).Distinct().Count());
    }

    [Fact]
    public async Task A_page_known_by_its_id_moves_and_its_old_address_still_leads_to_it()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page before = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/old", ExternalId = "post-1", Title = "Old" });
        Page after = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/new", ExternalId = "post-1", Title = "New" });
        Assert.Equal(before with { Url = "https://gazette.example/new", Title = "New" }, after);
        Assert.Equal(after, await Pages.FindByUrlAsync(site, "https://gazette.example/old", None));
        Assert.Equal(after, await Pages.FindByUrlAsync(site, "https://gazette.example/new", None));
        Assert.Equal(after, await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/old" }));
    }

    [Fact]
    public async Task A_page_keeps_its_headline_when_none_is_given()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page before = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/t", Title = "Kept" });
        Assert.Equal(before, await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/t", Title = null }));
    }

    [Fact]
    public async Task A_page_known_by_its_address_is_adopted_by_the_id_that_comes_with_it()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page before = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/p" });
        Page after = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/p", ExternalId = "post-2" });
        Assert.Equal(before with { ExternalId = "post-2" }, after);
        Assert.Equal(after.PageId, (await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/moved", ExternalId = "post-2" })).PageId);
    }

    [Fact]
    public async Task An_address_that_another_page_takes_over_leads_to_that_page()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page first = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/today", ExternalId = "monday" });
        Page second = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/today", ExternalId = "tuesday" });
        Assert.NotEqual(first.PageId, second.PageId);
        Assert.Equal(second.PageId, (await Pages.FindByUrlAsync(site, "https://gazette.example/today", None))?.PageId);
    }

    [Fact]
    public async Task One_batch_may_name_a_new_page_by_its_address_and_by_its_id()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        IReadOnlyList<Page> pages = await ResolveManyAsync(
            site,
            [
                new PageReferenceToResolve { Url = "https://gazette.example/both" },
                new PageReferenceToResolve { Url = "https://gazette.example/both", ExternalId = "both" },
                new PageReferenceToResolve { Url = "https://gazette.example/both-moved", ExternalId = "both" },
            ]);
        Assert.Single(pages.Select(page => page.PageId).Distinct());
        Assert.Equal(pages[0].PageId, (await Pages.FindByUrlAsync(site, "https://gazette.example/both-moved", None))?.PageId);
    }

    [Fact]
    public async Task An_id_that_looks_like_an_address_is_another_page()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page byUrl = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/x" });
        Page byId = await ResolveAsync(site, new PageReferenceToResolve { Url = "https://gazette.example/y", ExternalId = "https://gazette.example/x" });
        Assert.NotEqual(byUrl.PageId, byId.PageId);
    }

    [Fact]
    public async Task Many_writers_make_a_page_once()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        PageReferenceToResolve[] references = [.. Enumerable.Range(0, 20).Select(i => new PageReferenceToResolve { Url = $"https://gazette.example/race/{i}", ExternalId = i % 2 == 0 ? $"race-{i}" : null })];
        IReadOnlyList<Page>[] found = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => ResolveManyAsync(site, writer % 2 == 0 ? references : [.. references.Reverse()]))));
        Assert.Equal(20, found.SelectMany(pages => pages).Select(page => page.PageId).Distinct().Count());
    }

    [Fact]
    public async Task The_mode_of_a_page_is_kept()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        DateTimeOffset closesAt = StoreFixture.Start.AddDays(3);
        Assert.True(await Pages.SetModeAsync(page.PageId, PageMode.Premoderated, closesAt, None));
        Assert.False(await Pages.SetModeAsync(Some.Id(), PageMode.Closed, null, None));
        Assert.Equal(page with { Mode = PageMode.Premoderated, ClosesAt = closesAt }, await Pages.FindByUrlAsync(page.Site, page.Url, None));
        Assert.Equal(PageMode.Premoderated, (await fixture.PageAsync(page.Site)).Mode);
    }

    [Fact]
    public async Task A_remembered_page_shows_what_this_process_changes_at_once_and_what_others_change_within_a_second()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        PageStore here = Pages;
        PageStore elsewhere = Pages;
        FakeTimeProvider clock = new();
        PagesByAddress remembered = new(here, clock);
        async Task<PageMode> ModeAsync() => (await remembered.FindAsync(page.Site, page.Url, None))!.Mode;
        Assert.Equal(PageMode.Open, await ModeAsync());

        Assert.True(await here.SetModeAsync(page.PageId, PageMode.Premoderated, null, None));
        Assert.Equal(PageMode.Premoderated, await ModeAsync());

        Assert.True(await elsewhere.SetModeAsync(page.PageId, PageMode.Closed, null, None));
        Assert.Equal(PageMode.Premoderated, await ModeAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PageMode.Closed, await ModeAsync());
    }

    [Fact]
    public async Task What_is_not_committed_is_not_remembered()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        PageStore pages = Pages;
        PagesByAddress remembered = new(pages, new FakeTimeProvider());
        int before = pages.Changes;
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Database.RunAsync<bool>(
            async (unit, token) =>
            {
                await pages.SetModeAsync(unit, page.PageId, PageMode.Hidden, null, token);
                Assert.Equal(before, pages.Changes);
                throw new InvalidOperationException("Something else failed.");
            },
            None));

        Assert.Equal(PageMode.Open, (await remembered.FindAsync(page.Site, page.Url, None))!.Mode);
        Assert.True(await pages.SetModeAsync(page.PageId, PageMode.Hidden, null, None));
        Assert.Equal(PageMode.Hidden, (await remembered.FindAsync(page.Site, page.Url, None))!.Mode);
    }

    [Fact]
    public async Task That_an_address_is_no_page_is_remembered_as_well()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        FakeTimeProvider clock = new();
        PagesByAddress remembered = new(Pages, clock);
        Assert.Null(await remembered.FindAsync(site, "https://gazette.example/later", None));
        Page made = await fixture.PageAsync(site, "later");
        Assert.Null(await remembered.FindAsync(site, "https://gazette.example/later", None));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(made, await remembered.FindAsync(site, "https://gazette.example/later", None));
        Assert.Null(await remembered.FindAsync((await fixture.SiteAsync()).Id, "https://gazette.example/later", None));
    }

    [Fact]
    public async Task A_page_closes_at_the_age_that_its_site_sets()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Page page = await fixture.PageAsync(site);
        Assert.Null(page.ClosingTime);
        Assert.Equal(StoreFixture.Start, page.CreatedAt);

        Assert.True(await new SiteStore(fixture.Database).SetClosingAsync(site, 14, None));
        foreach (Page aged in new[] { await fixture.PageAsync(site), (await Pages.FindByUrlAsync(site, page.Url, None))!, (await Pages.FindManyAsync([page.PageId], None))[page.PageId] })
        {
            Assert.Equal(StoreFixture.Start.AddDays(14), aged.ClosingTime);
            Assert.Equal(PageMode.Open, PageAccess.EffectiveMode(aged, StoreFixture.Start.AddDays(14).AddTicks(-10)));
            Assert.Equal(PageMode.Closed, PageAccess.EffectiveMode(aged, StoreFixture.Start.AddDays(14)));
        }

        // A time of its own goes before the age, also a later one.
        Assert.True(await Pages.SetModeAsync(page.PageId, PageMode.Open, StoreFixture.Start.AddDays(100), None));
        Assert.Equal(StoreFixture.Start.AddDays(100), (await fixture.PageAsync(site)).ClosingTime);
        Assert.True(await Pages.SetModeAsync(page.PageId, PageMode.Open, null, None));
        Assert.True(await new SiteStore(fixture.Database).SetClosingAsync(site, null, None));
        Assert.Null((await fixture.PageAsync(site)).ClosingTime);
        Assert.False(await new SiteStore(fixture.Database).SetClosingAsync(SiteId.Parse("nowhere"), 3, None));
    }

    [Fact]
    public async Task Setting_a_page_makes_it_changes_only_what_is_given_and_is_audited()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        SetPage set = new(fixture.Database, Pages, new AuditStore(fixture.Database), fixture.Clock);
        PageSettings settings = new() { Page = new PageReferenceToResolve { Url = "https://gazette.example/new" }, Mode = PageMode.Premoderated, Actor = "site" };
        DateTimeOffset closesAt = StoreFixture.Start.AddDays(1);

        Page made = await set.HandleAsync(site, settings, None);
        Assert.Equal(PageMode.Premoderated, made.Mode);
        Page timed = await set.HandleAsync(site, settings with { Mode = null, HasClosesAt = true, ClosesAt = closesAt }, None);
        Assert.Equal(made with { ClosesAt = closesAt }, timed);
        Assert.Equal(timed, await set.HandleAsync(site, settings, None));
        Page moved = await set.HandleAsync(site, settings with { Page = new PageReferenceToResolve { Url = "https://gazette.example/new", ExternalId = "post-9" }, Mode = PageMode.Closed }, None);
        Assert.Equal(timed with { ExternalId = "post-9", Mode = PageMode.Closed }, moved);
        Assert.Equal(moved, await Pages.FindByUrlAsync(site, "https://gazette.example/new", None));

        long entries = await fixture.Database.ReadAsync(
            (unit, token) => unit.QuerySingleOrDefaultAsync<long>("select count(*) from audit_entry where site_id = @site and decision = 'set_page'", new { site = site.Value }, token), None);
        Assert.Equal(3, entries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task A_list_of_ids_finds_exactly_those(int unknown)
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Page unasked = await fixture.PageAsync(page.Site, "unasked");
        Guid[] ids = [.. Enumerable.Range(0, unknown).Select(_ => Some.Id()), .. unknown == 0 ? Array.Empty<Guid>() : [page.PageId]];
        IReadOnlyDictionary<Guid, Page> found = await Pages.FindManyAsync(ids, None);
        Assert.Equal(unknown == 0 ? [] : new[] { page }, found.Values);
        Assert.DoesNotContain(unasked.PageId, found.Keys);
    }

    private async Task<Page> ResolveAsync(SiteId site, PageReferenceToResolve reference) => (await ResolveManyAsync(site, [reference])).Single();

    private Task<IReadOnlyList<Page>> ResolveManyAsync(SiteId site, IReadOnlyList<PageReferenceToResolve> references) =>
        fixture.Database.RunAsync((unit, token) => Pages.ResolveManyAsync(unit, site, references, token), None);
}

public sealed class PageStoreOnSqlite(SqliteFixture fixture) : PageStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class PageStoreOnPostgres(PostgresFixture fixture) : PageStoreContract(fixture), IClassFixture<PostgresFixture>;
