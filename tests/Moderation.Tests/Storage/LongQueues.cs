using Moderation.Pages;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>A queue in which a hundred thousand wait is read like one in which a hundred do: the same statements, and as many rows read.</summary>
public sealed class LongQueues(PostgresFixture postgres) : IClassFixture<PostgresFixture>
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

        // A hundred from the index, the same hundred in the inner list, and the author.
        Assert.InRange(await RowsOfAuthorAsync(Short), 1, (2 * AuthorPast.Limit) + 1);
        Assert.InRange(await RowsOfAuthorAsync(Long), 1, (2 * AuthorPast.Limit) + 1);
    }

    /// <summary>Whether an author is new is told from a hundred of their submissions, however many there are.</summary>
    private Task<long> RowsOfAuthorAsync(int count) =>
        CopiedSubmissions.RowsReadAsync(postgres, "AuthorHistories.UnknownSql", new { somebody_by_author = new[] { AuthorOf(count) } }, maySort: false);

    private static byte[] AuthorOf(int count) => Some.Hash($"the author of {count}");

    private async Task<Page> FillAsync(int count)
    {
        Page page = await postgres.PageAsync((await postgres.SiteAsync()).Id);
        Submission first = Some.Submission(page) with { State = SubmissionState.Flagged, Version = 1, Verdict = Verdict.Flag, Scores = new Scores { Spam = 0.1, LikelyToReject = 0.3 }, ModelVersion = "a model", AuthorKey = AuthorOf(count) };
        await postgres.InsertAsync(first);
        await CopiedSubmissions.CopyAsync(postgres, first, count - 1);
        return page;
    }

    private Task<long> RowsReadAsync(string name, Page page) => CopiedSubmissions.RowsReadAsync(
        postgres,
        name,
        new { site = page.Site.Value, at = DateTimeOffset.UnixEpoch, since = DateTimeOffset.UnixEpoch, id = name.Contains("Risk", StringComparison.Ordinal) ? Guid.AllBitsSet : Guid.Empty, priority = int.MaxValue, risk = 1.0, limit = 25 },
        maySort: false);
}
