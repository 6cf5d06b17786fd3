using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Labels;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>One decision about many: all of them and no other, one undo, whatever happens in between.</summary>
public abstract class BulkContract(StoreFixture fixture) : BulkBench(fixture)
{
    [Fact]
    public async Task Thousands_are_decided_in_parts_each_with_its_trail_label_and_event_and_one_undo_takes_all_back()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, Enumerable.Range(0, 1_200).Select(index => $"text {index}"));
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        Assert.Equal((BulkState.Draft, 1_200), (draft.State, draft.Items));
        Assert.True(await Bulk.ConfirmAsync(draft, None));
        Assert.False(await Bulk.ConfirmAsync(draft, None));

        List<int> progress = [];
        BulkDecision done = await Bulk.RunAsync(draft, step => progress.Add(step.Handled), None);
        Assert.Equal([500, 1_000, 1_200, 1_200], progress);
        Assert.Equal((BulkState.Done, 1_200, 1_200), (done.State, done.Handled, done.Changed));
        Assert.All(await FindAsync(rows), row => Assert.Equal((SubmissionState.Rejected, 2), (row.State, row.Version)));
        Assert.Equal(("reject", "spam", "the whole list", ana.Actor), await LastEntryAsync(rows[700]));
        Assert.True((await new LabelStore(Fixture.Database).FindAsync(rows[1_199].Key, None))!.IsViolating);

        Assert.True(await Bulk.UndoAsync(done, ana.ModeratorId, None));
        BulkDecision undone = await Bulk.RunAsync(done, null, None);
        Assert.Equal((BulkState.Undone, 0, 0), (undone.State, undone.Handled, undone.Changed));
        Assert.All(await FindAsync(rows), row => Assert.Equal(SubmissionState.Flagged, row.State));
        Assert.Null(await new LabelStore(Fixture.Database).FindAsync(rows[1_199].Key, None));
        Assert.False(await Bulk.UndoAsync(undone, ana.ModeratorId, None));
    }

    [Fact]
    public async Task What_was_left_half_done_is_gone_on_with_by_another_process()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, Enumerable.Range(0, 700).Select(index => $"text {index}"));
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: false);
        await Bulk.ConfirmAsync(draft, None);
        Assert.True(await Bulk.StepAsync(draft.BulkId, None));
        Assert.Equal(500, (await Bulks.FindAsync(draft.BulkId, None))!.Changed);

        // Whoever began is gone. Not while somebody may still be at it.
        await Sweep.SweepAsync(None);
        Assert.Equal(BulkState.Running, (await Bulks.FindAsync(draft.BulkId, None))!.State);
        Fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(Sweep.SweepAsync(None), Sweep.SweepAsync(None));
        BulkDecision done = (await Bulks.FindAsync(draft.BulkId, None))!;
        Assert.Equal((BulkState.Done, 700, 700), (done.State, done.Handled, done.Changed));
        Assert.All(await FindAsync(rows), row => Assert.Equal((SubmissionState.Approved, 2), (row.State, row.Version)));
    }

    [Fact]
    public async Task What_somebody_decided_meanwhile_or_has_taken_is_left_alone_and_so_does_the_undo()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Moderator ben = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, ["one", "two", "three", "four"]);
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        await Decide.HandleAsync(Request(rows[0], Decision.Approve, ben), None);
        await new ReviewClaims(Fixture.Database).ClaimAsync(rows[1].Key, ben.ModeratorId, Fixture.Clock.GetUtcNow(), None);
        await Bulk.ConfirmAsync(draft, None);
        BulkDecision done = await Bulk.RunAsync(draft, null, None);
        Assert.Equal((4, 2), (done.Handled, done.Changed));
        Assert.Equal([SubmissionState.Approved, SubmissionState.Flagged, SubmissionState.Rejected, SubmissionState.Rejected], (await FindAsync(rows)).Select(row => row.State));

        await Decide.HandleAsync(Request((await FindAsync(rows))[2], Decision.Approve, ben), None);
        await Bulk.UndoAsync(done, ana.ModeratorId, None);
        await Bulk.RunAsync(done, null, None);
        Assert.Equal([SubmissionState.Approved, SubmissionState.Flagged, SubmissionState.Approved, SubmissionState.Flagged], (await FindAsync(rows)).Select(row => row.State));
    }

    [Fact]
    public async Task A_rejection_removes_what_is_public_and_an_undo_brings_it_back()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = [.. await StoreAsync(page, ["one"]), .. await StoreAsync(page, ["two"], SubmissionState.Approved), .. await StoreAsync(page, ["three"], SubmissionState.Rejected)];
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        await Bulk.ConfirmAsync(draft, None);
        BulkDecision done = await Bulk.RunAsync(draft, null, None);
        Assert.Equal([SubmissionState.Rejected, SubmissionState.Removed, SubmissionState.Rejected], (await FindAsync(rows)).Select(row => row.State));
        Assert.Equal(2, done.Changed);
        await Bulk.UndoAsync(done, ana.ModeratorId, None);
        await Bulk.RunAsync(done, null, None);
        Assert.Equal([SubmissionState.Flagged, SubmissionState.Approved, SubmissionState.Rejected], (await FindAsync(rows)).Select(row => row.State));
    }

    [Fact]
    public async Task Later_arrivals_follow_a_decision_about_a_campaign_for_a_day_and_one_undo_takes_all_back()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] first = await StoreAsync(page, Enumerable.Repeat(Text, 40));
        Campaign campaign = await GroupAsync(page, first);
        await DecideAsync(page, ana, campaign, isRejection: true);
        Assert.All(await FindAsync(first), row => Assert.Equal(SubmissionState.Rejected, row.State));
        Label label = (await new LabelStore(Fixture.Database).FindAsync(first[3].Key, None))!;
        Assert.Equal(BulkParts.CampaignWeight / 40, label.Weight);

        Submission[] late = [.. await StoreAsync(page, [Text, $"{Text} tonight"]), .. await StoreAsync(page, [Text], SubmissionState.Approved)];
        await GroupAsync(page, late);
        await Sweep.SweepAsync(None);
        Assert.Equal([SubmissionState.Rejected, SubmissionState.Rejected, SubmissionState.Removed], (await FindAsync(late)).Select(row => row.State));

        BulkDecision decided = (await Bulks.FindAsync((await Campaigns.FindAsync(campaign.CampaignId, None))!.BulkId!.Value, None))!;
        Assert.Equal((BulkState.Done, 43, 43), (decided.State, decided.Items, decided.Changed));
        await Bulk.UndoAsync(decided, ana.ModeratorId, None);
        await Bulk.RunAsync(decided, null, None);
        Assert.All(await FindAsync(first), row => Assert.Equal(SubmissionState.Flagged, row.State));
        Assert.Equal([SubmissionState.Flagged, SubmissionState.Flagged, SubmissionState.Approved], (await FindAsync(late)).Select(row => row.State));

        // Undone: nobody follows any more.
        Submission[] latest = await StoreAsync(page, [Text]);
        await GroupAsync(page, latest);
        await Sweep.SweepAsync(None);
        Assert.Equal(SubmissionState.Flagged, (await FindAsync(latest))[0].State);
    }

    [Fact]
    public async Task After_a_day_nobody_follows()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Campaign campaign = await GroupAsync(page, await StoreAsync(page, Enumerable.Repeat(Text, 3)));
        await DecideAsync(page, ana, campaign, isRejection: true);
        Fixture.Clock.Advance(TimeSpan.FromHours(20));
        Submission[] inTime = await StoreAsync(page, [Text]);
        await GroupAsync(page, inTime);
        await Sweep.SweepAsync(None);
        Assert.Equal(SubmissionState.Rejected, (await FindAsync(inTime))[0].State);

        // The campaign itself goes on.
        Fixture.Clock.Advance(TimeSpan.FromHours(5));
        Submission[] late = await StoreAsync(page, [Text]);
        await GroupAsync(page, late);
        await Sweep.SweepAsync(None);
        Assert.Equal(SubmissionState.Flagged, (await FindAsync(late))[0].State);
    }

    [Fact]
    public async Task Nobody_gets_words_approved_by_hiding_them_in_an_approved_text()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        const string Threat = """[{"code":"threat","rule":11,"score":0.9}]""";
        const string Repeated = """[{"code":"campaign","rule":13,"count":5},{"code":"parent_unknown"}]""";
        Campaign campaign = await GroupAsync(page, await StoreAsync(page, Enumerable.Repeat(Text, 3)));
        await DecideAsync(page, ana, campaign, isRejection: false);

        Submission[] late =
        [
            .. await StoreAsync(page, [Text], reasons: Threat),
            .. await StoreAsync(page, [$"{Text} or else"], reasons: Threat),
            .. await StoreAsync(page, [$"{Text} please"], reasons: Repeated),
        ];
        await GroupAsync(page, late);
        await Sweep.SweepAsync(None);
        Assert.Equal([SubmissionState.Approved, SubmissionState.Flagged, SubmissionState.Approved], (await FindAsync(late)).Select(row => row.State));
    }

    [Fact]
    public async Task A_draft_that_nobody_confirms_changes_nothing_and_is_dropped_after_a_day()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, ["one"]);
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        Assert.Equal([rows[0].Key.Id], await Bulks.ListItemsAsync(draft.BulkId, 10, None));
        Assert.False(await Bulk.StepAsync(draft.BulkId, None));
        Assert.Equal(SubmissionState.Flagged, (await FindAsync(rows))[0].State);
        Assert.Empty(await Bulks.ListAsync(page.Site, 10, None));

        Fixture.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await Sweep.SweepAsync(None);
        Assert.Null(await Bulks.FindAsync(draft.BulkId, None));
    }
}

public sealed class BulkOnSqlite(SqliteFixture fixture) : BulkContract(fixture), IClassFixture<SqliteFixture>;

public sealed class BulkOnPostgres(PostgresFixture fixture) : BulkContract(fixture), IClassFixture<PostgresFixture>;
