using System.Security.Cryptography;
using Moderation.Accounts;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Search;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>Search finds the same on both engines, whatever is typed, and nothing that was erased.</summary>
public abstract class SearchContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly KeyRing Ring = SomeKeyRing.New();

    private SearchStore Store => new(fixture.Database);

    [Theory]
    [InlineData("bridge", "one two")]
    [InlineData("BRIDGE mayor", "two")]
    [InlineData("\"the mayor\"", "two")]
    [InlineData("\"mayor the\"", "")]
    [InlineData("example", "three")]
    [InlineData("café", "three")]
    [InlineData("brid", "")]
    [InlineData("author:an", "one")]
    [InlineData("author:na", "")]
    [InlineData("author:\"ana b\"", "")]
    [InlineData("author:b_n", "two")]
    [InlineData("author:\"b n\"", "")]
    [InlineData("domain:shop.example.com", "three")]
    [InlineData("domain:ample.com", "")]
    [InlineData("domain:example.org", "")]
    [InlineData("author:%", "")]
    [InlineData("author:_", "two")]
    [InlineData("page:BRIDGE", "one two three")]
    [InlineData("domain:example.com", "three")]
    [InlineData("state:approved", "two")]
    [InlineData("reason:links", "three")]
    [InlineData("reason:spam", "")]
    [InlineData("spam>0.7", "three")]
    [InlineData("score>0.3", "one three")]
    [InlineData("bridge state:flagged", "one")]
    [InlineData("from:2000-01-01 until:2100-01-01", "one two three")]
    [InlineData("until:2000-01-01", "")]
    [InlineData("' or 1=1 --", "")]
    [InlineData("author:\"'; drop table submission; --\"", "")]
    [InlineData("*)(&|!:<->\\ \" NEAR(a b) OR NOT bridge*", "")]
    [InlineData("\uD800\u0000 😀", "one two three")]
    public async Task Each_operator_finds_what_it_names(string typed, string found)
    {
        Page page = await PageAsync();
        Dictionary<Guid, string> names = await FillAsync(page);
        (SearchQuery query, IReadOnlyList<string> problems) = SearchParser.Parse(typed);
        Assert.Empty(problems);

        (IReadOnlyList<Submission> rows, SearchPlace? next) = await Store.FindAsync(page.Site, new SearchTerms { Query = query }, null, 25, None);
        Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), rows.Select(row => names[row.Key.Id.Value]).Order());
        Assert.Null(next);
        Assert.Equal(rows.Select(row => (row.Key.Id, row.Version)), (await Store.ListKeysAsync(page.Site, new SearchTerms { Query = query }, null, 25, None)).Keys);
    }

    /// <summary>What somebody types who wants to see what is not theirs, or to break something.</summary>
    private static readonly string[] Hostile =
    [
        "'; drop table submission; --", "' or '1'='1", "%", "%%%%", "_", "!", "!%", "\\", "*", "q*", "q:*", "q & w", "q <-> w", "NEAR(q w)", "^q", "-q", "{q w}", "@site", "@limit", ":words", "$1", "?1", "\u0000", "\uD800", "\u202Eevil", "😀", "(((((", "]]>", "<script>",
        "../../etc/passwd", "1e999", "-1", "NaN", "0x1", "2026-02-30", "9999-12-31", "0001-01-01", "null", "xn--", "xn--a.example", "a..example", ".example", "example.", "127.0.0.1", "[::1]", "ſ", "İ", "ß", "x".PadLeft(400, 'x'),
    ];

    [Fact]
    public async Task Hostile_text_behind_any_operator_is_refused_with_a_sentence_or_finds_nothing()
    {
        Page page = await PageAsync();
        await FillAsync(page);
        SearchSubmissions search = Search;
        Moderator me = await ModeratorAsync(ModeratorRole.Admin);
        foreach (string name in new[] { "", "author:", "page:", "domain:", "state:", "reason:", "score>", "spam>", "by:", "from:", "until:", "email:" })
        {
            foreach (string text in Hostile.SelectMany(text => new[] { $"{name}{text}", $"{name}\"{text}\"" }))
            {
                (SearchTerms? terms, IReadOnlyList<string> problems) = await search.ReadAsync(page.Site, text, me, None);
                Assert.True(terms is null == problems.Count > 0, text);
                if (terms is not null)
                {
                    (IReadOnlyList<Submission> found, _) = await search.FindAsync(page.Site, terms, null, 25, None);
                    Assert.True(found.All(row => row.Key.Site == page.Site && !row.IsTest) && found.Count <= 3, text);
                    Assert.True(found.Count == 0 || name.Length == 0 || !text.Contains('"', StringComparison.Ordinal) || text.IndexOfAny(['\'', '%', ';', '@', '$', '?', '<', '^', '*']) < 0, $"{text} finds {found.Count}");
                    Assert.Equal((found.Count, true), await search.CountAsync(page.Site, terms, 100, None));
                }
            }
        }

        // Everything is still there.
        Assert.Equal(3, (await Store.FindAsync(page.Site, new SearchTerms { Query = new SearchQuery() }, null, 25, None)).Found.Count);
    }

    [Fact]
    public async Task By_finds_what_somebody_decided_what_I_did_and_what_nobody_did()
    {
        Page page = await PageAsync();
        Dictionary<Guid, string> names = await FillAsync(page);
        Guid Id(string name) => names.Single(pair => pair.Value == name).Key;
        SearchSubmissions search = Search;
        Moderator ana = await ModeratorAsync(ModeratorRole.Moderator);
        Moderator ben = await ModeratorAsync(ModeratorRole.Moderator);
        await fixture.Database.RunAsync(
            (unit, token) => new AuditStore(fixture.Database).AppendManyAsync(
                unit,
                [
                    new AuditEntry { EntryId = Some.Id(), Site = page.Site, SubmissionId = new SubmissionId(Id("one")), Kind = AuditKind.Decision, Actor = ana.Actor, Decision = "approve", At = StoreFixture.Start },
                    new AuditEntry { EntryId = Some.Id(), Site = page.Site, SubmissionId = new SubmissionId(Id("two")), Kind = AuditKind.Decision, Actor = ben.Actor, Decision = "reject", At = StoreFixture.Start },
                    new AuditEntry { EntryId = Some.Id(), Site = page.Site, SubmissionId = new SubmissionId(Id("three")), Kind = AuditKind.Verdict, Actor = "policy:1", At = StoreFixture.Start },
                ],
                token),
            None);

        Assert.Equal(["one"], await FoundAsync(ana, "by:me"));
        Assert.Equal(["two"], await FoundAsync(ana, $"by:{ben.Name}"));
        Assert.Equal(["two"], await FoundAsync(ana, $"by:\"{ben.DisplayName.ToUpperInvariant()}\""));
        Assert.Equal(["three"], await FoundAsync(ana, "by:policy"));
        Assert.Empty(await FoundAsync(ana, "by:policy state:approved"));
        Assert.Equal(["two"], await FoundAsync(ben, "by:me bridge"));
        Assert.StartsWith("by: needs", Assert.Single((await search.ReadAsync(page.Site, "by:nobody", ana, None)).Problems), StringComparison.Ordinal);

        async Task<IEnumerable<string>> FoundAsync(Moderator me, string text)
        {
            (SearchTerms? terms, IReadOnlyList<string> problems) = await search.ReadAsync(page.Site, text, me, None);
            Assert.Empty(problems);
            return (await search.FindAsync(page.Site, terms!, null, 25, None)).Found.Select(row => names[row.Key.Id.Value]);
        }
    }

    [Fact]
    public async Task An_address_is_found_by_an_admin_exactly_whether_it_was_typed_or_vouched_for()
    {
        Page page = await PageAsync();
        Submission typed = Some.Submission(page, SubmissionState.Approved) with { Body = "typed", EmailHash = sealer.Lookup(page.Site, "ana@nowhere.example"), AuthorKey = keys.Unverified(page.Site, "ana@nowhere.example") };
        Submission vouched = Some.Submission(page, SubmissionState.Approved) with { Body = "vouched", EmailHash = sealer.Lookup(page.Site, "ana@nowhere.example"), AuthorKey = keys.Verified(page.Site, "subject"), IsAuthorVerified = true };
        await StoreAsync(page, [typed, vouched, Some.Submission(page, SubmissionState.Approved) with { Body = "another" }]);
        SearchSubmissions search = Search;
        Moderator admin = await ModeratorAsync(ModeratorRole.Admin);
        (SearchTerms? terms, _) = await search.ReadAsync(page.Site, "email:Ana@nowhere.example", admin, None);
        Assert.Equal(["typed", "vouched"], (await search.FindAsync(page.Site, terms!, null, 25, None)).Found.Select(row => row.Body).Order());
        (terms, _) = await search.ReadAsync(page.Site, "email:bea@nowhere.example", admin, None);
        Assert.Empty((await search.FindAsync(page.Site, terms!, null, 25, None)).Found);
        Assert.Equal("email: is for admins.", Assert.Single((await search.ReadAsync(page.Site, "email:ana@nowhere.example", await ModeratorAsync(ModeratorRole.Moderator), None)).Problems));
    }

    private readonly EmailSealer sealer = new(Ring, RandomNumberGenerator.Create());
    private readonly AuthorKeys keys = new(Ring);

    private SearchSubmissions Search => new(Store, new ModeratorStore(fixture.Database), sealer, new AuditStore(fixture.Database), fixture.Database, fixture.Clock);

    private Task<Moderator> ModeratorAsync(ModeratorRole role) => SomeModerators.AddAsync(fixture, role);

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_and_sites_stay_apart()
    {
        Page page = await PageAsync();
        Page elsewhere = await PageAsync();
        await StoreAsync(elsewhere, [Some.Submission(elsewhere, SubmissionState.Flagged) with { Body = "bridge elsewhere" }]);
        Submission[] rows = [.. Enumerable.Range(0, 60).Select(index => Some.Submission(page, SubmissionState.Flagged, at: StoreFixture.Start.AddSeconds(index / 3)) with { Body = $"the bridge number {index}" })];
        await StoreAsync(page, rows);
        SearchTerms terms = new() { Query = SearchParser.Parse("bridge").Query };
        List<Submission> seen = [];
        SearchPlace? place = null;
        do
        {
            (IReadOnlyList<Submission> found, place) = await Store.FindAsync(page.Site, terms, place, 25, None);
            seen.AddRange(found);
        }
        while (place is not null);

        Assert.Equal(rows.Select(row => row.Key).ToHashSet(), [.. seen.Select(row => row.Key)]);
        Assert.Equal(60, seen.Count);
        Assert.Equal(seen.OrderByDescending(row => row.ReceivedAt).Select(row => row.ReceivedAt), seen.Select(row => row.ReceivedAt));
    }

    [Fact]
    public async Task What_is_erased_is_found_no_more()
    {
        Page page = await PageAsync();
        Submission row = Some.Submission(page, SubmissionState.Rejected) with { Body = "a secret bridge" };
        await StoreAsync(page, [row]);
        SearchTerms terms = new() { Query = SearchParser.Parse("secret").Query };
        Assert.Single((await Store.FindAsync(page.Site, terms, null, 25, None)).Found);

        var arguments = new { site = page.Site.Value, id = row.Key.Id.Value };
        await fixture.Database.RunAsync((unit, token) => unit.ExecuteAsync("update submission set body = '' where site_id = @site and id = @id", arguments, token), None);
        Assert.Empty((await Store.FindAsync(page.Site, terms, null, 25, None)).Found);
        Assert.Empty(await fixture.Database.ReadAsync((unit, token) => unit.QueryAsync<long>("select position from searchable where site_id = @site and submission_id = @id", arguments, token), None));
    }

    private async Task<Dictionary<Guid, string>> FillAsync(Page page)
    {
        Submission one = Some.Submission(page, SubmissionState.Flagged) with { AuthorName = "Ana", Body = "The old bridge was closed.", Scores = new Scores { Spam = 0.1, Toxicity = 0.4 }, ReasonsJson = "[]" };
        Submission two = Some.Submission(page, SubmissionState.Approved) with { AuthorName = "B_n", Body = "I thank the mayor for the bridge!", Scores = new Scores { Spam = 0.1, Toxicity = 0.1 }, ReasonsJson = "[]" };
        Submission three = Some.Submission(page, SubmissionState.Flagged) with
        {
            AuthorName = "Cem",
            Body = "Café pills at https://shop.example.com/x",
            Scores = new Scores { Spam = 0.9 },
            ReasonsJson = PolicyJson.Write([new Reason { Code = ReasonCodes.Links, Rule = 12 }]),
        };
        await StoreAsync(page, [one, two, three]);
        return new Dictionary<Guid, string> { [one.Key.Id.Value] = "one", [two.Key.Id.Value] = "two", [three.Key.Id.Value] = "three" };
    }

    private async Task StoreAsync(Page page, Submission[] rows)
    {
        await fixture.InsertAsync(rows);
        await fixture.InsertAsync(Some.Submission(page, SubmissionState.Flagged) with { Body = "a test of the bridge", IsTest = true });
        await fixture.Database.RunAsync((unit, token) => new OutboxStore(fixture.Database).AppendManyAsync(unit, [.. rows.Select(row => Some.Event(row.Key))], token), None);
        SearchIndex index = new(fixture.Database);
        while (await index.StepAsync(500, None))
        {
        }
    }

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);
}

public sealed class SearchOnSqlite(SqliteFixture fixture) : SearchContract(fixture), IClassFixture<SqliteFixture>;

public sealed class SearchOnPostgres(PostgresFixture fixture) : SearchContract(fixture), IClassFixture<PostgresFixture>;
