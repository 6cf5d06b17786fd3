using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Search;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Search finds the same on both engines, whatever is typed, and nothing that was erased.</summary>
public abstract class SearchContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

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

        IReadOnlyList<Submission> rows = await Store.FindAsync(page.Site, new SearchTerms { Query = query }, null, 25, None);
        Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), rows.Select(row => names[row.Key.Id.Value]).Order());
        Assert.Equal(rows.Select(row => (row.Key.Id, row.Version)), await Store.ListKeysAsync(page.Site, new SearchTerms { Query = query }, 25, None));
    }

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
        while (await Store.FindAsync(page.Site, terms, seen.LastOrDefault(), 25, None) is { Count: > 0 } found)
        {
            seen.AddRange(found);
        }

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
        Assert.Single(await Store.FindAsync(page.Site, terms, null, 25, None));

        var arguments = new { site = page.Site.Value, id = row.Key.Id.Value };
        await fixture.Database.RunAsync((unit, token) => unit.ExecuteAsync("update submission set body = '' where site_id = @site and id = @id", arguments, token), None);
        Assert.Empty(await Store.FindAsync(page.Site, terms, null, 25, None));
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
