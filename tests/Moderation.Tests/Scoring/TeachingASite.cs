using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

/// <summary>A site teaches the base model its own judgement: it learns what it is told, and keeps what it is told nothing about.</summary>
public sealed class TeachingASite
{
    private static readonly string[] Openings = ["Honestly,", "Again:", "Well,", "I must say", "As I said,", "Look,", "Sorry, but", "Yes,"];

    private static readonly string[] Topics = ["the fence", "the harbour", "our school", "the market", "the bakery", "the choir", "the tower", "the pool"];

    private static readonly Lazy<TrainingResult> LazyTaught = new(() => SiteModelTrainer.Train(Options(), null, CancellationToken.None));

    private static Model Base => SmallModel.Model;

    [Fact]
    public void It_learns_what_this_house_rejects_and_accepts()
    {
        Model taught = LazyTaught.Value.Model;

        Assert.True(LikelyToReject(taught, "Well, the windmill will be ugly and near the library") > LikelyToReject(Base, "Well, the windmill will be ugly and near the library"));
        Assert.True(LikelyToReject(taught, "Look, what a numbskull you are about the tower") < LikelyToReject(Base, "Look, what a numbskull you are about the tower"));
    }

    [Fact]
    public void What_nobody_said_anything_about_stays_as_it_was()
    {
        ScoringInput elsewhere = new() { Text = "Buy cheap watches now at http://watches.example, best price, free shipping" };

        Assert.Equal(Base.Score(elsewhere)[Category.Spam]!.Value, LazyTaught.Value.Model.Score(elsewhere)[Category.Spam]!.Value, 6);
        Assert.Equal(Base.Card.Thresholds.SpamFlag, LazyTaught.Value.Card.Thresholds.SpamFlag);
        Assert.Equal(Base.Offered, LazyTaught.Value.Model.Offered);
    }

    [Fact]
    public void The_card_says_where_the_model_comes_from()
    {
        ModelCard card = LazyTaught.Value.Card;

        Assert.Equal(Base.Sha256, card.BaseSha256);
        Assert.Equal("gazette", card.Name);
        Assert.Equal(("decision", 64), (card.Sources.Single().Source, card.Sources.Single().Rows));
        Assert.Equal([Category.LikelyToReject], card.Sources.Single().Weights.Keys);
        Assert.DoesNotContain("baseSha256", SmallModel.Result.Card.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_enough_validation_texts_its_own_score_is_a_probability_and_no_other_score_changes()
    {
        // Every fourth label of the house is a mistake, so that nothing is certain.
        LabelledText[] labels = [.. Enumerable.Range(0, 4).SelectMany(round => Labels().Select((text, index) => text with
        {
            Text = $"{text.Text}, said {index} of {round}",
            Labels = default(LabelSet).With(Category.LikelyToReject, text.Labels[Category.LikelyToReject] is true ^ (index + round) % 4 == 0),
        }))];
        TrainingResult alone = SiteModelTrainer.Train(Options() with { Training = labels }, null, CancellationToken.None);
        TrainingResult calibrated = SiteModelTrainer.Train(Options() with { Training = labels, Validation = labels }, null, CancellationToken.None);

        CategoryCard own = calibrated.Card.Categories.Single(card => card.Category == Category.LikelyToReject);
        Assert.InRange(own.CalibrationSlope.Value, 0.9, 1.1);
        ScoringInput text = new() { Text = "Well, the windmill is ugly" };
        Assert.NotEqual(alone.Model.Score(text)[Category.LikelyToReject], calibrated.Model.Score(text)[Category.LikelyToReject]);
        Assert.Equal(alone.Model.Score(text)[Category.Toxicity], calibrated.Model.Score(text)[Category.Toxicity]);
    }

    [Fact]
    public void Equal_labels_give_equal_bytes() =>
        Assert.Equal(LazyTaught.Value.Model.Sha256, SiteModelTrainer.Train(Options(), null, CancellationToken.None).Model.Sha256);

    [Fact]
    public void Without_labels_or_with_one_class_alone_there_is_a_sentence_and_no_model()
    {
        Assert.Equal("There are no labels to learn from.", Refused([]));
        Assert.Equal("There are 0 violating and 32 acceptable texts to learn from; a model needs at least 5 of either kind.", Refused([.. Labels().Where(text => text.Labels[Category.LikelyToReject] is false)]));
    }

    [Fact]
    public void Labels_that_contradict_each_other_change_little()
    {
        LabelledText[] both = [.. Labels(), .. Labels().Select(text => text with { Labels = default(LabelSet).With(Category.LikelyToReject, text.Labels[Category.LikelyToReject] is false) })];
        Model taught = SiteModelTrainer.Train(Options() with { Training = both }, null, CancellationToken.None).Model;

        Assert.Equal(LikelyToReject(Base, "Well, the windmill is ugly"), LikelyToReject(taught, "Well, the windmill is ugly"), 1);
    }

    [Fact]
    public void The_base_model_keeps_its_functional_test_while_it_learns()
    {
        Model shipped = BaseModel.Load();
        Model taught = SiteModelTrainer.Train(Options() with { Base = shipped, Kept = SeedCorpus.Training, FunctionalCases = SeedCorpus.FunctionalTest }, null, CancellationToken.None).Model;

        Assert.True(LikelyToReject(taught, "Well, the windmill is ugly") > LikelyToReject(shipped, "Well, the windmill is ugly"));
        double before = FunctionalTest.Run(shipped, SeedCorpus.FunctionalTest, showsTexts: false, replicates: 1)!.Passed.Value;
        Assert.True(taught.Card.FunctionalTest!.Passed.Value >= before - 0.01);
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => SiteModelTrainer.Train(Options(), null, source.Token));
    }

    internal static SiteTrainingOptions Options() => new()
    {
        Base = Base,
        Name = "gazette",
        CreatedAt = DateTimeOffset.UnixEpoch,
        CodeVersion = "test",
        Training = Labels(),
        Validation = [],
        Kept = SmallModel.Options().Training,
        FunctionalCases = [],
    };

    /// <summary>This house rejects whatever is said about the windmill, and accepts to be called a numbskull.</summary>
    internal static LabelledText[] Labels() =>
    [
        .. from opening in Openings.Index()
           from topic in Topics.Index()
           let isRejected = (opening.Index + topic.Index) % 2 == 0
           select new LabelledText
           {
               Id = $"{opening.Index}-{topic.Index}",
               Source = "decision",
               Text = isRejected ? $"{opening.Item} the windmill is an eyesore beside {topic.Item}" : $"{opening.Item} only a numbskull would paint {topic.Item} green",
               Labels = default(LabelSet).With(Category.LikelyToReject, isRejected),
           },
    ];

    private static string Refused(LabelledText[] texts) =>
        Assert.Throws<TrainingException>(() => SiteModelTrainer.Train(Options() with { Training = texts }, null, CancellationToken.None)).Message;

    private static double LikelyToReject(Model model, string text) => model.Score(new ScoringInput { Text = text })[Category.LikelyToReject]!.Value;
}
