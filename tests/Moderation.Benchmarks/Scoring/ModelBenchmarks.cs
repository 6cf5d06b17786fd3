using BenchmarkDotNet.Attributes;
using Moderation.Scoring;

namespace Moderation.Benchmarks.Scoring;

/// <summary>The shipped models on texts of different lengths and alphabets: all categories, normalising included.</summary>
[MemoryDiagnoser]
public class ModelBenchmarks
{
    private readonly double[] _scores = new double[Categories.Count];
    private Model _model = BaseModel.Load(ShippedModel.Words);
    private ScoringInput _input;

    [Params(ShippedModel.Words, ShippedModel.Sentences)]
    public ShippedModel Which { get; set; }

    [Params("200", "2000", "20000", "200 not ASCII", "200 disguised")]
    public string Text { get; set; } = "200";

    [GlobalSetup]
    public void Setup()
    {
        _model = BaseModel.Load(Which);
        _input = new ScoringInput { Text = BenchmarkTexts.Create(Text) };
    }

    [Benchmark]
    public ScoreSummary Score() => _model.Score(_input, _scores);

    [Benchmark]
    public Model Load() => BaseModel.Load(Which);
}
