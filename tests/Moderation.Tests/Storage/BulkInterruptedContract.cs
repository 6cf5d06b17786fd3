using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Decisions about thousands while processes are killed, two people press the same button and colleagues go on deciding: each submission has one turn.</summary>
public abstract class BulkInterruptedContract(StoreFixture fixture) : BulkBench(fixture)
{
    [Fact]
    public async Task Killed_again_and_again_thousands_are_decided_once_each_and_one_undo_takes_all_back()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, Enumerable.Range(0, 2_300).Select(index => $"text {index}"));
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        Assert.True(await Bulk.ConfirmAsync(draft, None));
        await KilledAfterAPartAsync(draft);
        await KilledWithinAPartAsync(draft);
        Assert.Equal((BulkState.Running, 500, 500), await StandAsync(draft));

        // Two processes find what was left, and each of them is killed as well.
        Fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await KilledAfterAPartAsync(draft);
        Assert.Equal((BulkState.Running, 1_000, 1_000), await StandAsync(draft));
        Fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await TwoSweepAsync();
        Assert.Equal((BulkState.Done, 2_300, 2_300), await StandAsync(draft));
        Assert.All(await FindAsync(rows), row => Assert.Equal((SubmissionState.Rejected, 2), (row.State, row.Version)));
        Assert.Equal((2_300, 2_300), await TrailAsync(page, version: 2));

        Assert.True(await Bulk.UndoAsync((await Bulks.FindAsync(draft.BulkId, None))!, ana.ModeratorId, None));
        await KilledAfterAPartAsync(draft);
        await KilledWithinAPartAsync(draft);
        Assert.Equal((BulkState.Undoing, 1_800, 1_800), await StandAsync(draft));
        Fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        await TwoSweepAsync();
        Assert.Equal((BulkState.Undone, 0, 0), await StandAsync(draft));
        Assert.All(await FindAsync(rows), row => Assert.Equal((SubmissionState.Flagged, 3), (row.State, row.Version)));
        Assert.Equal((2_300, 2_300), await TrailAsync(page, version: 3));
    }

    [Fact]
    public async Task Of_two_people_who_confirm_one_draft_at_once_one_carries_it_out()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, Enumerable.Range(0, 600).Select(index => $"text {index}"));
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        bool[] confirmed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            bool isMine = await Bulk.ConfirmAsync(draft, None);
            if (isMine)
            {
                await Bulk.RunAsync(draft, null, None);
            }

            return isMine;
        })));
        Assert.Equal(1, confirmed.Count(isMine => isMine));
        Assert.Equal((BulkState.Done, 600, 600), await StandAsync(draft));
        Assert.Equal((600, 600), await TrailAsync(page, version: 2));

        // Both press undo, and both go on with it.
        BulkDecision done = (await Bulks.FindAsync(draft.BulkId, None))!;
        bool[] undone = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            bool isMine = await Bulk.UndoAsync(done, ana.ModeratorId, None);
            await Bulk.RunAsync(done, null, None);
            return isMine;
        })));
        Assert.Equal(1, undone.Count(isMine => isMine));
        Assert.Equal((BulkState.Undone, 0, 0), await StandAsync(draft));
        Assert.Equal((600, 600), await TrailAsync(page, version: 3));
    }

    [Fact]
    public async Task What_a_colleague_decides_between_two_parts_stays()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Moderator ben = await ModeratorAsync();
        Submission[] rows = await StoreAsync(page, Enumerable.Range(0, 700).Select(index => $"text {index}"));
        BulkDecision draft = await DraftAsync(page, ana, rows, isRejection: true);
        await Bulk.ConfirmAsync(draft, None);
        Assert.True(await Bulk.StepAsync(draft.BulkId, None));
        Assert.Equal(DecisionOutcome.Done, (await Decide.HandleAsync(Request(rows[600], Decision.Approve, ben), None)).Outcome);
        Assert.Equal(DecisionOutcome.Done, (await Decide.HandleAsync(Request((await FindAsync(rows))[10], Decision.Approve, ben), None)).Outcome);
        await Bulk.RunAsync(draft, null, None);
        Assert.Equal((BulkState.Done, 700, 699), await StandAsync(draft));
        await ExpectAsync(SubmissionState.Rejected);

        await Bulk.UndoAsync((await Bulks.FindAsync(draft.BulkId, None))!, ana.ModeratorId, None);
        await Bulk.RunAsync(draft, null, None);
        await ExpectAsync(SubmissionState.Flagged);

        async Task ExpectAsync(SubmissionState others)
        {
            Submission[] now = await FindAsync(rows);
            Assert.Equal([SubmissionState.Approved, SubmissionState.Approved], [now[10].State, now[600].State]);
            Assert.All(now.Where((_, index) => index is not (10 or 600)), row => Assert.Equal(others, row.State));
        }
    }

    private Task TwoSweepAsync() => Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Sweep.SweepAsync(None))));

    /// <summary>A process goes on, writes one part and is gone.</summary>
    private async Task KilledAfterAPartAsync(BulkDecision bulk)
    {
        using CancellationTokenSource process = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bulk.RunAsync(bulk, _ => process.Cancel(), process.Token));
    }

    /// <summary>A process goes on and is gone before its part is written.</summary>
    private async Task KilledWithinAPartAsync(BulkDecision bulk)
    {
        BulkDecision now = (await Bulks.FindAsync(bulk.BulkId, None))!;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Fixture.Database.RunAsync(
            async (unit, token) =>
            {
                (bool goesOn, IReadOnlyList<DecisionResult> results) = now.State == BulkState.Undoing ? await Parts.UndoAsync(unit, now, token) : await Parts.DecideAsync(unit, now, token);
                Assert.Equal((true, 500), (goesOn, results.Count));
                throw new InvalidOperationException("killed");
            },
            None));
    }

    private async Task<(BulkState State, int Handled, int Changed)> StandAsync(BulkDecision bulk)
    {
        BulkDecision now = (await Bulks.FindAsync(bulk.BulkId, None))!;
        return (now.State, now.Handled, now.Changed);
    }

    /// <summary>How many entries the trail of a site has of a version, and how many events announce it.</summary>
    private Task<(long Entries, long Events)> TrailAsync(Page page, int version)
    {
        var wanted = new { site = page.Site.Value, version };
        return Fixture.Database.ReadAsync(
            async (unit, token) => (
                await unit.QuerySingleOrDefaultAsync<long>("select count(*) from audit_entry where site_id = @site and version = @version", wanted, token),
                await unit.QuerySingleOrDefaultAsync<long>("select count(*) from outbox_event where site_id = @site and version = @version", wanted, token)),
            None);
    }
}

public sealed class BulkInterruptedOnSqlite(SqliteFixture fixture) : BulkInterruptedContract(fixture), IClassFixture<SqliteFixture>;

public sealed class BulkInterruptedOnPostgres(PostgresFixture fixture) : BulkInterruptedContract(fixture), IClassFixture<PostgresFixture>;
