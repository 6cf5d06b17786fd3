using System.Globalization;
using Moderation.Blocks;
using Moderation.Campaigns;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Persons;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Submissions;
using Moderation.Tests.Campaigns;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>Grouping as submissions come: what stands in the store afterwards is exact, whoever grouped, in whatever parts, and whatever was killed.</summary>
public abstract class CampaignsContract(StoreFixture fixture) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly List<GroupSubmissions> processes = [];

    private CampaignStore Store => new(fixture.Database);

    public void Dispose()
    {
        processes.ForEach(process => process.Dispose());
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_wave_is_one_campaign_of_exactly_its_size()
    {
        Page page = await PageAsync();
        Random random = new(1);
        GroupSubmissions process = Process();
        List<Submission> wave = [];
        foreach (Submission[] batch in (await StoreAsync(page, Enumerable.Range(0, 300).Select(_ => SomeTexts.Spam(random)))).Chunk(70))
        {
            wave.AddRange(batch);
            await process.HandleAsync(page.Site, [.. batch.Select(Arrival)], None);
        }

        Submission[] others = await StoreAsync(page, Enumerable.Range(0, 50).Select(_ => SomeTexts.Unlike(random)));
        await process.HandleAsync(page.Site, [.. others.Select(Arrival)], None);

        Campaign campaign = (await ActiveAsync(page)).MaxBy(one => one.Size)!;
        IReadOnlyList<MemberVersion> members = await Store.ListMembersAsync(campaign.CampaignId, 1_000, None);
        Assert.Equal(campaign.Size, members.Count);
        Assert.True(campaign.Size >= 290, $"{campaign.Size} of 300");
        Assert.Subset(wave.Select(row => row.Key).ToHashSet(), members.Select(member => member.Key).ToHashSet());
        Submission sample = wave.Single(row => row.Key.Id == campaign.Sample);
        Submission unlike = wave.Single(row => row.Key.Id == campaign.MostUnlike);
        Assert.Equal(members.Min(member => Likeness(sample, wave.Single(row => row.Key == member.Key))), campaign.LeastLikeness, 9);
        Assert.Equal(campaign.LeastLikeness, Likeness(sample, unlike), 9);
        DateTimeOffset[] times = [.. members.Select(member => wave.Single(row => row.Key == member.Key).ReceivedAt)];
        Assert.Equal((times.Min(), times.Max()), (campaign.FirstAt, campaign.LastAt));
    }

    [Fact]
    public async Task Processes_that_group_at_the_same_time_make_each_campaign_once()
    {
        Page page = await PageAsync();
        Random random = new(2);
        string[] texts = [.. Enumerable.Range(0, 3).Select(_ => SomeTexts.Unlike(random))];
        Submission[] wave = await StoreAsync(page, Enumerable.Range(0, 240).Select(index => SomeTexts.Edit(random, texts[index % 3])));
        GroupSubmissions[] all = [.. Enumerable.Range(0, 4).Select(_ => Process())];
        await Task.WhenAll(wave.Chunk(15).Select((batch, index) => all[index % 4].HandleAsync(page.Site, [.. batch.Select(Arrival)], None)));

        // Each looks once more, as it does with the next newcomer.
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        foreach (GroupSubmissions process in all)
        {
            await process.HandleAsync(page.Site, [], None);
        }

        IReadOnlyList<Campaign> made = await ActiveAsync(page);
        Assert.Equal([1, 2, 3], made.Select(campaign => campaign.Number));
        Assert.All(made, campaign => Assert.Equal(80, campaign.Size));
    }

    [Fact]
    public async Task What_comes_again_changes_nothing_and_a_new_process_goes_on()
    {
        Page page = await PageAsync();
        Random random = new(3);
        string text = SomeTexts.Unlike(random);
        Submission[] wave = await StoreAsync(page, Enumerable.Range(0, 2).Select(_ => SomeTexts.Edit(random, text)));
        await Process().HandleAsync(page.Site, [.. wave.Select(Arrival)], None);
        Assert.Empty(await ActiveAsync(page));
        wave = [.. wave, .. await StoreAsync(page, Enumerable.Range(0, 5).Select(_ => SomeTexts.Edit(random, text)))];

        // The first process is gone with the two it remembered; the store has them.
        GroupSubmissions next = Process();
        await next.HandleAsync(page.Site, [Arrival(wave[2])], None);
        await next.HandleAsync(page.Site, [.. wave.Select(Arrival)], None);
        await Process().HandleAsync(page.Site, [.. wave.Select(Arrival)], None);
        Campaign campaign = Assert.Single(await ActiveAsync(page));
        Assert.Equal(7, campaign.Size);
        Assert.Equal(7, (await Store.ListMembersAsync(campaign.CampaignId, 100, None)).Count);
    }

    [Fact]
    public async Task Sites_tests_and_what_is_not_stored_stay_apart()
    {
        Page page = await PageAsync();
        Page elsewhere = await PageAsync();
        Random random = new(4);
        string text = SomeTexts.Unlike(random);
        GroupSubmissions process = Process();
        Submission[] here = await StoreAsync(page, Enumerable.Repeat(text, 2));
        Submission[] there = await StoreAsync(elsewhere, Enumerable.Repeat(text, 2));
        Submission[] tests = await StoreAsync(page, Enumerable.Repeat(text, 2), isTest: true);
        await process.HandleAsync(page.Site, [.. here.Select(Arrival)], None);
        await process.HandleAsync(elsewhere.Site, [.. there.Select(Arrival)], None);
        Assert.Empty(await ActiveAsync(page));

        Submission never = Some.Submission(page) with { Body = text };
        await process.HandleAsync(page.Site, [.. tests.Select(Arrival), Arrival(never)], None);
        Assert.Equal(2, Assert.Single(await ActiveAsync(page)).Size);
        Assert.Empty(await ActiveAsync(elsewhere));
    }

    [Fact]
    public async Task A_campaign_that_was_quiet_for_a_day_is_over()
    {
        Page page = await PageAsync();
        Random random = new(5);
        string text = SomeTexts.Unlike(random);
        GroupSubmissions process = Process();
        await process.HandleAsync(page.Site, [.. (await StoreAsync(page, Enumerable.Repeat(text, 3))).Select(Arrival)], None);
        Assert.Equal(1, Assert.Single(await ActiveAsync(page)).Number);

        fixture.Clock.Advance(Campaign.Window + TimeSpan.FromMinutes(6));
        await process.HandleAsync(page.Site, [.. (await StoreAsync(page, Enumerable.Repeat(text, 4))).Select(Arrival)], None);
        Campaign second = Assert.Single(await ActiveAsync(page));
        Assert.Equal((2, 4), (second.Number, second.Size));
    }

    [Fact]
    public async Task A_link_domain_makes_a_campaign_of_texts_that_share_nothing_else()
    {
        Page page = await PageAsync();
        Random random = new(6);
        Submission[] wave = await StoreAsync(page, Enumerable.Range(0, 5).Select(_ => SomeTexts.Unlike(random)));
        await Process().HandleAsync(page.Site, [.. wave.Select(row => SomeTexts.Sketches.Arrival(row.Key, row.Body, [new SiteDomain(row.Key.Site, "pills.example")], row.ReceivedAt))], None);
        Campaign campaign = Assert.Single(await ActiveAsync(page));
        Assert.Equal((CampaignKind.Domain, "pills.example", 5), (campaign.Kind, campaign.Domain, campaign.Size));
    }

    [Fact]
    public async Task Erasing_the_sample_leaves_nothing_of_its_words_and_the_numbers_stay_exact()
    {
        Page page = await PageAsync();
        Random random = new(7);
        string text = SomeTexts.Unlike(random);
        GroupSubmissions process = Process();
        Submission[] wave = await StoreAsync(page, Enumerable.Range(0, 5).Select(_ => SomeTexts.Edit(random, text)));
        await process.HandleAsync(page.Site, [.. wave.Select(Arrival)], None);
        Campaign before = Assert.Single(await ActiveAsync(page));
        Assert.Equal(5, before.Size);
        Assert.NotEmpty((await BytesAsync(before))!);

        Assert.True(await EraseAsync(page, before.Sample));
        Campaign after = (await Store.FindAsync(before.CampaignId, None))!;
        Assert.Equal(4, after.Size);
        Assert.Empty((await BytesAsync(before))!);
        IReadOnlyList<MemberVersion> members = await Store.ListMembersAsync(before.CampaignId, 100, None);
        Assert.Equal(4, members.Count);
        Assert.Equal(members[0].Key.Id, after.Sample);
        Assert.Contains(after.MostUnlike, members.Select(member => member.Key.Id));

        // Nothing is like no words: what comes now, also to a process that knew them, is another campaign.
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        Submission[] more = await StoreAsync(page, Enumerable.Range(0, 3).Select(_ => SomeTexts.Edit(random, text)));
        await process.HandleAsync(page.Site, [.. more.Select(Arrival)], None);
        Assert.Equal([4, 3], (await ActiveAsync(page)).Select(campaign => campaign.Size));

        // The one that is least like the sample goes, and then all.
        Assert.True(await EraseAsync(page, after.MostUnlike));
        members = await Store.ListMembersAsync(before.CampaignId, 100, None);
        after = (await Store.FindAsync(before.CampaignId, None))!;
        Assert.Equal(3, after.Size);
        Assert.Contains(after.MostUnlike, members.Select(member => member.Key.Id));
        foreach (MemberVersion member in members)
        {
            Assert.True(await EraseAsync(page, member.Key.Id));
        }

        Assert.Equal(0, (await Store.FindAsync(before.CampaignId, None))!.Size);
    }

    [Fact]
    public async Task What_is_erased_while_it_is_grouped_leaves_no_words_and_a_domain_goes_with_its_last_member()
    {
        Page page = await PageAsync();
        Random random = new(8);
        Submission[] wave = await StoreAsync(page, Enumerable.Range(0, 3).Select(_ => SomeTexts.Unlike(random)));
        Arrival[] arrivals = [.. wave.Select(row => SomeTexts.Sketches.Arrival(row.Key, row.Body, [new SiteDomain(row.Key.Site, "ana.example")], row.ReceivedAt))];
        GroupSubmissions process = Process();
        await process.HandleAsync(page.Site, arrivals[..2], None);
        Assert.True(await EraseAsync(page, wave[2].Key.Id));
        await process.HandleAsync(page.Site, arrivals[2..], None);
        Campaign campaign = Assert.Single(await ActiveAsync(page));
        Assert.Equal((wave[2].Key.Id, 2), (campaign.Sample, campaign.Size));
        Assert.Empty((await BytesAsync(campaign))!);

        Assert.True(await EraseAsync(page, wave[0].Key.Id));
        Assert.Equal("ana.example", (await Store.FindAsync(campaign.CampaignId, None))!.Domain);
        Assert.True(await EraseAsync(page, wave[1].Key.Id));
        Assert.Null((await Store.FindAsync(campaign.CampaignId, None))!.Domain);
    }

    private Task<bool> EraseAsync(Page page, SubmissionId id) => new EraseSubmission(
        fixture.Database, new SubmissionStore(fixture.Database), new PageStore(fixture.Database), new AuditStore(fixture.Database), new EventWriter(new OutboxStore(fixture.Database)), new DecisionSignal(),
        new BlockNames(new AuthorKeys(SomeKeyRing.New())), fixture.Clock)
        .HandleAsync(new SubmissionKey(page.Site, id), "author", None);

    private Task<byte[]?> BytesAsync(Campaign campaign) => fixture.Database.ReadAsync(
        (unit, token) => unit.QuerySingleOrDefaultAsync<byte[]>("select sketch from campaign where campaign_id = @id", new { id = campaign.CampaignId }, token), None);

    internal GroupSubmissions Process()
    {
        CampaignStore store = Store;
        GroupSubmissions process = new(store, new CampaignMemory(store, fixture.Database, fixture.Clock), new SeenDomains(fixture.Database), fixture.Database, SomeTexts.Sketches, fixture.Clock);
        processes.Add(process);
        return process;
    }

    internal static Arrival Arrival(Submission row) => SomeTexts.Sketches.Arrival(row.Key, row.Body, [], row.ReceivedAt);

    private static double Likeness(Submission one, Submission other) => SomeTexts.Sketches.Of(one.Body).LikenessTo(SomeTexts.Sketches.Of(other.Body));

    private Task<IReadOnlyList<Campaign>> ActiveAsync(Page page) =>
        fixture.Database.ReadAsync((unit, token) => CampaignStore.ListActiveAsync(unit, page.Site, fixture.Clock.GetUtcNow(), token), None);

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);

    private async Task<Submission[]> StoreAsync(Page page, IEnumerable<string> texts, bool isTest = false)
    {
        Submission[] rows =
        [
            .. texts.Select((text, index) => Some.Submission(page, SubmissionState.Flagged, at: fixture.Clock.GetUtcNow().AddMilliseconds(index)) with
            {
                Body = text,
                BodyHash = Some.Hash(text),
                IsTest = isTest,
                AuthorName = string.Create(CultureInfo.InvariantCulture, $"Author {index}"),
            }),
        ];
        await fixture.InsertAsync(rows);
        return rows;
    }
}

public sealed class CampaignsOnSqlite(SqliteFixture fixture) : CampaignsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class CampaignsOnPostgres(PostgresFixture fixture) : CampaignsContract(fixture), IClassFixture<PostgresFixture>;
