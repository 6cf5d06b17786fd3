using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>The public reads what is approved and effective, and nothing else.</summary>
public abstract class CommentReadsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = StoreFixture.Start;

    private CommentReads Reads => new(fixture.Database);

    [Theory]
    [InlineData(nameof(SubmissionState.Received))]
    [InlineData(nameof(SubmissionState.Flagged))]
    [InlineData(nameof(SubmissionState.Rejected))]
    [InlineData(nameof(SubmissionState.Removed))]
    [InlineData(nameof(SubmissionState.Erased))]
    public async Task Only_approved_submissions_are_comments(string state)
    {
        Page page = await PageAsync();
        await fixture.InsertAsync(Some.Submission(page, Enum.Parse<SubmissionState>(state)));
        await AssertNothingIsPublicAsync(page);
    }

    [Fact]
    public async Task A_test_submission_is_never_public()
    {
        Page page = await PageAsync();
        await fixture.InsertAsync(Some.Submission(page, SubmissionState.Approved) with { IsTest = true });
        await AssertNothingIsPublicAsync(page);
    }

    [Fact]
    public async Task An_approval_shows_from_the_moment_it_is_effective()
    {
        Page page = await PageAsync();
        Submission approved = Some.Submission(page, SubmissionState.Approved) with { EffectiveAt = Now.AddSeconds(10) };
        await fixture.InsertAsync(approved);
        await AssertNothingIsPublicAsync(page, Now.AddSeconds(10).AddMicroseconds(-1));
        Assert.Equal([approved.Key], (await Reads.ListRootsAsync(page.PageId, Now.AddSeconds(10), null, 10, None)).Select(row => row.Key));
        Assert.Equal([approved.Key], (await Reads.ListNewestAsync(page.Site, Now.AddSeconds(10), 10, None)).Select(row => row.Key));
        Assert.Equal(1, await Reads.CountVisibleAsync(page.PageId, Now.AddSeconds(10), None));
    }

    [Fact]
    public async Task Pages_of_roots_neither_skip_nor_repeat_those_of_one_moment()
    {
        Page page = await PageAsync();
        Submission[] roots = [.. Enumerable.Range(0, 25).Select(i => Some.Submission(page, SubmissionState.Approved, at: Now.AddMicroseconds(-(i / 5))))];
        await fixture.InsertAsync([.. roots, Some.Submission(page, SubmissionState.Approved, roots[0]), Some.Submission(await PageAsync(), SubmissionState.Approved)]);

        List<Submission> read = [];
        IReadOnlyList<Submission> next;
        do
        {
            RootCursor? after = read.Count == 0 ? null : new RootCursor(read[^1].SubmittedAt, read[^1].Key.Id);
            next = await Reads.ListRootsAsync(page.PageId, Now, after, 4, None);
            read.AddRange(next);
        }
        while (next.Count > 0);
        Assert.Equal(roots.OrderBy(row => row.SubmittedAt).ThenBy(row => row.Key.Id.Value).Select(row => row.Key), read.Select(row => row.Key));
    }

    [Fact]
    public async Task Replies_come_with_their_roots_oldest_first_up_to_the_limit()
    {
        Page page = await PageAsync();
        Submission root = Some.Submission(page, SubmissionState.Approved, at: Now.AddHours(-3));
        Submission other = Some.Submission(page, SubmissionState.Approved, at: Now.AddHours(-3));
        Submission second = Some.Submission(page, SubmissionState.Approved, root, Now.AddHours(-1));
        Submission first = Some.Submission(page, SubmissionState.Approved, root, Now.AddHours(-2));
        Submission deep = Some.Submission(page, SubmissionState.Approved, first, Now);
        Submission elsewhere = Some.Submission(page, SubmissionState.Approved, other, Now);
        Submission flagged = Some.Submission(page, SubmissionState.Flagged, root, Now);
        await fixture.InsertAsync(root, other, second, first, deep, elsewhere, flagged);
        Assert.Equal([first.Key, second.Key, deep.Key], await RepliesAsync(page, 10, root.Key.Id));
        Assert.Equal([first.Key, second.Key], await RepliesAsync(page, 2, root.Key.Id));
        Assert.Equal([first.Key, second.Key, deep.Key, elsewhere.Key], await RepliesAsync(page, 10, root.Key.Id, other.Key.Id));
        Assert.Empty(await RepliesAsync(page, 10));
    }

    [Fact]
    public async Task A_comment_below_something_hidden_is_not_visible()
    {
        Page page = await PageAsync();
        Submission root = Some.Submission(page, SubmissionState.Approved);
        Submission removed = Some.Submission(page, SubmissionState.Removed, root);
        Submission early = Some.Submission(page, SubmissionState.Approved, root) with { EffectiveAt = Now.AddSeconds(10) };
        Submission belowEarly = Some.Submission(page, SubmissionState.Approved, early);
        Submission test = Some.Submission(page, SubmissionState.Approved, root) with { IsTest = true };
        Submission belowTest = Some.Submission(page, SubmissionState.Approved, test);
        Submission visible = Some.Submission(page, SubmissionState.Approved, root);
        Submission flagged = Some.Submission(page, SubmissionState.Flagged, root);
        await fixture.InsertAsync(root, removed, early, belowEarly, test, belowTest, visible, flagged, Some.Submission(page, SubmissionState.Approved, flagged));
        Assert.Equal(2, await Reads.CountVisibleAsync(page.PageId, Now, None));
        Assert.Equal([visible.Key, root.Key], (await Reads.ListNewestAsync(page.Site, Now, 10, None)).Select(row => row.Key));
        Assert.Equal(4, await Reads.CountVisibleAsync(page.PageId, Now.AddSeconds(10), None));
    }

    [Fact]
    public async Task What_hangs_on_a_removed_comment_stays_in_its_place()
    {
        Page page = await PageAsync();
        Submission removed = Some.Submission(page, SubmissionState.Removed, at: Now.AddHours(-3));
        Submission reply = Some.Submission(page, SubmissionState.Approved, removed, Now.AddHours(-2));
        Submission below = Some.Submission(page, SubmissionState.Removed, reply, Now.AddHours(-1));
        Submission deep = Some.Submission(page, SubmissionState.Approved, below, Now);
        Submission alone = Some.Submission(page, SubmissionState.Removed, at: Now.AddHours(-3));
        Submission early = Some.Submission(page, SubmissionState.Removed, at: Now.AddHours(-3));
        await fixture.InsertAsync(removed, reply, below, deep, alone, early, Some.Submission(page, SubmissionState.Approved, early) with { EffectiveAt = Now.AddSeconds(10) });
        Assert.Equal([removed.Key], (await Reads.ListRootsAsync(page.PageId, Now, null, 10, None)).Select(row => row.Key));
        Assert.Equal([reply.Key, below.Key, deep.Key], await RepliesAsync(page, 10, removed.Key.Id));
        Assert.Equal(2, await Reads.CountVisibleAsync(page.PageId, Now, None));
        Assert.Equal([deep.Key, reply.Key], (await Reads.ListNewestAsync(page.Site, Now, 10, None)).Select(row => row.Key).OrderByDescending(key => key == deep.Key));
        Assert.Equal(2, (await Reads.ListRootsAsync(page.PageId, Now.AddSeconds(10), null, 10, None)).Count);
    }

    [Fact]
    public async Task A_chain_of_a_thousand_replies_is_counted()
    {
        Page page = await PageAsync();
        List<Submission> chain = [Some.Submission(page, SubmissionState.Approved)];
        while (chain.Count < 1_000)
        {
            chain.Add(Some.Submission(page, SubmissionState.Approved, chain[^1]));
        }

        await fixture.InsertAsync([.. chain]);
        Assert.Equal(1_000, await Reads.CountVisibleAsync(page.PageId, Now, None));
        Assert.Equal(chain[^1].Key, (await Reads.ListNewestAsync(page.Site, Now, 1, None)).Single().Key);
    }

    [Fact]
    public async Task The_newest_of_a_site_leave_hidden_pages_out_and_come_newest_first()
    {
        Page page = await PageAsync();
        Page hidden = await fixture.PageAsync(page.Site, "hidden");
        Submission old = Some.Submission(page, SubmissionState.Approved, at: Now.AddHours(-2));
        Submission young = Some.Submission(page, SubmissionState.Approved, at: Now.AddHours(-1));
        await fixture.InsertAsync(old, young, Some.Submission(hidden, SubmissionState.Approved));
        await new PageStore(fixture.Database).SetModeAsync(hidden.PageId, PageMode.Hidden, null, None);
        Assert.Equal([young.Key, old.Key], (await Reads.ListNewestAsync(page.Site, Now, 10, None)).Select(row => row.Key));
        Assert.Equal([young.Key], (await Reads.ListNewestAsync(page.Site, Now, 1, None)).Select(row => row.Key));
    }

    private async Task AssertNothingIsPublicAsync(Page page, DateTimeOffset? asOf = null)
    {
        Assert.Empty(await Reads.ListRootsAsync(page.PageId, asOf ?? Now, null, 10, None));
        Assert.Empty(await Reads.ListNewestAsync(page.Site, asOf ?? Now, 10, None));
        Assert.Equal(0, await Reads.CountVisibleAsync(page.PageId, asOf ?? Now, None));
    }

    private async Task<IEnumerable<SubmissionKey>> RepliesAsync(Page page, int limit, params SubmissionId[] roots) =>
        (await Reads.ListRepliesAsync(page.PageId, roots, Now, limit, None)).Select(row => row.Key);

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);
}

public sealed class CommentReadsOnSqlite(SqliteFixture fixture) : CommentReadsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class CommentReadsOnPostgres(PostgresFixture fixture) : CommentReadsContract(fixture), IClassFixture<PostgresFixture>;
