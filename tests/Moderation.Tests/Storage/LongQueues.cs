using System.Globalization;
using System.Text.RegularExpressions;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>A queue in which a hundred thousand wait is read like one in which a hundred do: the same statements, and as many rows read.</summary>
public sealed partial class LongQueues(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Short = 100;
    private const int Long = 100_000;

    private static readonly string[] Statements =
    [
        "ReviewQueueStore.FlaggedSql", "ReviewQueueStore.FlaggedByRiskSql", "ReviewQueueStore.CountFlaggedSql", "ReviewQueueStore.CountSpamLikelySql", "ReviewQueueStore.OldestSql",
        "ReviewQueueStore.ListEscalatedSql",
    ];

    [Fact]
    public async Task As_many_rows_are_read_from_a_long_queue_as_from_a_short_one()
    {
        Page shortOne = await FillAsync(Short);
        Page longOne = await FillAsync(Long);
        await postgres.Database.ReadAsync((unit, token) => unit.ExecuteAsync("analyze submission", null, token), CancellationToken.None);
        foreach (string statement in Statements)
        {
            long few = await RowsReadAsync(statement, shortOne);
            long many = await RowsReadAsync(statement, longOne);
            Assert.True(few == many, $"{statement} reads {few} rows where {Short} wait and {many} where {Long} do.");
        }
    }

    private async Task<Page> FillAsync(int count)
    {
        Page page = await postgres.PageAsync((await postgres.SiteAsync()).Id);
        Submission first = Some.Submission(page) with { State = SubmissionState.Flagged, Version = 1, Verdict = Verdict.Flag, Scores = new Scores { Spam = 0.1, LikelyToReject = 0.3 }, ModelVersion = "a model" };
        await postgres.InsertAsync(first);
        string copied = ReceivedColumn().Replace(IdColumn().Replace(SubmissionRow.Columns, "gen_random_uuid()"), "received_at + number * interval '1 millisecond'");
        string sql = $"insert into submission ({SubmissionRow.Columns}) select {copied} from submission, generate_series(1, {(count - 1).ToString(CultureInfo.InvariantCulture)}) number where site_id = @site";
        int copies = await postgres.Database.RunAsync((unit, token) => unit.ExecuteAsync(sql, new { site = page.Site.Value }, token), CancellationToken.None);
        Assert.Equal(count - 1, copies);
        return page;
    }

    /// <summary>The rows that the lowest nodes of the plan gave, those removed again included.</summary>
    private async Task<long> RowsReadAsync(string name, Page page)
    {
        StoreStatement statement = StoreStatement.All(postgres.Database).Single(candidate => candidate.Name == name);
        var arguments = new { site = page.Site.Value, at = DateTimeOffset.UnixEpoch, since = DateTimeOffset.UnixEpoch, id = name.Contains("Risk", StringComparison.Ordinal) ? Guid.AllBitsSet : Guid.Empty, priority = int.MaxValue, risk = 1.0, limit = 25 };
        List<string> plan = await postgres.Database.RunAsync(
            async (unit, token) =>
            {
                // Here nearly every row of the table waits, so that reading the table from its start finds 25 as soon; where most are comments it would not.
                await unit.ExecuteAsync("set local enable_seqscan = off", null, token);
                return await unit.QueryAsync<string>($"explain (analyze, costs off, timing off, summary off) {statement.Sql}", arguments, token);
            },
            CancellationToken.None);
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("Sort", StringComparison.Ordinal));
        string text = string.Join('\n', plan);
        return Scanned().Matches(text).Sum(match => Whole(match.Groups[1].Value)) + Removed().Matches(text).Sum(match => Whole(match.Groups[1].Value));
    }

    private static long Whole(string number) => (long)double.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<!\w)id(?=,)")]
    private static partial Regex IdColumn();

    [GeneratedRegex(@"\breceived_at\b")]
    private static partial Regex ReceivedColumn();

    [GeneratedRegex(@"Scan[^\n]*actual rows=([\d.]+)")]
    private static partial Regex Scanned();

    [GeneratedRegex(@"Rows Removed by Filter: (\d+)")]
    private static partial Regex Removed();
}
