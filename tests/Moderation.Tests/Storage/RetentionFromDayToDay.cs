using Microsoft.Extensions.Time.Testing;
using Moderation.Feedback;
using Moderation.Pages;
using Moderation.Retention;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Tests.Privacy;
using Moderation.Training;

namespace Moderation.Tests.Storage;

/// <summary>Each day goes on where the last one ended; the first of a month begins at the beginning.</summary>
public abstract class RetentionFromDayToDay(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider clock = new(StoreFixture.Start);

    private Database Database => fixture.Database;

    [Fact]
    public async Task What_became_due_goes_the_next_day_and_what_was_imported_with_an_old_time_the_next_month()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        Submission soon = Of(page, clock.GetUtcNow().AddDays(-13.5), "soon");
        await fixture.InsertAsync(soon);
        Assert.Equal(0, (await KeepAsync())["networks"]);
        Submission imported = Of(page, clock.GetUtcNow().AddMonths(-20), "imported");
        await fixture.InsertAsync(imported);

        clock.Advance(TimeSpan.FromDays(1));
        IReadOnlyDictionary<string, int> nextDay = await KeepAsync();
        Assert.Equal((1, 0), (nextDay["networks"], nextDay["author_keys"]));
        Assert.Null((await FindAsync(soon)).NetworkHash);
        Assert.NotNull((await FindAsync(imported)).NetworkHash);

        clock.SetUtcNow(new DateTimeOffset(2026, 12, 1, 3, 0, 0, TimeSpan.Zero));
        IReadOnlyDictionary<string, int> nextMonth = await KeepAsync();
        Assert.Equal((1, 1), (nextMonth["networks"], nextMonth["author_keys"]));
        Assert.Null((await FindAsync(imported)).AuthorKey);
        Assert.NotNull((await FindAsync(soon)).AuthorKey);
    }

    private async Task<IReadOnlyDictionary<string, int>> KeepAsync() =>
        (await new KeepRetention(Database, new RetentionWalks(Database), new RetentionStore(Database), new RetentionTrail(Database, SomeKeyRing.New()), new RetentionAudit(Database),
            new RetentionRunStore(Database), new LabelledTexts(Database), new FeedbackStore(Database), clock).HandleAsync(None))!;

    private async Task<Submission> FindAsync(Submission row) => (await new SubmissionStore(Database).FindAsync(row.Key, None))!;

    private static Submission Of(Page page, DateTimeOffset at, string author) =>
        Some.Submission(page, SubmissionState.Approved, at: at) with { NetworkHash = Some.Hash(author), AuthorKey = Some.Hash(author), EmailHash = Some.Hash(author) };
}

public sealed class RetentionFromDayToDayOnSqlite(SqliteFixture fixture) : RetentionFromDayToDay(fixture), IClassFixture<SqliteFixture>;

public sealed class RetentionFromDayToDayOnPostgres(PostgresFixture fixture) : RetentionFromDayToDay(fixture), IClassFixture<PostgresFixture>;
