using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Moderation.Benchmarks.Pipeline;
using Moderation.Campaigns;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Benchmarks.Campaigns;

/// <summary>What grouping costs the worker for a text that is like nothing, beside what everything else about a text costs: its normalisation. 5,000 other texts wait for others of their kind.</summary>
[MemoryDiagnoser]
public class GroupingBenchmarks
{
    private const int Texts = 6_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);

    private readonly string[] texts = Bodies();
    private readonly ArrivalWindow window = new();
    private int next;

    /// <summary>Texts wait for others of their kind.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (int i = 0; i < Texts; i++)
        {
            window.Add(Arrival());
        }
    }

    /// <summary>The measure.</summary>
    [Benchmark(Baseline = true)]
    public int Normalise() => TextNormalizer.Read(texts[next++ % Texts], 0, static (text, _) => text.Length);

    /// <summary>Words and pairs.</summary>
    [Benchmark]
    public object Sketch() => WordSketch.Of(texts[next++ % Texts], 7);

    /// <summary>A newcomer is compared, and waits.</summary>
    [Benchmark]
    public int Group()
    {
        Arrival arrival = Arrival();
        window.Add(arrival);
        return GroupingPlan.Of(SiteCampaigns.None, window, [arrival]).Joins.Count;
    }

    private static string[] Bodies()
    {
        SomeReplies replies = new(11);
        return [.. Enumerable.Range(0, Texts).Select(_ => JsonDocument.Parse(replies.Single()).RootElement.GetProperty("body").GetString()!)];
    }

    private Arrival Arrival() => new()
    {
        Key = new SubmissionKey(SiteId.Parse("gazette"), new SubmissionId(Guid.CreateVersion7(Start))),
        Sketch = WordSketch.Of(texts[next++ % Texts], 7),
        ReceivedAt = Start,
    };
}
