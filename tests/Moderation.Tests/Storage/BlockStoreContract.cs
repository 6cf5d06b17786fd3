using System.Net;
using System.Security.Cryptography;
using Moderation.Blocks;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>Blocks, from the request to what judging sees of them.</summary>
public abstract class BlockStoreContract(StoreFixture fixture) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KeyRing ring = SomeKeyRing.New();
    private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();

    private AuthorKeys Keys => new(ring);

    private EmailSealer Sealer => new(ring, random);

    private BlockNames Names => new(Keys);

    private BlockStore Store => new(fixture.Database);

    private SiteBlocks Memory => new(Store, Sealer, fixture.Clock);

    private ChangeBlocks Change => new(fixture.Database, Store, new SubmissionStore(fixture.Database), new AuditStore(fixture.Database), Keys, Names, new NetworkHasher(ring), Sealer, fixture.Clock);

    public void Dispose()
    {
        random.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Authors_are_recognised_by_who_they_are_or_what_they_typed()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        await AddAsync(site, "subject", "user-42");
        await AddAsync(site, "email", "Troll@Example.net");
        await AddAsync(site, "name", "Nasty  Ned");
        BlockList list = await Memory.CurrentAsync(site, None);
        DateTimeOffset now = fixture.Clock.GetUtcNow();

        Assert.True(list.IsSubjectBlocked(Keys.Verified(site, "user-42"), now));
        Assert.False(list.IsSubjectBlocked(Keys.Verified(site, "user-43"), now));
        Assert.False(list.IsSubjectBlocked(Keys.Unverified(site, "user-42"), now));
        Assert.True(list.IsAddressBlocked(Sealer.Lookup(site, "troll@example.net"), now));
        Assert.False(list.IsAddressBlocked(Sealer.Lookup(site, "ana@example.net"), now));
        foreach (string name in new[] { "Nasty Ned", "NASTY NED", "nastyned", "N\u0430sty N\u0435d", " nasty-ned " })
        {
            Assert.True(list.IsNameBlocked(Names.Hash(site, name), now), name);
        }

        Assert.False(list.IsNameBlocked(Names.Hash(site, "Nasty Nell"), now));
    }

    [Fact]
    public async Task Another_site_knows_nothing_of_it()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteId other = (await fixture.SiteAsync()).Id;
        Block block = await AddAsync(site, "network", "203.0.113.0/24");

        Assert.Equal(Verdict.Flag, (await Memory.CurrentAsync(site, None)).OfNetwork(IPAddress.Parse("203.0.113.9"), fixture.Clock.GetUtcNow()));
        Assert.Null((await Memory.CurrentAsync(other, None)).OfNetwork(IPAddress.Parse("203.0.113.9"), fixture.Clock.GetUtcNow()));
        Assert.Null(await Store.FindAsync(other, block.BlockId, None));
        Assert.Null(await Change.LiftAsync(other, block.BlockId, "site", None));
        Assert.Empty(await Store.ListAsync(other, null, 10, None));
    }

    [Theory]
    [InlineData("203.0.113.0/24", "203.0.113.255", true)]
    [InlineData("203.0.113.0/24", "203.0.114.0", false)]
    [InlineData("203.0.113.77/24", "203.0.113.1", true)]
    [InlineData("203.0.113.9", "203.0.113.9", true)]
    [InlineData("203.0.113.9", "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.5", true)]
    [InlineData("2001:db8::/32", "2001:db8:1:2::3", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::7", "2001:db8::7", true)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("cb00:7100::/24", "203.0.113.9", false)]
    public async Task Networks_are_recognised_by_their_leading_bits(string network, string address, bool isBlocked)
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        await AddAsync(site, "network", network, "reject");
        BlockList list = await Memory.CurrentAsync(site, None);
        Assert.Equal(isBlocked ? Verdict.Reject : null, list.OfNetwork(IPAddress.Parse(address), fixture.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Of_two_networks_around_an_address_the_more_severe_counts()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        await AddAsync(site, "network", "203.0.0.0/16", "reject");
        await AddAsync(site, "network", "203.0.113.0/24", "flag");
        Assert.Equal(Verdict.Reject, (await Memory.CurrentAsync(site, None)).OfNetwork(IPAddress.Parse("203.0.113.9"), fixture.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_change_is_noticed_within_two_seconds_by_who_remembers()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteBlocks remembering = Memory;
        Assert.False((await remembering.CurrentAsync(site, None)).IsSubjectBlocked(Keys.Verified(site, "user-1"), fixture.Clock.GetUtcNow()));

        Block block = await AddAsync(site, "subject", "user-1");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        BlockList noticed = await remembering.CurrentAsync(site, None);
        Assert.True(noticed.IsSubjectBlocked(Keys.Verified(site, "user-1"), fixture.Clock.GetUtcNow()));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Same(noticed, await remembering.CurrentAsync(site, None));

        Assert.NotNull(await Change.LiftAsync(site, block.BlockId, "site", None));
        Assert.Null(await Change.LiftAsync(site, block.BlockId, "site", None));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False((await remembering.CurrentAsync(site, None)).IsSubjectBlocked(Keys.Verified(site, "user-1"), fixture.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_block_ends_at_its_time_without_anybody_reading_again()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        DateTimeOffset end = fixture.Clock.GetUtcNow().AddHours(1);
        BlockResult added = await Change.AddAsync(site, Request("subject", "user-1") with { ExpiresAt = end }, None);
        BlockList list = await Memory.CurrentAsync(site, None);
        Assert.True(list.IsSubjectBlocked(added.Block!.MatchHash, end.AddTicks(-10)));
        Assert.False(list.IsSubjectBlocked(added.Block.MatchHash, end));
        Assert.Null((await AddAsync(site, "name", "Ned")).ExpiresAt);
        Assert.Equal(fixture.Clock.GetUtcNow().AddDays(30), (await AddAsync(site, "network", "203.0.113.0/24")).ExpiresAt);
    }

    [Fact]
    public async Task The_same_block_made_again_takes_the_place_of_the_first()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        Block first = await AddAsync(site, "network", "203.0.113.0/24", "reject");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Block second = await AddAsync(site, "network", "203.0.113.1/24", "flag");

        Assert.Equal([second.BlockId, first.BlockId], (await Store.ListAsync(site, null, 10, None)).Select(block => block.BlockId));
        Assert.Equal([first.BlockId], (await Store.ListAsync(site, second, 10, None)).Select(block => block.BlockId));
        Assert.Equal(fixture.Clock.GetUtcNow(), (await Store.FindAsync(site, first.BlockId, None))!.LiftedAt);
        Assert.Equal([second.BlockId], (await Store.ListInForceAsync(site, fixture.Clock.GetUtcNow(), None)).Select(block => block.BlockId));
        Assert.Equal(Verdict.Flag, (await Memory.CurrentAsync(site, None)).OfNetwork(IPAddress.Parse("203.0.113.9"), fixture.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task The_author_of_a_submission_is_blocked_by_what_is_known()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission verified = Some.Submission(page) with { IsAuthorVerified = true, AuthorKey = Keys.Verified(page.Site, "user-9") };
        Submission typed = Some.Submission(page) with { AuthorKey = Keys.Unverified(page.Site, "t@example.net"), EmailHash = Sealer.Lookup(page.Site, "t@example.net") };
        Submission named = Some.Submission(page) with { AuthorName = "Only a name" };
        await fixture.InsertAsync(verified, typed, named);

        Assert.Equal((BlockKind.Subject, Verdict.Reject), Of(await AddAsync(page.Site, "reply", verified.Key.Id.ToString())));
        Assert.Equal((BlockKind.Email, Verdict.Flag), Of(await AddAsync(page.Site, "reply", typed.Key.Id.ToString())));
        Assert.Equal((BlockKind.Name, Verdict.Flag), Of(await AddAsync(page.Site, "reply", named.Key.Id.ToString())));
        BlockList list = await Memory.CurrentAsync(page.Site, None);
        Assert.True(list.IsSubjectBlocked(verified.AuthorKey!, fixture.Clock.GetUtcNow()));
        Assert.True(list.IsAddressBlocked(typed.EmailHash!, fixture.Clock.GetUtcNow()));

        SiteId other = (await fixture.SiteAsync()).Id;
        Assert.Equal(["value"], (await Change.AddAsync(other, Request("reply", verified.Key.Id.ToString()), None)).Errors.Keys);
    }

    [Theory]
    [InlineData("planet", "x", null, "kind")]
    [InlineData(null, null, null, "kind value")]
    [InlineData("subject", " ", null, "value")]
    [InlineData("subject", "x", "flag", "action")]
    [InlineData("email", "x@example.net", "reject", "action")]
    [InlineData("name", "Ned", "reject", "action")]
    [InlineData("name", "Ned", "approve", "action")]
    [InlineData("email", "no address", null, "value")]
    [InlineData("network", "203.0.113.0/33", null, "value")]
    [InlineData("network", "203.0.0.0/7", null, "value")]
    [InlineData("network", "0.0.0.0/0", "reject", "value")]
    [InlineData("network", "::/0", null, "value")]
    [InlineData("network", "::ffff:203.0.113.0/120", null, "value")]
    [InlineData("network", "1", null, "value")]
    [InlineData("network", "fe80::1%eth0", null, "value")]
    [InlineData("network", "203.0.113.0/24/24", null, "value")]
    [InlineData("reply", "not an id", null, "value")]
    public async Task A_request_that_cannot_be_carried_out_names_the_member(string? kind, string? value, string? action, string members)
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        BlockResult result = await Change.AddAsync(site, Request(kind, value) with { Action = action }, None);
        Assert.Null(result.Block);
        Assert.Equal(members.Split(' '), result.Errors.Keys);
        Assert.Equal(new BlockStamp(), await Store.StampAsync(site, None));
    }

    [Fact]
    public async Task A_block_ends_ahead_and_within_ten_years()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        DateTimeOffset now = fixture.Clock.GetUtcNow();
        Assert.Equal(["expiresAt"], (await Change.AddAsync(site, Request("name", "Ned") with { ExpiresAt = now }, None)).Errors.Keys);
        Assert.Equal(["expiresAt"], (await Change.AddAsync(site, Request("name", "Ned") with { ExpiresAt = now.AddYears(11) }, None)).Errors.Keys);
        Assert.Equal(["note"], (await Change.AddAsync(site, Request("name", "Ned") with { Note = new string('x', 501) }, None)).Errors.Keys);
    }

    [Fact]
    public async Task Nothing_of_a_row_gives_an_address_away()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        foreach (Block block in new[]
        {
            await AddAsync(site, "email", "canary@example.net"), await AddAsync(site, "subject", "canary@example.net"), await AddAsync(site, "name", "canary@example.net"),
            (await Change.AddAsync(site, Request("network", "203.0.113.0/24") with { Note = "Wrote to canary@example.net" }, None)).Block!,
        })
        {
            Assert.DoesNotContain("canary", $"{block.Shown} {block.Note}", StringComparison.Ordinal);
            Assert.DoesNotContain("203.0.113", System.Text.Encoding.Latin1.GetString([.. block.MatchHash, .. block.NetworkSealed ?? []]), StringComparison.Ordinal);
        }
    }

    private static (BlockKind Kind, Verdict Action) Of(Block block) => (block.Kind, block.Action);

    private static BlockRequest Request(string? kind, string? value) => new() { Kind = kind, Value = value, Actor = "cli" };

    private async Task<Block> AddAsync(SiteId site, string kind, string value, string? action = null)
    {
        BlockResult result = await Change.AddAsync(site, Request(kind, value) with { Action = action }, None);
        Assert.Empty(result.Errors);
        Assert.Equal(result.Block! with { NetworkSealed = null, MatchHash = [] }, (await Store.FindAsync(site, result.Block.BlockId, None))! with { NetworkSealed = null, MatchHash = [] });
        return result.Block;
    }
}

public sealed class BlockStoreOnSqlite(SqliteFixture fixture) : BlockStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class BlockStoreOnPostgres(PostgresFixture fixture) : BlockStoreContract(fixture), IClassFixture<PostgresFixture>;
