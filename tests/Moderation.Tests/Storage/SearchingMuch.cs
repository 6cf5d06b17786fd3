using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Moderation.Pages;
using Moderation.Search;
using Moderation.Submissions;
using SQLitePCL;

namespace Moderation.Tests.Storage;

/// <summary>Searching among a hundred thousand costs what searching among ten thousand does: a statement looks at so many and goes on from there, and what is rare is found by the index of words at once.</summary>
public sealed class SearchingMuch(PostgresFixture postgres, SqliteFixture sqlite) : IClassFixture<PostgresFixture>, IClassFixture<SqliteFixture>
{
    private const int Fewer = 10_000;
    private const int Many = 100_000;

    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Of each operator one that is found nowhere, or only in the oldest of all.</summary>
    private static readonly string[] Searches =
    [
        "author:zenobia", "author:nobody", "author:%", "page:quay", "page:nowhere", "domain:rare.example.net", "domain:none.example", "state:removed", "state:rejected", "reason:links", "score>0.9", "by:policy", "from:2020-01-01", "until:2020-01-01", "common", "author:reader", "common state:removed",
    ];

    [Fact]
    public async Task Postgres_reads_so_many_rows_at_most()
    {
        Page page = await FillAsync(postgres, Many);
        await postgres.Database.ReadAsync((unit, token) => unit.ExecuteAsync("analyze submission, searchable, page", null, token), None);
        foreach (string text in Searches)
        {
            SearchStatements statements = new(postgres.Database.Dialect, page.Site, Terms(text));
            (string Sql, Dictionary<string, object?> Arguments) choose = statements.Candidates(isRare: statements.HasWords && !text.Contains("reader", StringComparison.Ordinal) && !text.Contains("common", StringComparison.Ordinal), after: null);
            List<Guid> ids = await postgres.Database.ReadAsync(
                async (unit, token) => (List<Guid>)[.. (await unit.QueryAsync<SubmissionRow>(choose.Sql, choose.Arguments, token)).Select(row => row.Id)], None);
            (string Sql, Dictionary<string, object?> Arguments) filter = statements.Filter(SubmissionRow.Columns, ids, isRare: false, SearchStore.PageItems);
            long read = await ReadAsync(choose) + await ReadAsync(filter) + (statements.HasWords ? await ReadAsync(statements.Count()) : 0);
            Assert.True(read <= 6 * SearchStore.Window, $"{text} reads {read} rows of {Many}.");
        }

        await FindTheOldestAsync(postgres, page);
    }

    /// <summary>Ten times as much is stored: whatever reads all of it takes ten times as many steps. The index of words has more parts, each of which is asked.</summary>
    [Fact]
    public async Task Sqlite_does_as_much_among_many_as_among_some()
    {
        Page some = await FillAsync(sqlite, Fewer);
        Dictionary<string, long> few = await StepsAsync(some);
        Page many = await FillAsync(sqlite, Many);
        foreach ((string text, long steps) in await StepsAsync(many))
        {
            Assert.True(steps <= (few[text] * 5) + 1_000, $"{text} takes {few[text]} steps among {Fewer} and {steps} among {Many}.");
        }

        await FindTheOldestAsync(sqlite, many);
    }

    private Task<long> ReadAsync((string Sql, Dictionary<string, object?> Arguments) statement) => CopiedSubmissions.RowsReadAsync(postgres.Database, statement.Sql, statement.Arguments, maySort: true);

    /// <summary>What is rare is on the first page when the index of words names it; anything else is found by going on, without a gap.</summary>
    private static async Task FindTheOldestAsync(StoreFixture fixture, Page page)
    {
        SearchStore store = new(fixture.Database);
        Assert.Equal("Zenobia", Assert.Single((await store.FindAsync(page.Site, Terms("author:zeno"), null, 25, None)).Found).AuthorName);
        Assert.Equal("Zenobia", Assert.Single((await store.FindAsync(page.Site, Terms("domain:example.net"), null, 25, None)).Found).AuthorName);
        List<Submission> found = [];
        int looks = 0;
        SearchPlace? place = null;
        do
        {
            (IReadOnlyList<Submission> more, place) = await store.FindAsync(page.Site, Terms("state:rejected"), place, 25, None);
            found.AddRange(more);
            looks++;
        }
        while (place is not null);

        Assert.Equal("Zenobia", Assert.Single(found).AuthorName);
        Assert.Equal(Many / SearchStore.Window, looks - 1);
    }

    private static SearchTerms Terms(string text)
    {
        (SearchQuery query, IReadOnlyList<string> problems) = SearchParser.Parse(text);
        Assert.Empty(problems);
        return new SearchTerms { Query = query, IsByPolicy = query.By is not null };
    }

    /// <summary>A site where the oldest submission is another than all the others.</summary>
    private static async Task<Page> FillAsync(StoreFixture fixture, int count)
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission first = Some.Submission(page, SubmissionState.Approved) with { AuthorName = "Reader", Body = "Something common.", Scores = new Scores { Spam = 0.1 }, ReasonsJson = "[]" };
        Submission oldest = Some.Submission(page, SubmissionState.Rejected, at: StoreFixture.Start.AddYears(-1)) with { AuthorName = "Zenobia", Body = "Look at https://rare.example.net/x", ReasonsJson = "[]" };
        await fixture.InsertAsync(first, oldest);
        bool isPostgres = fixture is PostgresFixture;
        string columns = SubmissionRow.Columns;
        foreach ((string column, string value) in new[]
        {
            ("id", isPostgres ? "gen_random_uuid()" : "printf('%08x-0000-7000-8000-%012x', number, number)"),
            ("received_at", isPostgres ? "received_at + number * interval '1 second'" : "strftime('%Y-%m-%dT%H:%M:%S', substr(received_at, 1, 19), '+' || number || ' seconds') || substr(received_at, 20)"),
            ("body", "body || ' ' || number"),
            ("author_name", "author_name || ' ' || (number % 997)"),
        })
        {
            columns = Regex.Replace(columns, $@"(?<!\w){column}(?!\w)", value);
        }

        string copies = (count - 1).ToString(CultureInfo.InvariantCulture);
        string sql = $"""
            with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < {copies})
            insert into submission ({SubmissionRow.Columns})
            select {columns}
            from submission, numbers
            where site_id = @site and id = @id
            """;
        await fixture.Database.RunAsync(
            async (unit, token) =>
            {
                Assert.Equal(count - 1, await unit.ExecuteAsync(sql, new { site = page.Site.Value, id = first.Key.Id.Value }, token));
                await unit.ExecuteAsync("insert into searchable (site_id, submission_id, received_at) select site_id, id, received_at from submission where site_id = @site order by received_at, id", new { site = page.Site.Value }, token);
            },
            None);
        return page;
    }

    /// <summary>The instructions that SQLite carries out for a page, in tens.</summary>
    private async Task<Dictionary<string, long>> StepsAsync(Page page)
    {
        Dictionary<string, long> steps = [];
        foreach (string text in Searches)
        {
            steps[text] = await sqlite.Database.ReadAsync(
                async (unit, token) =>
                {
                    sqlite3 handle = ((SqliteConnection)unit.Connection).Handle!;
                    long taken = 0;
                    raw.sqlite3_progress_handler(handle, 10, _ => (int)(0 * taken++), null);
                    await SearchStore.FindAsync(unit, page.Site, Terms(text), null, SearchStore.PageItems, token);
                    raw.sqlite3_progress_handler(handle, 0, null, null);
                    return taken;
                },
                None);
        }

        return steps;
    }
}
