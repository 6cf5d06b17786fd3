using Moderation.Pages;
using Moderation.Reports;
using Moderation.Retention;
using Moderation.Review;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>Reports of readers as both engines keep them.</summary>
public abstract class ReportStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private ReportStore Reports => new(fixture.Database);

    private ReviewQueueStore Queues => new(fixture.Database);

    [Fact]
    public async Task A_reader_counts_once_and_reports_are_open_until_a_person_decides()
    {
        Submission row = await CommentAsync();
        Assert.True(await AddAsync(row, "Ana", "spam", 1));
        Assert.False(await AddAsync(row, "Ana", "hate", 2));
        Assert.True(await AddAsync(row, "Ben", "spam", 3));
        Assert.True(await AddAsync(row, "Cem", "hate", 4));
        ReportSummary summary = (await Reports.SummariseAsync([row.Key], None))[row.Key];
        Assert.Equal(3, summary.Count);
        Assert.Equal(StoreFixture.Start.AddMinutes(1), summary.FirstAt);
        Assert.Equal([("spam", 2), ("hate", 1)], summary.Reasons);
        Assert.Equal([row.Key.Id], await QueueAsync(row));
        Assert.Equal(1, (await Queues.CountAsync(row.Key.Site, None)).Reported);
        Assert.Equal(2, await fixture.Database.ReadAsync((unit, token) => ReportStore.CountOpenAsync(unit, row.Key, 2, token), None));

        DateTimeOffset decided = StoreFixture.Start.AddMinutes(9);
        await fixture.Database.RunAsync((unit, token) => Reports.ResolveManyAsync(unit, [(row.Key, true)], decided, token), None);
        Assert.Empty(await Reports.SummariseAsync([row.Key], None));
        Assert.Empty(await QueueAsync(row));
        Assert.False(await AddAsync(row, "Ana", "spam", 10));

        await fixture.Database.RunAsync((unit, token) => Reports.ReopenManyAsync(unit, [(row.Key, decided.AddMinutes(1))], token), None);
        Assert.Empty(await QueueAsync(row));
        await fixture.Database.RunAsync((unit, token) => Reports.ReopenManyAsync(unit, [(row.Key, decided)], token), None);
        Assert.Equal(3, (await Reports.SummariseAsync([row.Key], None))[row.Key].Count);
        Assert.Equal([row.Key.Id], await QueueAsync(row));
    }

    [Fact]
    public async Task A_network_is_counted_on_its_site_and_within_its_time()
    {
        Submission row = await CommentAsync();
        Submission elsewhere = await CommentAsync();
        await AddAsync(row, "Ana", "spam", 1);
        await AddAsync(elsewhere, "Ana", "spam", 2);
        Assert.Equal(1, await CountAsync(row, StoreFixture.Start));
        Assert.Equal(0, await CountAsync(row, StoreFixture.Start.AddMinutes(1)));
    }

    [Fact]
    public async Task Where_a_report_came_from_is_forgotten_after_two_weeks_and_what_it_says_stays()
    {
        Submission row = await CommentAsync();
        await AddAsync(row, "Ana", "spam", 1);
        await AddAsync(row, "Ben", "spam", 2);
        await AddAsync(row, "Cem", "spam", 3);
        RetentionTrail trail = new(fixture.Database, SomeKeyRing.New());
        await trail.ForgetReportersAsync(StoreFixture.Start.AddMinutes(2), 1_000, None);
        Assert.Equal(2, await CountAsync(row, StoreFixture.Start));
        await trail.ForgetReportersAsync(StoreFixture.Start.AddMinutes(4), 1_000, None);
        Assert.Equal(0, await CountAsync(row, StoreFixture.Start));
        Assert.Equal(3, (await Reports.SummariseAsync([row.Key], None))[row.Key].Count);
    }

    private Task<long> CountAsync(Submission row, DateTimeOffset since) =>
        fixture.Database.ReadAsync((unit, token) => ReportStore.CountOfNetworkAsync(unit, row.Key.Site, Some.Hash("net"), since, 10, token), None);

    private async Task<IReadOnlyList<SubmissionId>> QueueAsync(Submission row) =>
        [.. (await Queues.ListAsync(row.Key.Site, ReviewQueueKind.Reported, ReviewOrder.Oldest, null, 10, None)).Select(found => found.Key.Id)];

    private Task<bool> AddAsync(Submission row, string reader, string reason, int minute) => fixture.Database.RunAsync(
        (unit, token) => ReportStore.AddAsync(unit, row.Key, Some.Id(), Some.Hash($"{row.Key.Id} {reader}"), Some.Hash("net"), reason, null, StoreFixture.Start.AddMinutes(minute), token), None);

    private async Task<Submission> CommentAsync()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission row = Some.Submission(page, SubmissionState.Approved);
        await fixture.InsertAsync(row);
        return row;
    }
}

public sealed class ReportStoreOnSqlite(SqliteFixture fixture) : ReportStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ReportStoreOnPostgres(PostgresFixture fixture) : ReportStoreContract(fixture), IClassFixture<PostgresFixture>;
