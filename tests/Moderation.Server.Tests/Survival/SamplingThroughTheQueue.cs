using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Survival;

/// <summary><c>sample --via queue</c>: a plain client that publishes and says what became of each reply.</summary>
[Collection("private servers")]
public sealed class SamplingThroughTheQueue(PrivateServers servers)
{
    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    public async Task Every_reply_is_published_judged_and_counted(string items)
    {
        await using PrivateSite site = await servers.BeginAsync();
        CommandRun early = (await site.RunAsync("sample", "--via", "queue", "--count", "1")).With(1);
        Assert.Contains("moderation.submit-reply", early.Error, StringComparison.Ordinal);
        await site.StartAsync("worker");

        CommandRun run = (await site.RunAsync("sample", "--via", "queue", "--items", items, "--count", "40", "--rate", "200", "--json")).With(0);

        Assert.Equal(40, run.Json.EnumerateArray().Sum(row => row.GetProperty("count").GetInt32()));
        Assert.All(run.Json.EnumerateArray(), row => Assert.Contains(row.GetProperty("outcome").GetString(), new[] { "approved", "flagged", "rejected" }));
        Assert.Equal(40, await site.CountAsync("select count(*) from submission where source = 'queue' and verdict is not null"));
    }

    [Theory]
    [InlineData("--via", "pigeon")]
    [InlineData("--items", "51")]
    [InlineData("--broker", "http://127.0.0.1/")]
    public async Task What_is_no_way_is_refused(string option, string value)
    {
        await using PrivateSite site = await servers.BeginAsync();
        (await site.RunAsync("sample", "--via", "queue", option, value)).With(2);
    }
}
