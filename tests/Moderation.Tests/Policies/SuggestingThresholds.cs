using Moderation.Policies;
using Moderation.Scoring;
using static Moderation.Tests.Policies.SomeEvidence;

namespace Moderation.Tests.Policies;

public sealed class SuggestingThresholds
{
    private static readonly Thresholds Now = Thresholds.Resolve(new PolicyThresholds(), CardThresholds);

    [Fact]
    public void Too_few_submissions_suggest_nothing() => Assert.Null(ThresholdSuggestion.Derive(Stream(ThresholdSuggestion.MinTexts - 1), Now, Policy.Default));

    [Fact]
    public void The_budget_is_used_and_never_exceeded()
    {
        foreach (double budget in new[] { 0.01, 0.08, 0.2 })
        {
            ThresholdSuggestion suggestion = ThresholdSuggestion.Derive(Stream(5_000), Now, Policy.Default with { ReviewBudget = budget })!;

            Assert.InRange(suggestion.FlaggedThen, budget * 0.8, budget);
            Assert.Equal(5_000, suggestion.Texts);
        }
    }

    [Fact]
    public void What_is_flagged_anyway_leaves_less_for_the_thresholds()
    {
        StreamText[] stream = Stream(5_000);
        StreamText[] busy = [.. stream.Select((text, index) => text with { IsFlaggedAnyway = index % 20 == 0 })];

        ThresholdSuggestion calm = ThresholdSuggestion.Derive(stream, Now, Policy.Default)!;
        ThresholdSuggestion suggestion = ThresholdSuggestion.Derive(busy, Now, Policy.Default)!;

        Assert.InRange(suggestion.FlaggedAnyway, 0.049, 0.05);
        Assert.InRange(suggestion.FlaggedThen, 0.06, 0.08);
        Assert.True(suggestion.Thresholds.SpamFlag > calm.Thresholds.SpamFlag);
    }

    [Fact]
    public void More_flagged_anyway_than_the_budget_has_leaves_nothing_to_score()
    {
        ThresholdSuggestion suggestion = ThresholdSuggestion.Derive([.. Stream(1_000).Select(text => text with { IsFlaggedAnyway = true })], Now, Policy.Default)!;

        Assert.InRange(suggestion.FlaggedThen, 0.99, 1);
        Assert.Equal(suggestion.FlaggedAnyway, suggestion.FlaggedThen);
        Assert.Equal(0.99, suggestion.Thresholds.SpamFlag);
    }

    [Fact]
    public void Profanity_has_a_threshold_only_where_it_flags()
    {
        Assert.DoesNotContain("profanity", ThresholdSuggestion.Derive(Stream(1_000), Now, Policy.Default)!.Thresholds.AbuseFlag!.Keys);
        Assert.Contains("profanity", ThresholdSuggestion.Derive(Stream(1_000), Now, Policy.Default with { FlagsProfanity = true })!.Thresholds.AbuseFlag!.Keys);
    }

    [Fact]
    public void What_is_rejected_for_spam_needs_no_review()
    {
        StreamText certain = new() { Scores = [.. Categories.All.Select(category => (double?)(category == Category.Spam ? 0.99 : 0.01))], IsFlaggedAnyway = false };

        ThresholdSuggestion suggestion = ThresholdSuggestion.Derive([.. Stream(1_000), .. Enumerable.Repeat(certain, 1_000)], Now, Policy.Default)!;

        Assert.InRange(suggestion.FlaggedThen, 0.06, 0.08);
        Assert.True(suggestion.Thresholds.SpamFlag < 0.98);
    }

    [Fact]
    public void A_suggestion_is_a_sound_policy() =>
        Assert.Empty(PolicyValidator.Validate(Policy.Default with { Thresholds = ThresholdSuggestion.Derive(Stream(2_000), Now, Policy.Default)!.Thresholds }));

    private static StreamText[] Stream(int count)
    {
        Random dice = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => new StreamText { Scores = [.. Categories.All.Select(_ => (double?)Math.Pow(dice.NextDouble(), 8))], IsFlaggedAnyway = false })];
    }
}
