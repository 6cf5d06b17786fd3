using Moderation.Models;
using Moderation.Policies;
using Moderation.Quality;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;
using Moderation.Tests.Storage;

namespace Moderation.Tests.Quality;

/// <summary>Figures about a model at work, with what chance leaves open.</summary>
public sealed class WatchingTheChampion
{
    [Theory]
    [InlineData(0, 20, 0, 0.161)]
    [InlineData(10, 20, 0.299, 0.701)]
    [InlineData(20, 20, 0.839, 1)]
    [InlineData(950, 1_000, 0.935, 0.962)]
    public void A_share_has_the_interval_of_Wilson(int part, int whole, double low, double high)
    {
        MetricInterval share = Proportion.Of(part, whole);
        Assert.Equal((double)part / whole, share.Value);
        Assert.Equal(low, share.Low, 3);
        Assert.Equal(high, share.High, 3);
        Assert.True(double.IsNaN(Proportion.Of(0, 0).Value));
    }

    [Fact]
    public void What_people_decided_says_how_the_model_did()
    {
        LiveRecord record = new()
        {
            Decided =
            [
                .. Decided(Verdict.Flag, true, 30, 0.9), .. Decided(Verdict.Flag, false, 10, 0.6), .. Decided(Verdict.Approve, true, 2, 0.1), .. Decided(Verdict.Approve, false, 5, 0.05),
                .. Decided(Verdict.Reject, false, 1, null),
            ],
        };

        Assert.Equal((40, 2, 1), (record.FlaggedAndDecided, record.Removed, record.BroughtBack));
        Assert.Equal(0.75, record.Upheld!.Value.Value);
        Assert.Null(new LiveRecord { Decided = [] }.Upheld);
        Assert.Equal([(7, 2 / 7.0), (10, 0.0), (30, 1.0)], record.Steps(5).Select(step => (step.Texts, step.Share.Value)));
    }

    [Fact]
    public void Scores_that_lie_far_from_what_the_card_lets_expect_are_drift()
    {
        // At 3 % of violating texts, of which 60 % reach the score that one in a hundred acceptable ones does: 2.77 %.
        ModelCard card = BaseModel.Load().Card;
        ModelCard known = card with { Categories = [card.Categories[0] with { Category = Category.Insult, ReferencePrevalence = 0.03, RecallAtOnePercent = new MetricInterval(0.6, 0.5, 0.7), ThresholdAtOnePercent = 0.2 }] };

        CategoryDrift usual = Assert.Single(DriftReport.Of(known, Scores(1_000, 28)).Categories);
        Assert.Equal(0.0277, usual.Expected, 6);
        Assert.False(usual.IsDrift);
        Assert.True(Assert.Single(DriftReport.Of(known, Scores(1_000, 90)).Categories).IsDrift);
        Assert.True(Assert.Single(DriftReport.Of(known, Scores(5_000, 40)).Categories).IsDrift);
        Assert.False(Assert.Single(DriftReport.Of(known, Scores(20, 2)).Categories).IsDrift);
        Assert.False(Assert.Single(DriftReport.Of(known, Scores(99, 60)).Categories).IsDrift);
        Assert.Empty(DriftReport.Of(known, []).Categories);
    }

    [Fact]
    public void A_shadow_shows_agreement_and_what_changes_in_peoples_work()
    {
        Shadow shadow = new() { ShadowId = Some.Id(), SiteId = "gazette", Sha256 = "b", Champion = "a", StartedAt = StoreFixture.Start, StartedBy = "cli" };
        ShadowReport report = new()
        {
            Shadow = shadow,
            Tallies = [Tally("approve", "approve", 900), Tally("approve", "flag", 20), Tally("flag", "approve", 50), Tally("flag", "flag", 25), Tally("reject", "reject", 5)],
            Differences = [],
        };

        Assert.Equal((1_000, 930, 0.93), (report.Submissions, report.Agreeing, report.Agreement!.Value.Value));
        Assert.Equal((0.075, 0.045), (report.FlaggedByChampion!.Value.Value, report.FlaggedByChallenger!.Value.Value));
        Assert.Equal(-30, report.WorkloadChange!.Value, 6);
        Assert.Equal(50, report.Of(Verdict.Flag, Verdict.Approve));
        Assert.False(report.IsEnough(StoreFixture.Start.AddHours(23)));
        Assert.True(report.IsEnough(StoreFixture.Start.AddHours(24)));
        Assert.Null((report with { Tallies = [] }).Agreement);

        ShadowTally Tally(string champion, string challenger, int submissions) => new() { ShadowId = shadow.ShadowId, Champion = champion, Challenger = challenger, Submissions = submissions };
    }

    private static IEnumerable<DecidedText> Decided(Verdict verdict, bool isViolating, int count, double? score) =>
        Enumerable.Range(0, count).Select(_ => new DecidedText { Verdict = verdict, IsViolating = isViolating, LikelyToReject = score });

    private static List<IReadOnlyList<double?>> Scores(int all, int high) =>
        [.. Enumerable.Range(0, all).Select(index => (IReadOnlyList<double?>)[.. Categories.All.Select(_ => (double?)(index < high ? 0.5 : 0.01))])];
}
