using Moderation.Scoring;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

public sealed class TrainingAModel
{
    [Fact]
    public void Equal_inputs_make_equal_bytes()
    {
        var again = ModelTrainer.Train(SmallModel.Options(), progress: null, TestContext.Current.CancellationToken);
        Assert.True(SmallModel.Result.Artefact.Span.SequenceEqual(again.Artefact.Span));
        Assert.Equal(SmallModel.Model.Sha256, again.Model.Sha256);
    }

    [Fact]
    public void A_category_without_labels_is_not_offered()
    {
        Assert.DoesNotContain(Category.SevereToxicity, SmallModel.Model.Offered);
        Assert.Null(SmallModel.Model.Score(new ScoringInput { Text = "anything" })[Category.SevereToxicity]);
        Assert.Empty(SmallModel.Model.Explain(new ScoringInput { Text = "anything" }, Category.SevereToxicity));
        Assert.Equal(SmallModel.Model.Offered, SmallModel.Model.Card.Categories.Select(category => category.Category));
    }

    [Fact]
    public void Likely_to_reject_is_the_union_of_the_others()
    {
        Assert.Null(default(LabelSet).With(Category.Spam, false).WithUnion()[Category.LikelyToReject]);
        Assert.True(default(LabelSet).With(Category.Spam, true).WithUnion()[Category.LikelyToReject]);
        Assert.False(default(LabelSet).With(Category.Toxicity, false).WithUnion()[Category.LikelyToReject]);
        Assert.False(default(LabelSet).With(Category.Toxicity, true).With(Category.LikelyToReject, false).WithUnion()[Category.LikelyToReject]);
    }

    [Fact]
    public void Members_who_learn_the_same_say_the_same_as_one()
    {
        var options = SmallModel.Options();
        var two = ModelTrainer.Train(
            options with { Recipe = options.Recipe with { Members = [new() { Share = 0.25 }, new() { Share = 0.75 }] } }, progress: null, TestContext.Current.CancellationToken);
        AssertSameScores(SmallModel.Model, two.Model);
    }

    [Fact]
    public void A_member_without_a_share_or_without_both_classes_changes_nothing()
    {
        var options = SmallModel.Options();
        RecipeMember reads = new() { Share = 0.5 };
        RecipeMember readsNothing = new() { Share = 0.5, SourceWeights = [new("own", 0)] };
        RecipeMember hasNoSay = new() { Share = 0, SourceWeights = [new("own", 7)] };
        var three = ModelTrainer.Train(
            options with { Recipe = options.Recipe with { Members = [reads, readsNothing, hasNoSay] } }, progress: null, TestContext.Current.CancellationToken);
        AssertSameScores(SmallModel.Model, three.Model);
    }

    [Fact]
    public void A_source_weighs_what_the_members_give_it_by_share()
    {
        TrainingRecipe recipe = new()
        {
            Members =
            [
                new() { Share = 0.25, SourceWeights = [new("a*", 4), new("ab", 8, Category.Spam)] },
                new() { Share = 0.75, SourceWeights = [new("ab", 0)], Shares = new Dictionary<Category, double> { [Category.Threat] = 0 } },
            ],
        };
        Assert.Equal(1, recipe.WeightOf("ab", Category.Toxicity));
        Assert.Equal(2, recipe.WeightOf("ab", Category.Spam));
        Assert.Equal(4, recipe.WeightOf("ab", Category.Threat));
        Assert.Equal(1, recipe.WeightOf("elsewhere", Category.Threat));
    }

    [Theory]
    [InlineData("You really are a dunderhead", Category.Insult)]
    [InlineData("cheap watches, free shipping: http://shop.example", Category.Spam)]
    [InlineData("watch your back, I will find you", Category.Threat)]
    [InlineData("damn bloody crap", Category.Profanity)]
    [InlineData("all islanders are vermin", Category.IdentityAttack)]
    public void Ranks_violating_texts_above_a_friendly_one(string text, Category category)
    {
        var friendly = SmallModel.Model.Score(new ScoringInput { Text = "Thank you, I learnt a lot about the library" });
        var violating = SmallModel.Model.Score(new ScoringInput { Text = text });
        Assert.True(violating[category] > friendly[category], $"{violating[category]} is not above {friendly[category]}");
        Assert.True(violating[Category.LikelyToReject] > friendly[Category.LikelyToReject]);
    }

    [Fact]
    public void Sets_texts_aside_when_no_validation_texts_are_given()
    {
        var options = SmallModel.Options();
        var result = ModelTrainer.Train(
            options with { Training = [.. options.Training, .. options.Validation!], Validation = null }, progress: null, TestContext.Current.CancellationToken);
        var toxicity = result.Card.Categories.Single(category => category.Category == Category.Toxicity);
        Assert.True(toxicity.ValidationRows > 0);
        Assert.Equal(options.Training.Count + options.Validation!.Count, toxicity.TrainingRows + toxicity.ValidationRows);
    }

    [Fact]
    public void Validation_texts_that_all_violate_something_leave_thresholds_in_the_middle()
    {
        var options = SmallModel.Options();
        var result = ModelTrainer.Train(
            options with { Validation = [.. options.Validation!.Where(text => text.Labels.IsViolating)], FunctionalCases = [] }, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(0.5, result.Card.Thresholds.SpamFlag);
    }

    [Fact]
    public void Refuses_texts_of_one_class_with_a_sentence()
    {
        var options = SmallModel.Options();
        var acceptable = options.Training.Where(text => Categories.All.All(category => text.Labels[category] is not true)).ToList();
        var exception = Assert.Throws<TrainingException>(
            () => ModelTrainer.Train(options with { Training = acceptable }, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("violating and acceptable", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_progress_up_to_the_end()
    {
        var reports = new List<TrainingProgress>();
        ModelTrainer.Train(
            SmallModel.Options() with { Recipe = TrainingRecipe.Plain with { MaxIterations = 1 } }, new Collecting(reports), TestContext.Current.CancellationToken);
        Assert.Equal(reports.Select(report => report.Share).Order(), reports.Select(report => report.Share));
        Assert.Equal(1, reports[^1].Share);
    }

    [Fact]
    public void Default_thresholds_keep_to_the_review_budget_and_to_the_floor_for_rejecting()
    {
        var thresholds = SmallModel.Model.Card.Thresholds;
        Assert.InRange(thresholds.SpamReject, 0.98, 1);
        Assert.Equal(0.08, thresholds.ReviewBudget);
        Assert.All(thresholds.AbuseReject, entry => Assert.True(entry.Value >= thresholds.AbuseFlag[entry.Key]));
        Assert.All(thresholds.Priority, entry => Assert.True(entry.Value >= thresholds.AbuseFlag[entry.Key]));
        Assert.Contains("5%", thresholds.HowDerived, StringComparison.Ordinal);
    }

    private sealed class Collecting(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private static void AssertSameScores(Model one, Model other)
    {
        foreach (var text in SmallModel.Options().Validation!)
        {
            var (expected, actual) = (one.Score(text.Input), other.Score(text.Input));
            Assert.All(one.Offered, category => Assert.Equal(expected[category], actual[category]));
        }
    }
}
