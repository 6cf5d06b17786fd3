using Moderation.Pages;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>What the policy is told of the recent past.</summary>
public abstract class RecentSubmissionsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Now = StoreFixture.Start;

    [Fact]
    public async Task Nothing_before_means_zeros_and_the_submission_itself_does_not_count()
    {
        Submission asked = Some.Submission(await PageAsync()) with { AuthorKey = [1], NetworkHash = [2] };
        await fixture.InsertAsync(asked);
        RecentCounts counts = await CountAsync(asked);
        Assert.Equal(new RecentCounts { Key = asked.Key, SamePage = 0, OtherPages = 0, OtherNames = 0, AuthorBurst = 0, Author = 0, Network = 0 }, counts);
    }

    [Fact]
    public async Task The_same_text_counts_on_its_page_on_other_pages_and_under_other_names()
    {
        Page page = await PageAsync();
        Page second = await fixture.PageAsync(page.Site, "second");
        Page third = await fixture.PageAsync(page.Site, "third");
        Submission asked = Some.Submission(page);
        await fixture.InsertAsync(
            Some.Submission(page, at: Now.AddHours(-20)),
            Some.Submission(page, at: Now.AddMinutes(-5)) with { AuthorName = "Bo" },
            Some.Submission(second, at: Now.AddMinutes(-5)) with { AuthorName = "Bo" },
            Some.Submission(third, at: Now.AddMinutes(-5)) with { AuthorName = "Cy" },
            Some.Submission(third, at: Now.AddMinutes(-4)),
            Some.Submission(third, at: Now.AddHours(-2)) with { AuthorName = "too long ago for a campaign" },
            Some.Submission(page, at: Now.AddHours(-25)),
            Some.Submission(page, at: Now.AddMinutes(-5)) with { BodyHash = Some.Hash("another text") },
            Some.Submission(page, at: Now.AddMinutes(1)));
        RecentCounts counts = await CountAsync(asked);
        Assert.Equal(2, counts.SamePage);
        Assert.Equal(2, counts.OtherPages);
        Assert.Equal(2, counts.OtherNames);
    }

    [Fact]
    public async Task The_author_and_the_network_count_within_their_times()
    {
        Page page = await PageAsync();
        Submission asked = Some.Submission(page) with { AuthorKey = [1], NetworkHash = [9] };
        await fixture.InsertAsync(
            Text(page, "a", Now.AddSeconds(-14)) with { AuthorKey = [1] },
            Text(page, "b", Now.AddSeconds(-16)) with { AuthorKey = [1], NetworkHash = [9] },
            Text(page, "c", Now.AddSeconds(-2)) with { AuthorKey = [2], NetworkHash = [9] },
            Text(page, "d", Now.AddMinutes(-11)) with { AuthorKey = [1], NetworkHash = [9] },
            Text(page, "e", Now.AddSeconds(-1)));
        RecentCounts counts = await CountAsync(asked);
        Assert.Equal((1, 2, 2), (counts.AuthorBurst, counts.Author, counts.Network));
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_the_later_id_is_the_duplicate()
    {
        Page page = await PageAsync();
        Submission first = Some.Submission(page);
        Submission second = Some.Submission(page);
        await fixture.InsertAsync(first, second);
        Assert.Equal(0, (await CountAsync(first)).SamePage);
        Assert.Equal(1, (await CountAsync(second)).SamePage);
    }

    [Fact]
    public async Task An_edit_is_no_duplicate_of_what_it_replaces()
    {
        Page page = await PageAsync();
        Submission before = Some.Submission(page, SubmissionState.Removed, at: Now.AddMinutes(-1));
        await fixture.InsertAsync(before);
        Assert.Equal(0, (await CountAsync(Some.Submission(page) with { ReplacesId = before.Key.Id })).SamePage);
        Assert.Equal(1, (await CountAsync(Some.Submission(page))).SamePage);
    }

    [Fact]
    public async Task Test_submissions_and_real_ones_do_not_count_for_each_other()
    {
        Page page = await PageAsync();
        await fixture.InsertAsync(Some.Submission(page, at: Now.AddMinutes(-1)) with { IsTest = true });
        Assert.Equal(0, (await CountAsync(Some.Submission(page))).SamePage);
        Assert.Equal(1, (await CountAsync(Some.Submission(page) with { IsTest = true })).SamePage);
    }

    [Fact]
    public async Task Other_sites_do_not_count()
    {
        await fixture.InsertAsync(Some.Submission(await PageAsync(), at: Now.AddMinutes(-1)));
        RecentCounts counts = await CountAsync(Some.Submission(await PageAsync()));
        Assert.Equal((0, 0, 0), (counts.SamePage, counts.OtherPages, counts.OtherNames));
    }

    [Fact]
    public async Task A_count_stops_at_its_limit()
    {
        Page page = await PageAsync();
        await fixture.InsertAsync([.. Enumerable.Range(1, RecentCounts.Limit + 20).Select(i => Some.Submission(page, at: Now.AddSeconds(-i)))]);
        Assert.Equal(RecentCounts.Limit, (await CountAsync(Some.Submission(page))).SamePage);
    }

    [Fact]
    public async Task A_whole_batch_is_answered_at_once()
    {
        Page page = await PageAsync();
        await fixture.InsertAsync(Some.Submission(page, at: Now.AddMinutes(-1)));
        Submission[] asked = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? Some.Submission(page) : Text(page, $"own text {i}", Now))];
        IReadOnlyList<RecentCounts> counts = await new RecentSubmissions(fixture.Database).CountAsync([.. asked.Select(Probe)], None);
        Assert.Equal(asked.Where((_, i) => i % 2 == 0).Select(row => row.Key).ToHashSet(), counts.Where(row => row.SamePage == 1).Select(row => row.Key).ToHashSet());
        Assert.Equal(200, counts.Count);
        Assert.Empty(await new RecentSubmissions(fixture.Database).CountAsync([], None));
    }

    private static Submission Text(Page page, string text, DateTimeOffset at) => Some.Submission(page, at: at) with { BodyHash = Some.Hash(text) };

    private static RecentProbe Probe(Submission row) => new()
    {
        Key = row.Key,
        PageId = row.PageId,
        ReplacesId = row.ReplacesId,
        IsTest = row.IsTest,
        AuthorName = row.AuthorName,
        BodyHash = row.BodyHash,
        AuthorKey = row.AuthorKey,
        NetworkHash = row.NetworkHash,
        ReceivedAt = row.ReceivedAt,
        DuplicateSince = row.ReceivedAt.AddHours(-24),
        CampaignSince = row.ReceivedAt.AddHours(-1),
        AuthorBurstSince = row.ReceivedAt.AddSeconds(-15),
        AuthorSince = row.ReceivedAt.AddMinutes(-10),
        NetworkSince = row.ReceivedAt.AddMinutes(-10),
    };

    private async Task<Page> PageAsync() => await fixture.PageAsync((await fixture.SiteAsync()).Id);

    private async Task<RecentCounts> CountAsync(Submission asked) => Assert.Single(await new RecentSubmissions(fixture.Database).CountAsync([Probe(asked)], None));
}

public sealed class RecentSubmissionsOnSqlite(SqliteFixture fixture) : RecentSubmissionsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class RecentSubmissionsOnPostgres(PostgresFixture fixture) : RecentSubmissionsContract(fixture), IClassFixture<PostgresFixture>;
