using System.Text.Json;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Plots;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

public sealed class EvaluatingAModel
{
    private static readonly EvaluationOptions Quick = new()
    {
        Name = "A <b>report</b>",
        Replicates = 20,
        MaxDisguisedPerClass = 10,
        ComparedWith = new Dictionary<string, Model> { ["itself"] = SmallModel.Model },
        Baselines = [new BaselineFigure { Name = "elsewhere", Category = Category.Spam, RocAuc = 0.5 }],
    };

    private static readonly Lazy<EvaluationReport> LazyReport = new(() => Evaluate(Quick));

    private static EvaluationReport Report => LazyReport.Value;

    [Fact]
    public void Reports_every_category_that_is_offered_and_labelled()
    {
        Assert.Equal(SmallModel.Model.Offered, Report.Categories.Select(category => category.Category));
        Assert.Equal(SmallModel.Model.Sha256, Report.ModelSha256);
        Assert.All(Report.Categories, category =>
        {
            Assert.InRange(category.RocAuc.Value, category.RocAuc.Low, category.RocAuc.High);
            Assert.Contains(category.Thresholds, row => row.IsDefault);
            Assert.Equal(Disguise.All.Select(disguise => disguise.Name), category.Disguises.Select(row => row.Disguise));
            Assert.Contains(category.Slices, slice => slice.Slice == "source own" && slice.Rows == category.Rows);
            Assert.Equal(0, category.Comparisons.Single(row => row.Name == "itself").Lead.Value);
        });
        Assert.Contains(Report.Categories.Single(category => category.Category == Category.Spam).Comparisons, row => row.Name == "elsewhere" && !row.IsPaired);
    }

    [Fact]
    public void Equal_inputs_give_equal_reports() => Assert.Equal(Report.ToJson(), Evaluate(Quick).ToJson());

    [Fact]
    public void The_json_uses_the_names_on_the_wire()
    {
        using var document = JsonDocument.Parse(Report.ToJson());
        var names = document.RootElement.GetProperty("categories").EnumerateArray().Select(category => category.GetProperty("category").GetString());
        Assert.Contains("identity_attack", names);
    }

    [Fact]
    public void The_page_loads_nothing_and_encodes_what_authors_wrote()
    {
        var hostile = new LabelledText
        {
            Id = "x",
            Source = "own",
            Text = "<script>alert(1)</script> you are a nitwit",
            Labels = default(LabelSet).With(Category.Insult, false),
        };
        var options = SmallModel.Options();
        var html = ModelEvaluator.Evaluate(SmallModel.Model, [.. options.Validation!, hostile], Quick, null, TestContext.Current.CancellationToken).ToHtml();
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("A &lt;b&gt;report", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_curves_of_a_model_and_of_the_one_beside_it_lie_over_each_other()
    {
        Assert.All(Report.Categories, category =>
        {
            CategoryCurves beside = category.Comparisons.Single(row => row.Name == "itself").Curves!;
            Assert.Equal(category.RocCurve, beside.Roc);
            Assert.Equal(category.PrecisionRecallCurve, beside.PrecisionRecall);
            Assert.Equal(category.Reliability, beside.Reliability);
            Assert.Null(category.Comparisons.FirstOrDefault(row => row.Name == "elsewhere")?.Curves);
            Assert.All(CategoryPlots.Of(category, "it"), plot =>
            {
                Assert.Equal(["one", "two"], plot.Shapes.Where(shape => shape.Kind == PlotShapeKind.Path).Select(shape => shape.Role).Order());
                Assert.Equal([("one", "it"), ("two", "itself")], plot.Legend);
                Assert.Contains("<span class=\"key-two\">itself</span>", plot.ToHtml(), StringComparison.Ordinal);
            });
        });

        // A report of a version that drew one model.
        var older = EvaluationReport.FromJson(Report.ToJson().Replace("\"curves\"", "\"unknown\"", StringComparison.Ordinal));
        Assert.All(older.Categories, category => Assert.All(CategoryPlots.Of(category, "it"), plot => Assert.Empty(plot.Legend)));
    }

    [Fact]
    public void Quotes_no_text_when_asked_not_to()
    {
        var report = Evaluate(Quick with { WorstErrors = 0 });
        Assert.All(report.Categories, category => Assert.Empty(category.FalsePositives.Concat(category.FalseNegatives)));
    }

    [Fact]
    public void Refuses_texts_without_both_classes()
    {
        var text = SmallModel.Options().Validation![0];
        Assert.Throws<TrainingException>(() => ModelEvaluator.Evaluate(SmallModel.Model, [text], Quick, null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("leet digits")]
    [InlineData("leet signs")]
    [InlineData("look-alike letters")]
    [InlineData("spaced-out letters")]
    [InlineData("dotted letters")]
    [InlineData("zero-width characters")]
    [InlineData("combining marks")]
    [InlineData("styled letters")]
    public void The_normaliser_undoes_the_disguise(string name)
    {
        var disguise = Disguise.All.Single(candidate => candidate.Name == name);
        var disguised = disguise.Apply("I am here, you strange person. Go away now", new Random(1));
        Assert.NotEqual("I am here, you strange person. Go away now", disguised);
        var normalized = TextNormalizer.Normalize(disguised).Text;
        // Digits alone stay digits, and strokes may be i or l until the vocabulary decides.
        Assert.Equal(Strokes("i am here, you strange person. go away now"), Strokes(normalized.Replace("90 away", "go away", StringComparison.Ordinal)));

        static string Strokes(string text) => text.Replace('l', 'i');
    }

    [Fact]
    public void Words_training_knows_are_repaired()
    {
        foreach (var name in new[] { "repeated letters", "hidden vowels" })
        {
            var disguise = Disguise.All.Single(candidate => candidate.Name == name);
            var plain = SmallModel.Model.Score(new ScoringInput { Text = "you are a numbskull" });
            var disguised = SmallModel.Model.Score(new ScoringInput { Text = disguise.Apply("you are a numbskull", new Random(3)) });
            Assert.Equal(plain[Category.Insult]!.Value, disguised[Category.Insult]!.Value, 1e-9);
        }
    }

    private static EvaluationReport Evaluate(EvaluationOptions options) =>
        ModelEvaluator.Evaluate(SmallModel.Model, SmallModel.Options().Validation!, options, progress: null, CancellationToken.None);
}
