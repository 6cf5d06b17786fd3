using Moderation.Pages;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>What a model has scored lately.</summary>
public abstract class ScoredSamplesContract(StoreFixture fixture)
{
    [Fact]
    public async Task Only_what_this_model_scored_on_this_site_lately_is_sampled()
    {
        Site site = await fixture.SiteAsync();
        Page page = await fixture.PageAsync(site.Id);
        Page other = await fixture.PageAsync((await fixture.SiteAsync()).Id);
        DateTimeOffset since = StoreFixture.Start.AddDays(-30);
        Submission scored = Some.Submission(page, SubmissionState.Flagged) with
        {
            Verdict = Verdict.Flag,
            ModelVersion = "m1",
            Scores = new Scores { Spam = 0.25, LikelyToReject = 0.5 },
            ReasonsJson = """[{"code":"links","rule":12}]""",
        };
        await fixture.InsertAsync(
            scored,
            Copy(scored, Some.Submission(other)),
            Copy(scored, Some.Submission(page)) with { ModelVersion = "m2" },
            Copy(scored, Some.Submission(page)) with { IsTest = true },
            Copy(scored, Some.Submission(page)) with { ReceivedAt = since.AddSeconds(-1) },
            Some.Submission(page));

        ScoredSample sample = Assert.Single(await new ScoredSamples(fixture.Database).ListAsync(site.Id, "m1", since, CancellationToken.None));

        Assert.Equal((Verdict.Flag, scored.ReasonsJson, scored.Scores), (sample.Verdict, sample.ReasonsJson, sample.Scores));
    }

    private static Submission Copy(Submission of, Submission to) => of with { Key = to.Key, PageId = to.PageId, RootId = to.RootId };
}

public sealed class ScoredSamplesOnSqlite(SqliteFixture fixture) : ScoredSamplesContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ScoredSamplesOnPostgres(PostgresFixture fixture) : ScoredSamplesContract(fixture), IClassFixture<PostgresFixture>;
