using Moderation.Accounts;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>The review queues: what stands in which, who is looking, and that nobody decides what a colleague has decided.</summary>
public abstract class ReviewContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static int names;

    private ReviewQueueStore Queues => new(fixture.Database);

    private ReviewDesk Desk =>
        new(fixture.Database, Queues, new ReviewClaims(fixture.Database), new SubmissionStore(fixture.Database), new PageStore(fixture.Database), new AuditStore(fixture.Database), fixture.Clock);

    private DecideSubmission Decide => new(
        fixture.Database, new SubmissionStore(fixture.Database), new PageStore(fixture.Database), new AuditStore(fixture.Database), new SeenDomains(fixture.Database),
        new EventWriter(new OutboxStore(fixture.Database)), new DecisionSignal(), fixture.Clock, new LabelStore(fixture.Database));

    [Fact]
    public async Task What_waits_stands_in_exactly_one_queue()
    {
        Page page = await PageAsync();
        Submission flagged = await StoreAsync(page, spam: 0.2);
        Submission spam = await StoreAsync(page, spam: 0.5);
        Submission unscored = await StoreAsync(page, spam: null);
        Submission passedOn = await StoreAsync(page, spam: 0.9);
        await StoreAsync(page, spam: 0.2, isTest: true);
        Assert.True(await Desk.EscalateAsync(passedOn.Key, passedOn.Version, "moderator:1", "please", None));
        Assert.False(await Desk.EscalateAsync(passedOn.Key, passedOn.Version, "moderator:1", null, None));

        Assert.Equal([flagged.Key], await ListAsync(page.Site, ReviewQueueKind.Flagged));
        Assert.Equal([spam.Key], await ListAsync(page.Site, ReviewQueueKind.SpamLikely));
        Assert.Equal([unscored.Key], await ListAsync(page.Site, ReviewQueueKind.Unscored));
        Assert.Equal([passedOn.Key], await ListAsync(page.Site, ReviewQueueKind.Escalated));
        ReviewCounts counts = await Desk.CountAsync(page.Site, None);
        Assert.Equal((1, 1, 1, 1), (counts.Flagged, counts.SpamLikely, counts.Unscored, counts.Escalated));
        Assert.Equal(flagged.ReceivedAt, counts.OldestReceivedAt);
    }

    [Theory]
    [InlineData(nameof(ReviewOrder.Oldest))]
    [InlineData(nameof(ReviewOrder.Riskiest))]
    public async Task A_queue_is_paged_without_a_gap_or_a_repeat(string orderName)
    {
        ReviewOrder order = Enum.Parse<ReviewOrder>(orderName);
        Page page = await PageAsync();
        List<Submission> stored = [];
        for (int index = 0; index < 60; index++)
        {
            stored.Add(await StoreAsync(page, spam: 0.1, priority: index % 3, risk: (index % 7) / 10.0));
        }

        List<Submission> seen = [];
        ReviewCursor? after = null;
        while (await Desk.ListAsync(page.Site, ReviewQueueKind.Flagged, order, after, None) is { Count: > 0 } items)
        {
            seen.AddRange(items.Select(item => item.Submission));
            after = items[^1].CursorIn(ReviewQueueKind.Flagged);
        }

        Assert.Equal(stored.Select(submission => submission.Key).ToHashSet(), [.. seen.Select(submission => submission.Key)]);
        Assert.Equal(60, seen.Count);
        Assert.Equal(
            order == ReviewOrder.Oldest ? seen.OrderBy(submission => submission.ReceivedAt) : seen.OrderByDescending(submission => submission.Priority).ThenByDescending(submission => submission.Scores!.LikelyToReject),
            seen);
    }

    [Fact]
    public async Task Only_one_of_two_decides_and_the_other_is_told()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Moderator ben = await ModeratorAsync();
        for (int round = 0; round < 20; round++)
        {
            Submission submission = await StoreAsync(page, spam: 0.1);
            DecisionResult[] results = await Task.WhenAll(
                Decide.HandleAsync(Request(submission, Decision.Approve, ana), None),
                Decide.HandleAsync(Request(submission, Decision.Reject, ben), None));

            Assert.Single(results, result => result.Outcome == DecisionOutcome.Done);
            DecisionResult late = Assert.Single(results, result => result.Outcome == DecisionOutcome.Stale);
            Assert.NotNull(late.Submission);
        }
    }

    [Fact]
    public async Task What_a_colleague_has_taken_is_left_to_them_until_the_time_is_over()
    {
        Page page = await PageAsync();
        Submission submission = await StoreAsync(page, spam: 0.1);
        Moderator ana = await ModeratorAsync();
        Moderator ben = await ModeratorAsync();
        Assert.True(await Desk.ClaimAsync(submission.Key, ana.ModeratorId, None));
        Assert.True(await Desk.ClaimAsync(submission.Key, ana.ModeratorId, None));
        Assert.False(await Desk.ClaimAsync(submission.Key, ben.ModeratorId, None));
        Assert.Equal(ana.DisplayName, (await Desk.FindAsync(submission.Key, None))!.Claim!.DisplayName);

        DecisionResult refused = await Decide.HandleAsync(Request(submission, Decision.Approve, ben), None);
        Assert.Equal(DecisionOutcome.Claimed, refused.Outcome);
        Assert.Equal(ana.ModeratorId, refused.Claim!.ModeratorId);

        fixture.Clock.Advance(ReviewClaims.Duration + TimeSpan.FromSeconds(1));
        Assert.True(await Desk.ClaimAsync(submission.Key, ben.ModeratorId, None));
        Assert.Equal(DecisionOutcome.Done, (await Decide.HandleAsync(Request(submission, Decision.Approve, ben), None)).Outcome);
        Assert.Null((await Desk.FindAsync(submission.Key, None))!.Claim);
    }

    [Fact]
    public async Task A_decision_labels_the_text_and_an_undo_takes_the_label_back()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        LabelStore labels = new(fixture.Database);
        Submission submission = await StoreAsync(page, spam: 0.1);

        Submission rejected = (await Decide.HandleAsync(Request(submission, Decision.Reject, ana) with { Reason = "abusive" }, None)).Submission!;
        Assert.Equal((true, "abusive", ana.Actor), await LabelAsync(labels, submission));
        Submission reopened = (await Decide.HandleAsync(Request(rejected, Decision.Reopen, ana), None)).Submission!;
        Assert.Equal(SubmissionState.Flagged, reopened.State);
        Assert.Null(await labels.FindAsync(submission.Key, None));

        Submission again = (await Decide.HandleAsync(Request(reopened, Decision.Reject, ana) with { Reason = "irrelevant" }, None)).Submission!;
        Assert.Null(await labels.FindAsync(submission.Key, None));
        await Decide.HandleAsync(Request(again, Decision.Approve, ana), None);
        Assert.Equal((false, null, ana.Actor), await LabelAsync(labels, submission));
        Assert.Equal("approve", (await Desk.FindAsync(submission.Key, None))!.LastDecision!.Decision);
    }

    [Fact]
    public async Task An_undone_decision_gives_the_label_back_to_the_one_before()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Moderator ben = await ModeratorAsync();
        LabelStore labels = new(fixture.Database);
        Submission submission = await StoreAsync(page, spam: 0.1);

        Submission approved = (await Decide.HandleAsync(Request(submission, Decision.Approve, ana), None)).Submission!;
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Submission removed = (await Decide.HandleAsync(Request(approved, Decision.Remove, ben) with { Reason = "hate" }, None)).Submission!;
        Assert.Equal((true, "hate", ben.Actor), await LabelAsync(labels, submission));
        Submission undone = (await Decide.HandleAsync(Request(removed, Decision.Reopen, ben), None)).Submission!;
        Assert.Equal((false, null, ana.Actor), await LabelAsync(labels, submission));
        Assert.Equal(approved.DecidedAt, (await labels.FindAsync(submission.Key, None))!.At);

        Submission again = (await Decide.HandleAsync(Request(undone, Decision.Reopen, ana), None)).Submission!;
        Assert.Equal(SubmissionState.Removed, again.State);
        Assert.Equal((true, "hate", ben.Actor), await LabelAsync(labels, submission));
    }

    [Fact]
    public async Task A_programs_decision_takes_the_label_and_its_undo_gives_it_back()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        LabelStore labels = new(fixture.Database);
        Submission submission = await StoreAsync(page, spam: 0.1);
        Submission rejected = (await Decide.HandleAsync(Request(submission, Decision.Reject, ana) with { Reason = "spam" }, None)).Submission!;

        Submission program = (await Decide.HandleAsync(Request(rejected, Decision.Approve, ana) with { Actor = "site", DecidedBy = "site", ModeratorId = null }, None)).Submission!;
        Assert.Null(await labels.FindAsync(submission.Key, None));
        await Decide.HandleAsync(Request(program, Decision.Reopen, ana) with { Actor = "site", DecidedBy = "site", ModeratorId = null }, None);
        Assert.Equal((true, "spam", ana.Actor), await LabelAsync(labels, submission));
    }

    [Fact]
    public async Task The_newest_decisions_come_first_and_other_sites_stay_out()
    {
        Page page = await PageAsync();
        Page elsewhere = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission first = await StoreAsync(page, spam: 0.1);
        Submission second = await StoreAsync(page, spam: 0.1);
        Submission foreign = await StoreAsync(elsewhere, spam: 0.1);
        foreach (Submission submission in new[] { first, second, foreign })
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Decide.HandleAsync(Request(submission, Decision.Reject, ana), None);
        }

        Assert.Equal([second.Key, first.Key], await ListAsync(page.Site, ReviewQueueKind.Recent));
        Assert.Equal([second.Key, first.Key], await ListAsync(page.Site, ReviewQueueKind.Rejected));
        Assert.Empty(await ListAsync(page.Site, ReviewQueueKind.Approved));
        Assert.Empty(await ListAsync(page.Site, ReviewQueueKind.Flagged));
    }

    [Fact]
    public async Task The_thread_and_the_authors_past_are_found()
    {
        Page page = await PageAsync();
        byte[] author = [4, 2, 4, 2];
        Submission root = Some.Submission(page) with { AuthorKey = author };
        Submission parent = Some.Submission(page) with { ParentId = root.Key.Id, RootId = root.Key.Id };
        Submission middle = Some.Submission(page) with { ParentId = parent.Key.Id, RootId = root.Key.Id, AuthorKey = author };
        Submission child = Some.Submission(page) with { ParentId = middle.Key.Id, RootId = root.Key.Id, State = SubmissionState.Approved, EffectiveAt = StoreFixture.Start };
        await fixture.InsertAsync(root, parent, middle, child);
        ReviewContext context = new(fixture.Database, new SubmissionStore(fixture.Database));

        (IReadOnlyList<Submission> above, IReadOnlyList<Submission> below) = await context.ThreadAsync(middle, None);
        Assert.Equal([root.Key, parent.Key], above.Select(submission => submission.Key));
        Assert.Equal([child.Key], below.Select(submission => submission.Key));
        Assert.Equal(new[] { root.Key, middle.Key }.ToHashSet(), [.. (await context.ByAuthorAsync(middle, None)).Select(submission => submission.Key)]);
        Assert.Empty(await context.ByAuthorAsync(parent, None));
    }

    private static DecisionRequest Request(Submission submission, Decision decision, Moderator moderator) => new()
    {
        Key = submission.Key,
        Decision = decision,
        Actor = moderator.Actor,
        DecidedBy = moderator.Actor,
        ExpectedVersion = submission.Version,
        ModeratorId = moderator.ModeratorId,
    };

    private static async Task<(bool, string?, string)?> LabelAsync(LabelStore labels, Submission submission) =>
        await labels.FindAsync(submission.Key, None) is { } label ? (label.IsViolating, label.Reason, label.Actor) : null;

    private async Task<IEnumerable<SubmissionKey>> ListAsync(SiteId site, ReviewQueueKind queue) =>
        (await Desk.ListAsync(site, queue, ReviewOrder.Oldest, null, None)).Select(item => item.Submission.Key);

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);

    private async Task<Moderator> ModeratorAsync()
    {
        string name = $"moderator-{Interlocked.Increment(ref names)}";
        Moderator moderator = new() { ModeratorId = Guid.CreateVersion7(StoreFixture.Start), Name = name, DisplayName = $"M. {name}", Role = ModeratorRole.Moderator, Sites = [], CreatedAt = StoreFixture.Start };
        Assert.True(await fixture.Database.RunAsync((unit, token) => new ModeratorStore(fixture.Database).AddAsync(unit, moderator, null, "test", token), None));
        return moderator;
    }

    private async Task<Submission> StoreAsync(Page page, double? spam, int priority = 0, double risk = 0.3, bool isTest = false)
    {
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(10));
        Submission submission = Some.Submission(page) with
        {
            State = SubmissionState.Flagged,
            Version = 1,
            Priority = priority,
            IsTest = isTest,
            ReceivedAt = fixture.Clock.GetUtcNow(),
            Verdict = Verdict.Flag,
            Scores = spam is { } score ? new Scores { Spam = score, LikelyToReject = risk } : null,
            ModelVersion = spam is null ? null : "a model",
        };
        Assert.Single(await fixture.InsertAsync(submission));
        return submission;
    }
}

public sealed class ReviewOnSqlite(SqliteFixture fixture) : ReviewContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ReviewOnPostgres(PostgresFixture fixture) : ReviewContract(fixture), IClassFixture<PostgresFixture>;
