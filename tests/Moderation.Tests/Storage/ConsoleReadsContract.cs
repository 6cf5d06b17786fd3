using System.Security.Cryptography;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Review;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>What open pages of the console read beside the queues: what changed, what was passed on, and an address when somebody asks for it.</summary>
public abstract class ConsoleReadsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private ReviewQueueStore Queues => new(fixture.Database);

    private AuditStore Audit => new(fixture.Database);

    private ReviewDesk Desk => new(fixture.Database, Queues, new ReviewClaims(fixture.Database), new SubmissionStore(fixture.Database), new PageStore(fixture.Database), Audit, fixture.Clock);

    [Fact]
    public async Task What_changed_is_found_behind_a_position_and_never_twice()
    {
        OutboxWatch watch = new(fixture.Database);
        Page page = await PageAsync();
        Submission first = await StoreAsync(page);
        Submission second = await StoreAsync(page);
        long before = await watch.NewestAsync(None);
        Assert.Equal((before, 0), await ListAsync(watch, before));

        await AppendAsync(first);
        await AppendAsync(second);
        (long middle, IReadOnlyList<SubmissionKey> one) = await watch.ListAsync(before, 1, None);
        Assert.Equal([first.Key], one);
        (long last, IReadOnlyList<SubmissionKey> rest) = await watch.ListAsync(middle, 10, None);
        Assert.Equal([second.Key], rest);
        Assert.Equal(await watch.NewestAsync(None), last);
        Assert.Empty((await watch.ListAsync(last, 10, None)).Changed);
    }

    [Fact]
    public async Task What_was_passed_on_is_told_and_can_be_taken_back_once()
    {
        Page page = await PageAsync();
        Submission submission = await StoreAsync(page);
        DateTimeOffset since = fixture.Clock.GetUtcNow().AddMinutes(-1);
        Assert.False(await Desk.TakeBackAsync(submission.Key, submission.Version, "moderator:1", None));
        Assert.True(await Desk.EscalateAsync(submission.Key, submission.Version, "moderator:1", null, None));
        Assert.Equal([submission.Key.Id], await Desk.ListEscalatedAsync(page.Site, since, None));
        Assert.Empty(await Desk.ListEscalatedAsync(page.Site, fixture.Clock.GetUtcNow(), None));

        Assert.True(await Desk.TakeBackAsync(submission.Key, submission.Version, "moderator:1", None));
        Assert.False(await Desk.TakeBackAsync(submission.Key, submission.Version, "moderator:1", None));
        Assert.Empty(await Desk.ListEscalatedAsync(page.Site, since, None));
        Assert.Equal(["take_back"], (await Audit.ListAsync(submission.Key, None)).Select(entry => entry.Decision).OfType<string>());
    }

    [Theory]
    [InlineData(false, "a…@e….net", "address_masked")]
    [InlineData(true, "ana.lima@example.net", "address_in_full")]
    public async Task Who_looks_at_an_address_stands_in_the_audit_trail(bool isFull, string shown, string entry)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        EmailSealer sealer = new(SomeKeyRing.New(), random);
        Page page = await PageAsync();
        Submission submission = Some.Submission(page);
        submission = submission with { EmailSealed = sealer.Seal(page.Site, submission.Key.Id.Value, "ana.lima@example.net") };
        Submission without = Some.Submission(page) with { EmailSealed = null };
        await fixture.InsertAsync(submission, without);
        ShowAuthorAddress show = new(fixture.Database, new SubmissionStore(fixture.Database), Audit, sealer, fixture.Clock);

        Assert.Equal(shown, await show.HandleAsync(submission.Key, "moderator:1", isFull, None));
        AuditEntry looked = Assert.Single(await Audit.ListAsync(submission.Key, None));
        Assert.Equal((AuditKind.Disclosure, "moderator:1", entry), (looked.Kind, looked.Actor, looked.Decision));
        Assert.Null(await show.HandleAsync(without.Key, "moderator:1", isFull, None));
        Assert.Empty(await Audit.ListAsync(without.Key, None));
    }

    private static async Task<(long Position, int Count)> ListAsync(OutboxWatch watch, long after)
    {
        (long position, IReadOnlyList<SubmissionKey> changed) = await watch.ListAsync(after, 10, None);
        return (position, changed.Count);
    }

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);

    private async Task<Submission> StoreAsync(Page page)
    {
        Submission submission = Some.Submission(page) with { State = SubmissionState.Flagged, Version = 1, Verdict = Verdict.Flag, Scores = new Scores { Spam = 0.1, LikelyToReject = 0.3 }, ModelVersion = "a model" };
        await fixture.InsertAsync(submission);
        return submission;
    }

    private Task AppendAsync(Submission submission) =>
        fixture.Database.RunAsync((unit, token) => new OutboxStore(fixture.Database).AppendManyAsync(unit, [Some.Event(submission.Key)], token), None);
}

public sealed class ConsoleReadsOnSqlite(SqliteFixture fixture) : ConsoleReadsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ConsoleReadsOnPostgres(PostgresFixture fixture) : ConsoleReadsContract(fixture), IClassFixture<PostgresFixture>;
