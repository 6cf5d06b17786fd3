using BenchmarkDotNet.Attributes;
using Moderation.Scoring;

namespace Moderation.Benchmarks.Scoring;

/// <summary>The base model on texts of different lengths and alphabets: all categories, normalising included.</summary>
[MemoryDiagnoser]
public class ModelBenchmarks
{
    private readonly Model _model = BaseModel.Load();
    private readonly double[] _scores = new double[Categories.Count];
    private ScoringInput _input;

    [Params("200", "2000", "20000", "200 not ASCII", "200 disguised")]
    public string Text { get; set; } = "200";

    [GlobalSetup]
    public void Setup() => _input = new ScoringInput { Text = BenchmarkTexts.Create(Text) };

    [Benchmark]
    public ScoreSummary Score() => _model.Score(_input, _scores);

    [Benchmark]
    public Model Load() => BaseModel.Load();
}
