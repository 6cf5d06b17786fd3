using System.Diagnostics;
using System.Globalization;
using Moderation.Campaigns;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;
using Moderation.Tests.Storage;

namespace Moderation.Tests.Campaigns;

/// <summary>What grouping costs, in statements sent to PostgreSQL: as much beside a hundred thousand stored submissions as beside a thousand, and for a comment that is like nothing none.</summary>
public sealed class CostOfGrouping(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public async Task Comments_that_are_like_nothing_send_no_statement_whatever_is_stored(int stored)
    {
        Page page = await postgres.PageAsync((await postgres.SiteAsync()).Id);
        await FillAsync(page, stored);
        CampaignStore store = new(postgres.Database);
        using GroupSubmissions group = new(store, new CampaignMemory(store, postgres.Database, postgres.Clock), new SeenDomains(postgres.Database), postgres.Database, SomeTexts.Sketches, postgres.Clock);
        Random random = new(3);
        await group.HandleAsync(page.Site, [], None);

        // Once more: what it read at the start was a campaign already.
        await group.HandleAsync(page.Site, [], None);
        Arrival[] unlike = [.. Enumerable.Range(0, 500).Select(index => SomeTexts.Sketches.Arrival(Some.Submission(page).Key, SomeTexts.Unlike(random), [], StoreFixture.Start))];
        Assert.Equal(0, await CountAsync(() => group.HandleAsync(page.Site, unlike, None)));

        // A batch of which all join: the turn, the members, the sizes, and the ends of the transaction.
        string text = SomeTexts.Unlike(random);
        await group.HandleAsync(page.Site, await WaveAsync(page, text, 3), None);
        await group.HandleAsync(page.Site, [], None);
        Arrival[] wave = await WaveAsync(page, text, 300);
        Assert.Equal(3, await CountAsync(() => group.HandleAsync(page.Site, wave, None)));
    }

    private async Task<Arrival[]> WaveAsync(Page page, string text, int count)
    {
        Submission[] rows = [.. Enumerable.Range(0, count).Select(_ => Some.Submission(page, SubmissionState.Flagged) with { Body = text })];
        await postgres.InsertAsync(rows);
        return [.. rows.Select(CampaignsContract.Arrival)];
    }

    private Task FillAsync(Page page, int count)
    {
        string columns = SubmissionRow.Columns;
        return postgres.Database.RunAsync(
            async (unit, token) =>
            {
                Submission first = Some.Submission(page, SubmissionState.Flagged);
                await new SubmissionStore(postgres.Database).InsertManyAsync(unit, [first], token);
                string copied = System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(columns, @"(?<!\w)id(?=,)", "gen_random_uuid()"), @"\bbody\b", "'text ' || number");
                string sql = $"insert into submission ({columns}) select {copied} from submission, generate_series(1, {(count - 1).ToString(CultureInfo.InvariantCulture)}) number where site_id = @site";
                await unit.ExecuteAsync(sql, new { site = page.Site.Value }, token);
            },
            None);
    }

    /// <summary>The statements that something sends, by what the driver traces.</summary>
    private static async Task<int> CountAsync(Func<Task> work)
    {
        int sent = 0;
        using Activity own = new("counting");
        own.Start();
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == own.TraceId && activity.Kind == ActivityKind.Client)
                {
                    Interlocked.Increment(ref sent);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        return sent;
    }
}
