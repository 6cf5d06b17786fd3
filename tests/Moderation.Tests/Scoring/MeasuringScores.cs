using Moderation.Scoring;
using Moderation.Scoring.Evaluation;

namespace Moderation.Tests.Scoring;

public sealed class MeasuringScores
{
    private static readonly ScoredSamples Six = new([(0.9, true, 1), (0.8, false, 1), (0.7, true, 1), (0.4, true, 1), (0.4, false, 1), (0.1, false, 1)]);

    [Fact]
    public void The_area_counts_pairs_in_the_right_order_and_half_of_the_ties() => Assert.Equal((3 + 2 + 1 + 0.5) / 9, Six.RocAuc(), 12);

    [Fact]
    public void Weights_count_as_copies()
    {
        var copies = new ScoredSamples([(0.9, true, 1), (0.5, false, 1), (0.5, false, 1), (0.2, true, 1), (0.1, false, 1)]);
        var weighted = new ScoredSamples([(0.9, true, 1), (0.5, false, 2), (0.2, true, 1), (0.1, false, 1)]);
        Assert.Equal(copies.RocAuc(), weighted.RocAuc(), 12);
        Assert.Equal(copies.AveragePrecision(), weighted.AveragePrecision(), 12);
        Assert.Equal(copies.BrierSkill(), weighted.BrierSkill(), 12);
    }

    [Theory]
    [InlineData(0, 1 / 3.0)]
    [InlineData(0.34, 2 / 3.0)]
    [InlineData(0.7, 1)]
    public void Recall_is_read_where_the_false_positives_still_fit(double rate, double expected) => Assert.Equal(expected, Six.RecallAt(rate), 12);

    [Fact]
    public void Average_precision_averages_the_precision_at_each_violating_text() =>
        Assert.Equal((1 + (2 / 3.0) + (3 / 5.0)) / 3, Six.AveragePrecision(), 12);

    [Fact]
    public void Prevalence_changes_precision_and_not_the_area()
    {
        var rare = Six.AtPrevalence(0.01);
        Assert.Equal(Six.RocAuc(), rare.RocAuc(), 12);
        Assert.True(rare.AveragePrecision() < Six.AveragePrecision());
        Assert.Equal(0.01, rare.ViolatingShare(0, 1), 12);
    }

    [Fact]
    public void Always_saying_the_prevalence_has_no_skill_and_perfect_scores_have_all()
    {
        Assert.Equal(0, new ScoredSamples([(0.25, true, 1), (0.25, false, 3)]).BrierSkill(), 12);
        Assert.Equal(1, new ScoredSamples([(1, true, 1), (0, false, 3)]).BrierSkill(), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void The_slope_of_scores_whose_log_odds_are_stretched_is_the_inverse(double stretch)
    {
        var samples = new List<(double, bool, double)>();
        for (var logOdds = -6.0; logOdds <= 6; logOdds += 0.25)
        {
            var truth = 1 / (1 + Math.Exp(-logOdds));
            var score = 1 / (1 + Math.Exp(-logOdds * stretch));
            samples.Add((score, true, truth));
            samples.Add((score, false, 1 - truth));
        }

        Assert.Equal(1 / stretch, LogisticFit.CalibrationSlope(new ScoredSamples(samples)), 1e-3);
    }

    [Fact]
    public void An_interval_holds_its_value_and_is_the_same_for_the_same_seed()
    {
        var interval = Bootstrap.Interval(Six, sample => sample.RocAuc(), 200, 7);
        Assert.InRange(interval.Value, interval.Low, interval.High);
        Assert.Equal(interval, Bootstrap.Interval(Six, sample => sample.RocAuc(), 200, 7));
        Assert.True(interval.High - interval.Low > 0.1);
    }

    [Fact]
    public void A_paired_difference_of_equal_scores_is_nothing()
    {
        var difference = PairedBootstrap.Difference([(0.9, 0.9, true, 1), (0.3, 0.3, false, 1), (0.2, 0.2, true, 1), (0.1, 0.1, false, 1)], 50, 1);
        Assert.Equal(new MetricInterval(0, 0, 0), difference);
        Assert.Equal(0.5, PairedBootstrap.Difference([(0.9, 0.1, true, 1), (0.5, 0.5, false, 1), (0.6, 0.6, true, 1)], 50, 1).Value, 12);
    }
}
