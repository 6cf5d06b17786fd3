using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Retention;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Tests.Privacy;
using Moderation.Training;

namespace Moderation.Tests.Storage;

/// <summary>The retention times, on a store where things of every age stand.</summary>
public abstract class RetentionContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private Database Database => fixture.Database;

    private KeepRetention Keep => new(Database, new RetentionWalks(Database), new RetentionStore(Database), new RetentionTrail(Database, SomeKeyRing.New()), new RetentionAudit(Database), new RetentionRunStore(Database), new LabelledTexts(Database),
        new FeedbackStore(Database), fixture.Clock);

    [Fact]
    public async Task What_outlived_its_time_goes_and_nothing_else_once_a_day()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        DateTimeOffset now = StoreFixture.Start;
        Submission spam = With(page, SubmissionState.Rejected, now.AddDays(-31)) with { Scores = new Scores { Spam = 0.9 } };
        Submission rude = With(page, SubmissionState.Rejected, now.AddDays(-31)) with { Scores = new Scores { Spam = 0.1 } };
        Submission removed = With(page, SubmissionState.Removed, now.AddMonths(-7));
        Submission comment = With(page, SubmissionState.Approved, now.AddMonths(-13));
        Submission waiting = With(page, SubmissionState.Flagged, now.AddDays(-40));
        Submission young = With(page, SubmissionState.Rejected, now.AddDays(-13)) with { Scores = new Scores { Spam = 0.9 } };
        Submission again = With(page, SubmissionState.Approved, now.AddMonths(-13)) with { AuthorKey = young.AuthorKey };
        Submission[] all = [spam, rude, removed, comment, waiting, young, again];
        await fixture.InsertAsync(all);
        await Database.RunAsync((unit, token) => new LabelStore(Database).SetAsync(unit, new Label { Key = spam.Key, IsViolating = true, Actor = "moderator:1", At = now }, token), None);
        string moderator = $"moderator:{Some.Id():D}";
        await Database.RunAsync(
            (unit, token) => new AuditStore(Database).AppendManyAsync(
                unit, [Entry(spam, moderator, now.AddMonths(-7)), Entry(spam, moderator, now.AddMonths(-25)), Entry(comment, moderator, now.AddMonths(-25)), Entry(young, moderator, now.AddDays(-1))], token),
            None);
        await Database.RunAsync((unit, token) => new DeadLetterStore(Database).AddAsync(unit, new DeadLetter { DeadLetterId = Some.Id(), Source = "judging", Reason = "gave_up", CreatedAt = now.AddDays(-15) }, token), None);

        IReadOnlyDictionary<string, int> counts = (await Keep.HandleAsync(None))!;

        Assert.Equal((2, 5, 6), (counts["texts"], counts["addresses"], counts["networks"]));
        Assert.Equal((1, 1), (counts["dead_letters"], counts["audit_entries"]));
        Assert.Equal(2, counts["moderator_names"]);
        Assert.Equal(["", rude.Body, "", comment.Body, waiting.Body, young.Body, again.Body], await ReadAsync(all, row => row.Body));
        Assert.Equal([false, false, false, false, true, true, false], await ReadAsync(all, row => row.EmailSealed is not null));
        Assert.Equal([false, false, false, false, false, true, false], await ReadAsync(all, row => row.NetworkHash is not null));
        Assert.Equal([true, true, true, false, true, true, true], await ReadAsync(all, row => row.AuthorKey is not null));
        Assert.Equal(spam.Body, (await new LabelledTexts(Database).FindAsync(page.Site, [spam.Key.Id.Value], None))[spam.Key.Id.Value]);
        Assert.NotEqual(moderator, (await new AuditStore(Database).ListAsync(spam.Key, None)).Single().Actor);
        Assert.Equal(moderator, (await new AuditStore(Database).ListAsync(young.Key, None)).Single().Actor);
        Assert.StartsWith("moderator:", (await new AuditStore(Database).ListAsync(comment.Key, None)).Single().Actor, StringComparison.Ordinal);
        RetentionRun last = (await new RetentionRunStore(Database).LastAsync(None))!;
        Assert.Equal("2026-11-23", last.Day);
        Assert.Contains("\"texts\":2", last.Counts, StringComparison.Ordinal);

        Assert.Null(await Keep.HandleAsync(None));
    }

    [Fact]
    public async Task Complaints_that_were_decided_long_ago_go_and_those_that_count_stay()
    {
        Page page = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        DateTimeOffset now = StoreFixture.Start;
        foreach ((DateTimeOffset made, DateTimeOffset? resolved) in new (DateTimeOffset, DateTimeOffset?)[] { (now.AddMonths(-25), now.AddMonths(-24)), (now.AddMonths(-25), null), (now.AddMonths(-23), now.AddMonths(-22)) })
        {
            Guid id = Some.Id();
            await Database.RunAsync(
                (unit, token) => unit.ExecuteAsync(
                    "insert into report (report_id, site_id, submission_id, reporter_hash, reason, created_at, resolved_at) values (@id, @site, @id, @hash, 'spam', @made, @resolved)",
                    new { id, site = page.Site.Value, hash = Some.Hash($"{id}"), made, resolved },
                    token),
                None);
        }

        RetentionTrail trail = new(Database, SomeKeyRing.New());
        Assert.Equal(1, await trail.ForgetReportsAsync(now.AddMonths(-RetentionTimes.ReportMonths), 100, None));
        Assert.Equal(0, await trail.ForgetReportsAsync(now.AddMonths(-RetentionTimes.ReportMonths), 100, None));
    }

    [Fact]
    public async Task A_day_whose_process_was_lost_is_taken_over_and_a_finished_one_is_not()
    {
        RetentionRunStore runs = new(Database);
        DateTimeOffset at = StoreFixture.Start.AddMonths(-1);
        Assert.True(await runs.TakeAsync("2026-10-23", at, None));
        Assert.False(await runs.TakeAsync("2026-10-23", at.AddMinutes(59), None));
        Assert.True(await runs.TakeAsync("2026-10-23", at.AddMinutes(61), None));
        await runs.FinishAsync("2026-10-23", at.AddMinutes(62), "{}", None);
        Assert.False(await runs.TakeAsync("2026-10-23", at.AddHours(9), None));
    }

    [Fact]
    public async Task Events_that_were_sent_long_ago_go_and_those_that_wait_stay()
    {
        Site site = await fixture.SiteAsync();
        OutboxStore outbox = new(Database);
        SubmissionKey key = new(site.Id, new SubmissionId(Some.Id()));
        OutboxEvent[] events = [.. Enumerable.Range(1, 3).Select(version => Some.Event(key, version))];
        await Database.RunAsync((unit, token) => outbox.AppendManyAsync(unit, events, token), None);
        RetentionTrail trail = new(Database, SomeKeyRing.New());
        DateTimeOffset later = StoreFixture.Start.AddDays(15);
        Assert.Equal(0, await trail.ForgetEventsAsync(later, 100, None));
        await Database.RunAsync(async (unit, token) => await outbox.MarkSentAsync(unit, [.. (await outbox.ClaimDueAsync(unit, later, 100, token)).Where(one => one.Version < 3)], later, token), None);

        Assert.Equal(0, await trail.ForgetEventsAsync(StoreFixture.Start, 100, None));
        Assert.Equal(2, await trail.ForgetEventsAsync(later, 100, None));

        Assert.Equal([3], (await outbox.ListDueAsync(later, 100, None)).Select(one => one.Version));
    }

    private static Submission With(Page page, SubmissionState state, DateTimeOffset at)
    {
        Submission row = Some.Submission(page, state, at: at);
        return row with { EmailSealed = [1], EmailHash = Some.Hash($"{row.Key.Id}"), AuthorKey = Some.Hash($"{row.Key.Id}"), NetworkHash = Some.Hash("network") };
    }

    private static AuditEntry Entry(Submission row, string actor, DateTimeOffset at) =>
        new() { EntryId = Some.Id(), Site = row.Key.Site, SubmissionId = row.Key.Id, Kind = AuditKind.Decision, Actor = actor, At = at };

    private async Task<IReadOnlyList<T>> ReadAsync<T>(Submission[] rows, Func<Submission, T> read)
    {
        Dictionary<SubmissionKey, Submission> now = (await new SubmissionStore(Database).FindManyAsync([.. rows.Select(row => row.Key)], None)).ToDictionary(row => row.Key);
        return [.. rows.Select(row => read(now[row.Key]))];
    }
}

public sealed class RetentionOnSqlite(SqliteFixture fixture) : RetentionContract(fixture), IClassFixture<SqliteFixture>;

public sealed class RetentionOnPostgres(PostgresFixture fixture) : RetentionContract(fixture), IClassFixture<PostgresFixture>;
