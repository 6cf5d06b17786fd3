using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>The sweep sees everything that waits, once, oldest first.</summary>
public abstract class WaitingSubmissionsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Pages_of_the_sweep_neither_skip_nor_repeat()
    {
        Page[] pages = [await fixture.PageAsync((await fixture.SiteAsync()).Id), await fixture.PageAsync((await fixture.SiteAsync()).Id)];

        // Many at the same microsecond, and the same id at two sites: only the whole key tells them apart.
        DateTimeOffset before = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        List<Submission> stored = [];
        for (int i = 0; i < 30; i++)
        {
            Submission one = Some.Submission(pages[0], at: before.AddMicroseconds(-1 - (i / 10)));
            stored.Add(one);
            stored.Add(Some.Submission(pages[1], at: one.ReceivedAt) with { Key = new SubmissionKey(pages[1].Site, one.Key.Id) });
        }

        Submission judged = Some.Submission(pages[0], SubmissionState.Approved, at: before.AddSeconds(-1));
        Submission tooNew = Some.Submission(pages[0], at: before);
        await fixture.InsertAsync([.. stored, judged, tooNew]);
        await new SubmissionStore(fixture.Database).CountAttemptAsync([stored[0].Key], None);

        List<WaitingSubmission> swept = [];
        IReadOnlyList<WaitingSubmission> page;
        do
        {
            page = await new WaitingSubmissions(fixture.Database).ListReceivedAsync(before, swept.LastOrDefault(), 7, None);
            swept.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(
            stored.OrderBy(row => row.ReceivedAt).ThenBy(row => row.Key.Site.Value, StringComparer.Ordinal).ThenBy(row => row.Key.Id.Value).Select(row => row.Key),
            swept.Select(row => row.Key));
        Assert.Equal(1, swept.Single(row => row.Key == stored[0].Key).JudgeAttempts);
        Assert.Equal(1, swept.Sum(row => row.JudgeAttempts));
    }

    [Fact]
    public async Task Only_flagged_submissions_without_a_model_are_unscored()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission unscored = Some.Submission(page, SubmissionState.Flagged);
        Submission scored = Some.Submission(page, SubmissionState.Flagged) with { ModelVersion = "m" };
        Submission approved = Some.Submission(page, SubmissionState.Approved);
        Submission received = Some.Submission(page);
        await fixture.InsertAsync(unscored, scored, approved, received);
        IReadOnlyList<WaitingSubmission> found = await new WaitingSubmissions(fixture.Database).ListUnscoredAsync(StoreFixture.Start.AddMicroseconds(1), 5, null, 100, None);
        Assert.Equal([unscored.Key], found.Where(row => row.Key.Site == page.Site).Select(row => row.Key));
        Assert.Empty(await new WaitingSubmissions(fixture.Database).ListUnscoredAsync(StoreFixture.Start.AddMicroseconds(1), 5, found[^1], 100, None));
    }
}

public sealed class WaitingSubmissionsOnSqlite(SqliteFixture fixture) : WaitingSubmissionsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class WaitingSubmissionsOnPostgres(PostgresFixture fixture) : WaitingSubmissionsContract(fixture), IClassFixture<PostgresFixture>;
