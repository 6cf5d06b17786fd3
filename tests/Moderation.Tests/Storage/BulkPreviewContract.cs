using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Pages;
using Moderation.Submissions;
using Moderation.Tests.Campaigns;

namespace Moderation.Tests.Storage;

/// <summary>What somebody sees before they confirm a decision about many.</summary>
public abstract class BulkPreviewContract(StoreFixture fixture) : BulkBench(fixture)
{
    [Fact]
    public async Task Some_by_chance_the_most_unlike_one_and_how_all_of_them_stand()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Random random = new(3);
        Submission[] alike = [.. await StoreAsync(page, Enumerable.Range(0, 30).Select(_ => SomeTexts.Spam(random))), .. await StoreAsync(page, [SomeTexts.Spam(random)], SubmissionState.Approved)];
        Submission odd = Assert.Single(await StoreAsync(page, ["When will the harbour bridge be open to buses again? The council promised to say so in spring."]));
        BulkDecision draft = await DraftAsync(page, ana, [.. alike[..20], odd, .. alike[20..]], isRejection: true);

        HashSet<SubmissionId> seen = [];
        for (int seed = 0; seed < 20; seed++)
        {
            BulkPreview preview = await Preview.HandleAsync(draft, new Random(seed), None);
            Assert.Equal(odd.Key, preview.MostUnlike!.Key);
            Assert.Equal(PreviewBulk.Picked, preview.Picks.Select(pick => pick.Key).Distinct().Count());
            Assert.All(preview.Picks, pick => Assert.Contains(pick.Key, alike.Select(row => row.Key)));
            Assert.Equal((31, 1, true), (preview.States[SubmissionState.Flagged], preview.States[SubmissionState.Approved], preview.IsComplete));
            seen.UnionWith(preview.Picks.Select(pick => pick.Key.Id));
        }

        Assert.InRange(seen.Count, PreviewBulk.Picked * 3, alike.Length);
    }

    [Fact]
    public async Task One_alone_is_not_unlike_anything()
    {
        Page page = await PageAsync();
        BulkDecision draft = await DraftAsync(page, await ModeratorAsync(), await StoreAsync(page, ["one"]), isRejection: false);
        BulkPreview preview = await Preview.HandleAsync(draft, new Random(1), None);
        Assert.Null(preview.MostUnlike);
        Assert.Equal(1, preview.States[SubmissionState.Flagged]);
    }

    [Fact]
    public async Task Of_thousands_a_thousand_are_looked_at_and_of_a_campaign_its_most_unlike_member_always()
    {
        Page page = await PageAsync();
        Moderator ana = await ModeratorAsync();
        Submission[] rows = [.. await StoreAsync(page, [.. Enumerable.Repeat(Text, 1_500), $"{Text} tonight or tomorrow"])];
        Campaign campaign = await GroupAsync(page, rows);
        BulkDecision draft = (await Bulk.DraftAsync(
            new BulkDraft { Site = page.Site, IsRejection = true, Reason = "spam", Title = "Campaign 1", ModeratorId = ana.ModeratorId, Campaign = campaign }, None))!;
        Assert.Equal(1_501, draft.Items);
        for (int seed = 0; seed < 3; seed++)
        {
            BulkPreview preview = await Preview.HandleAsync(draft, new Random(seed), None);
            Assert.Equal(rows[^1].Key, preview.MostUnlike!.Key);
            Assert.False(preview.IsComplete);
            Assert.InRange(preview.States[SubmissionState.Flagged], 1_000, 1_001);
        }
    }
}

public sealed class BulkPreviewOnSqlite(SqliteFixture fixture) : BulkPreviewContract(fixture), IClassFixture<SqliteFixture>;

public sealed class BulkPreviewOnPostgres(PostgresFixture fixture) : BulkPreviewContract(fixture), IClassFixture<PostgresFixture>;
