using Moderation.Scoring;
using Moderation.Scoring.Artefacts;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>Which challengers may become champion, and what a report may be used for.</summary>
public sealed class PassingTheGate
{
    // Nothing here may depend on how busy the machine is.
    private static readonly GateOptions Options = new() { Replicates = 50, FunctionalCases = [], SlowestFactor = 1_000 };

    private static Model Champion => SmallModel.Model;

    /// <summary>What the champion knows: it must not be unlearnt.</summary>
    private static LabelledText[] Holdout => [.. SmallModel.Options().Training.Select(text => text with { Labels = text.Labels.WithUnion() })];

    [Fact]
    public void A_challenger_that_does_as_well_passes()
    {
        Model challenger = SiteModelTrainer.Train(TeachingASite.Options(), null, CancellationToken.None).Model;

        GateReport report = ModelGate.Compare(challenger, Champion, TeachingASite.Labels(), "set", Options with { MinPerClass = 20 }, CancellationToken.None);

        Assert.True(report.Passed, string.Join('\n', report.Checks.Where(check => !check.Passed).Select(check => check.Sentence)));
        GateCheck better = report.Checks.Single(check => check is { Code: "category", Category: Category.LikelyToReject });
        Assert.True(better.Difference!.Value.Low > 0);
        Assert.Contains("better", better.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_challenger_that_unlearnt_a_category_is_refused_and_the_category_is_named()
    {
        LabelledText[] turned = [.. Holdout.Where(text => text.Labels[Category.LikelyToReject] is not null)
            .Select(text => text with { Source = "decision", Labels = default(LabelSet).With(Category.LikelyToReject, text.Labels[Category.LikelyToReject] is false) })];
        Model challenger = SiteModelTrainer.Train(TeachingASite.Options() with { Training = turned, KeptWeight = 0.001 }, null, CancellationToken.None).Model;

        GateReport report = ModelGate.Compare(challenger, Champion, Holdout, "set", Options with { MinPerClass = 20 }, CancellationToken.None);

        Assert.False(report.Passed);
        GateCheck worse = report.Checks.First(check => !check.Passed);
        Assert.Equal(("category", Category.LikelyToReject), (worse.Code, worse.Category));
        Assert.StartsWith("likely_to_reject: ROC-AUC ", worse.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_texts_hold_nothing_back_but_the_report_says_that_they_say_nothing()
    {
        GateReport report = ModelGate.Compare(Champion, Champion, Holdout[..10], "set", Options, CancellationToken.None);

        Assert.True(report.Passed);
        Assert.Contains(report.Checks, check => check.Code == "holdout" && check.Sentence.Contains("30 violating", StringComparison.Ordinal));
        Assert.Equal(["holdout", "identity", "speed"], report.Checks.Select(check => check.Code));
    }

    [Fact]
    public void Who_goes_from_words_to_sentences_may_take_longer_and_is_told()
    {
        ModelCard card = Champion.Card with { Sentences = new SentenceCard { Sha256 = BaseModel.Load().Card.Sentences!.Sha256, Weights = new Dictionary<Category, double> { [Category.Spam] = 0.1 } } };
        Model challenger = Model.Load(ArtefactWriter.Write(new ModelParts { Card = card, Roots = Champion.Parts.Roots, Vocabulary = Champion.Parts.Vocabulary, Heads = Champion.Parts.Heads }));

        GateReport report = ModelGate.Compare(challenger, Champion, Holdout[..10], "set", Options with { SlowestFactor = 0 }, CancellationToken.None);
        GateReport back = ModelGate.Compare(Champion, challenger, Holdout[..10], "set", Options with { SlowestFactor = 0 }, CancellationToken.None);

        GateCheck speed = report.Checks.Single(check => check.Code == "speed");
        Assert.True(speed.Passed);
        Assert.Contains("reads sentences", speed.Sentence, StringComparison.Ordinal);
        Assert.False(back.Checks.Single(check => check.Code == "speed").Passed);
    }

    [Fact]
    public void A_functional_test_that_is_lost_is_a_refusal()
    {
        LabelledText[] cases = [.. Holdout.Where(text => text.Labels[Category.Spam] is true).Select(text => text with { Kind = "spam" })];
        LabelledText[] turned = [.. Holdout.Select(text => text with { Source = "decision", Labels = default(LabelSet).With(Category.Spam, text.Labels[Category.Spam] is false).With(Category.LikelyToReject, text.Labels[Category.LikelyToReject]) })];
        Model challenger = SiteModelTrainer.Train(TeachingASite.Options() with { Training = turned, KeptWeight = 0.001, OtherL2 = 0.001 }, null, CancellationToken.None).Model;

        GateReport report = ModelGate.Compare(challenger, Champion, [], "set", Options with { FunctionalCases = cases }, CancellationToken.None);

        Assert.False(report.Checks.Single(check => check.Code == "functional").Passed);
        Assert.False(report.Passed);
    }

    [Fact]
    public void A_report_speaks_of_two_models_and_of_no_others()
    {
        GateReport report = GateReport.FromJson(ModelGate.Compare(Champion, Champion, [], "set", Options, CancellationToken.None).ToJson());

        Assert.Null(report.WhyNotFor(Champion.Sha256, Champion.Sha256));
        Assert.StartsWith("The report is about model ", report.WhyNotFor("another", Champion.Sha256), StringComparison.Ordinal);
        Assert.EndsWith("train again.", report.WhyNotFor(Champion.Sha256, "another"), StringComparison.Ordinal);
    }
}
