using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>What test keys sent is gone when its time is over, and nothing else is.</summary>
public abstract class TestSubmissionsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Only_tests_whose_time_is_over_are_removed_with_their_trail()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        DateTimeOffset limit = StoreFixture.Start;
        Submission real = Some.Submission(page, SubmissionState.Approved, at: limit.AddDays(-9));
        Submission young = Some.Submission(page, SubmissionState.Approved, at: limit) with { IsTest = true };
        Submission[] old = [.. Enumerable.Range(1, 7).Select(i => Some.Submission(page, i == 1 ? SubmissionState.Received : SubmissionState.Flagged, at: limit.AddMinutes(-i)) with { IsTest = true })];
        await fixture.InsertAsync([real, young, .. old]);
        AuditStore audit = new(fixture.Database);
        await fixture.Database.RunAsync(
            (unit, token) => audit.AppendManyAsync(unit, [.. old.Append(real).Select(row => new AuditEntry { EntryId = Some.Id(), Site = page.Site, SubmissionId = row.Key.Id, Kind = AuditKind.Decision, Actor = "site", At = limit })], token), None);

        TestSubmissions tests = new(fixture.Database);
        Assert.Equal(5, await tests.RemoveAsync(limit, 5, None));
        Assert.Equal(2, await tests.RemoveAsync(limit, 5, None));
        Assert.Equal(0, await tests.RemoveAsync(limit, 5, None));

        SubmissionStore submissions = new(fixture.Database);
        Assert.NotNull(await submissions.FindAsync(real.Key, None));
        Assert.NotNull(await submissions.FindAsync(young.Key, None));
        Assert.Single(await audit.ListAsync(real.Key, None));
        foreach (Submission gone in old)
        {
            Assert.Null(await submissions.FindAsync(gone.Key, None));
            Assert.Empty(await audit.ListAsync(gone.Key, None));
        }
    }
}

public sealed class TestSubmissionsOnSqlite(SqliteFixture fixture) : TestSubmissionsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class TestSubmissionsOnPostgres(PostgresFixture fixture) : TestSubmissionsContract(fixture), IClassFixture<PostgresFixture>;
