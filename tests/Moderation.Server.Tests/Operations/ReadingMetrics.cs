using System.Globalization;
using System.Text.RegularExpressions;
using Moderation.Quality;
using Moderation.Server.Tests.Fixtures;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Operations;

/// <summary>What an operator's monitoring sees.</summary>
[Collection(MetersOfTheProcess.Name)]
public sealed class ReadingMetrics(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task What_was_judged_is_counted_by_verdict_and_reason()
    {
        double before = await ReadAsync("moderation_judged_total", "verdict=\"flag\"");
        using HttpClient client = app.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"/v1/sites/{ModerationApp.Site}/replies?wait=10", UriKind.Relative))
        {
            Content = new StringContent("""{"page":{"url":"https://gazette.example/metrics"},"author":{"name":"Ana"},"body":"You are an absolute idiot, and everybody in this town knows it."}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", $"Bearer {app.ApiKey}");
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

        // Other hosts of the test run count into the same meters, and an answer may be a third of a second old.
        await Eventually.TrueAsync("the verdict is counted", async () => await ReadAsync("moderation_judged_total", "verdict=\"flag\"") >= before + 1);
        Assert.True(await ReadAsync("moderation_reasons_total", "code=\"insult\"") > 0);
        Assert.True(await ReadAsync("moderation_scoring_duration_seconds_count", "") > 0);
        Assert.True(await ReadAsync("moderation_judging_delay_seconds_count", "source=\"http\"") > 0);
    }

    [Fact]
    public async Task It_shows_when_retention_times_were_last_kept_and_how_much_was_let_go_of()
    {
        await Eventually.TrueAsync("the first run is seen", async () => (await TextAsync()).Contains("moderation_retention_last_run_age_seconds", StringComparison.Ordinal));
        string text = await TextAsync();
        Assert.Contains("moderation_retention_last_run_let_go{", text, StringComparison.Ordinal);
        Assert.Contains("what=\"author_keys\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_that_lie_far_from_what_the_card_lets_expect_are_drift()
    {
        string site = await app.AddSiteAsync();
        string id = (await app.DecideAsync(SomeReply.Json(), await app.IssueKeyAsync(site), site)).Member("id");
        await CopyAsync(site, id, "spam", "0.99");

        // One site a look, the one that has waited longest: the others of this app come before or after.
        await Eventually.TrueAsync("the site was looked at", async () =>
        {
            for (int look = 0; look < 20; look++)
            {
                await app.Get<DriftWatch>().LookAsync(TestContext.Current.CancellationToken);
            }

            return await ReadAsync("moderation_scores_drift", $"category=\"spam\",site=\"{site}\"") == 1;
        });
        Assert.True(await ReadAsync("moderation_scores_high_share", $"category=\"spam\",site=\"{site}\"") > 0.9);
        double expected = await ReadAsync("moderation_scores_high_share_expected", $"category=\"spam\",site=\"{site}\"");
        Assert.InRange(expected, 0.001, 0.5);
    }

    /// <summary>Two hundred like one, with another score in a category.</summary>
    private async Task CopyAsync(string site, string id, string category, string score)
    {
        string columns = Regex.Replace(SubmissionRow.Columns, @"(?<!\w)id(?=,)", "printf('%08x-0000-7000-8000-000000000000', number)");
        columns = Regex.Replace(columns, $@"(?<!\w){category}(?!\w)", score);
        string sql = $"""
            with recursive copies(number) as (select 1 union all select number + 1 from copies where number < 200)
            insert into submission ({SubmissionRow.Columns})
            select {columns} from submission, copies where site_id = @site and id = @id
            """;
        Assert.Equal(200, await app.Get<Database>().RunAsync((unit, token) => unit.ExecuteAsync(sql, new { site, id = Guid.Parse(id) }, token), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_line_is_one_that_prometheus_reads_and_none_tells_of_people()
    {
        string text = await TextAsync();
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (TYPE|HELP|UNIT|EOF).*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? \S+( \d+)?)$", line));
        Assert.DoesNotContain("user_agent", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url_query", text, StringComparison.Ordinal);
    }

    private async Task<string> TextAsync()
    {
        using HttpClient client = app.CreateClient();
        return await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    /// <summary>The sum of a metric over the lines with a label.</summary>
    private async Task<double> ReadAsync(string name, string label) => (await TextAsync()).Split('\n')
        .Where(line => Regex.IsMatch(line, $"^{name}[{{ ]") && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(Regex.Match(line, @"\}? (\S+)( \d+)?$").Groups[1].Value, CultureInfo.InvariantCulture));
}
