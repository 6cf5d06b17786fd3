using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Scoring.Training;

namespace Moderation.Tests.Scoring;

public sealed class TheFunctionalTest
{
    [Fact]
    public void A_case_passes_when_the_violating_is_stopped_and_the_acceptable_is_not()
    {
        LabelledText[] cases =
        [
            Case("a1", "praise", "fine", []),
            Case("a2", "praise", "stop", []),
            Case("b1", "insults", "stop", [Category.Insult, Category.Toxicity]),
            Case("b2", "insults", "fine", [Category.Insult, Category.Toxicity]),
            Case("b3", "insults", "stop", [Category.Insult, Category.Toxicity]),
            Case("c1", "swearing", "fine", [Category.Profanity]),
        ];
        var result = FunctionalTest.Run(SmallModel.Model, cases, text => text.Text == "stop", showsTexts: true, replicates: 50)!;
        Assert.Equal(6, result.Cases);
        Assert.Equal(4.0 / 6, result.Passed.Value, 6);
        Assert.Equal(1.0 / 3, result.AcceptableStopped.Value, 6);
        Assert.Equal(2.0 / 3, result.ViolatingStopped.Value, 6);
        Assert.Equal(
            [new FunctionalKindRow("insults", true, 3, 2.0 / 3), new FunctionalKindRow("praise", false, 2, 0.5), new FunctionalKindRow("swearing", false, 1, 1)],
            result.Kinds);
        Assert.Equal(["b2", "a2"], result.Failures.Select(failure => failure.Id));
        Assert.Empty(FunctionalTest.Run(SmallModel.Model, cases, text => text.Text == "stop", showsTexts: false, replicates: 50)!.Failures);
    }

    [Fact]
    public void Without_a_policy_the_thresholds_of_the_card_decide_and_swearing_alone_is_let_through()
    {
        var thresholds = SmallModel.Model.Card.Thresholds;
        var scores = Enumerable.Repeat(0.0, Categories.Count).ToArray();
        Assert.False(thresholds.Stop(Scored(scores, isUnderstood: true)));
        Assert.True(thresholds.Stop(Scored(scores, isUnderstood: false)));
        scores[(int)Category.Profanity] = 1;
        Assert.False(thresholds.Stop(Scored(scores, isUnderstood: true)));
        scores[(int)Category.Insult] = thresholds.AbuseFlag[Category.Insult];
        Assert.True(thresholds.Stop(Scored(scores, isUnderstood: true)));
    }

    [Fact]
    public void The_seed_corpus_reads_without_a_bad_row_and_its_halves_do_not_meet()
    {
        Assert.All(SeedCorpus.Files, file => Assert.Empty(file.BadRows));
        Assert.All(SeedCorpus.Files.SelectMany(file => file.Texts), text => Assert.NotNull(text.Kind));
        Assert.Empty(SeedCorpus.Training.Select(text => text.Text).Intersect(SeedCorpus.FunctionalTest.Select(text => text.Text)));
    }

    [Fact]
    public void Texts_set_apart_for_testing_are_never_learnt_from()
    {
        var options = SmallModel.Options() with { Recipe = TrainingRecipe.Plain with { MaxIterations = 2 } };
        var token = TestContext.Current.CancellationToken;
        var without = ModelTrainer.Train(options, null, token);
        var set = options.Training[0] with { Text = "a secret case nobody may learn", IsForTesting = true };
        Assert.Equal(without.Artefact.ToArray(), ModelTrainer.Train(options with { Training = [.. options.Training, set] }, null, token).Artefact.ToArray());
    }

    private static ScoredText Scored(double[] scores, bool isUnderstood) => new(scores) { Coverage = 1, IsUnderstood = isUnderstood, Evasion = 0 };

    private static LabelledText Case(string id, string kind, string text, Category[] violating) =>
        new() { Id = id, Source = "seed", Kind = kind, Text = text, Labels = LabelSet.Complete(violating), IsForTesting = true };
}
