using System.Globalization;
using System.Text.RegularExpressions;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Operations;

/// <summary>What an operator's monitoring sees.</summary>
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
