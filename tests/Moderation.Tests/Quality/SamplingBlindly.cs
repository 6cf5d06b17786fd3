using Moderation.Policies;
using Moderation.Quality;
using Moderation.Scoring;
using Moderation.Submissions;
using Moderation.Tests.Policies;
using Moderation.Tests.Storage;

namespace Moderation.Tests.Quality;

/// <summary>What is drawn for blind review, and what answers say about everything.</summary>
public sealed class SamplingBlindly
{
    [Theory]
    [InlineData(100, 5_000, 300, 15, 10, 5)]
    [InlineData(4, 5_000, 0, 4, 26, 0)]
    [InlineData(100, 2, 3, 25, 2, 3)]
    [InlineData(0, 0, 200, 0, 0, 30)]
    [InlineData(3, 4, 5, 3, 4, 5)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    public void Thirty_a_day_are_drawn_and_half_of_them_are_just_below_a_threshold(int near, int far, int stopped, int drawnNear, int drawnFar, int drawnStopped)
    {
        BlindSample sample = new(new Random(1));
        Offer(sample, BlindPart.Near, near);
        Offer(sample, BlindPart.Far, far);
        Offer(sample, BlindPart.Stopped, stopped);

        IReadOnlyList<(BlindPart Part, SubmissionId Id, string ModelVersion, double Weight)> drawn = sample.Draw();

        Assert.Equal([drawnNear, drawnFar, drawnStopped], Enum.GetValues<BlindPart>().Select(part => drawn.Count(one => one.Part == part)));
        Assert.Equal(drawn.Count, drawn.Select(one => one.Id).Distinct().Count());

        // Together they stand for everything, part by part.
        Assert.Equal([near, far, stopped], Enum.GetValues<BlindPart>().Select(part => (int)Math.Round(drawn.Where(one => one.Part == part).Sum(one => one.Weight))));
    }

    [Fact]
    public void Every_submission_of_a_part_has_the_same_chance()
    {
        int[] times = new int[100];
        for (int seed = 0; seed < 4_000; seed++)
        {
            BlindSample sample = new(new Random(seed));
            SubmissionId[] ids = [.. Enumerable.Range(0, 100).Select(_ => new SubmissionId(Some.Id()))];
            Array.ForEach(ids, id => sample.Offer(BlindPart.Near, id, "m"));
            sample.Offer(BlindPart.Far, new SubmissionId(Some.Id()), "m");
            for (int far = 0; far < 40; far++)
            {
                sample.Offer(BlindPart.Far, new SubmissionId(Some.Id()), "m");
            }

            foreach ((BlindPart _, SubmissionId id, string _, double _) in sample.Draw().Where(one => one.Part == BlindPart.Near))
            {
                times[Array.IndexOf(ids, id)]++;
            }
        }

        // 15 of 100 are drawn: 600 times in 4,000, give or take five standard deviations.
        Assert.All(times, count => Assert.InRange(count, 600 - 113, 600 + 113));
    }

    [Fact]
    public void A_score_from_half_of_its_threshold_on_is_near()
    {
        Thresholds thresholds = Thresholds.Resolve(new PolicyThresholds { SpamFlag = 0.6, LikelyToReject = 0.4 }, SomeEvidence.CardThresholds);
        Assert.Equal(BlindPart.Near, Part(Category.Spam, 0.3));
        Assert.Equal(BlindPart.Far, Part(Category.Spam, 0.29));
        Assert.Equal(BlindPart.Far, Part(Category.LikelyToReject, 0.39));
        Assert.Equal(BlindPart.Near, Part(Category.LikelyToReject, 0.39, isSiteModel: true));
        Assert.Equal(BlindPart.Far, Part(Category.Profanity, 0.9));
        Assert.Equal(BlindPart.Near, Part(Category.Profanity, 0.9, policy: new Policy { FlagsProfanity = true }));
        Assert.Equal(BlindPart.Stopped, Part(Category.Spam, 0.3, verdict: Verdict.Flag));
        Assert.Equal(BlindPart.Stopped, Part(Category.Spam, 0.3, verdict: Verdict.Reject));

        BlindPart Part(Category category, double score, bool isSiteModel = false, Policy? policy = null, Verdict verdict = Verdict.Approve) => BlindParts.Of(
            new DaySubmission { Id = default, Verdict = verdict, ModelVersion = "m", Scores = [.. Categories.All.Select(one => one == category ? score : (double?)0)] },
            policy ?? Policy.Default,
            thresholds,
            isSiteModel);
    }

    [Fact]
    public void Answers_count_for_what_they_stand_for()
    {
        // 100 near, of which 15 were drawn and 3 found violating; 1,000 far, 10 drawn, none violating; 50 stopped, 5 drawn, 2 of them fine.
        BlindItem[] drawn =
        [
            .. Items(BlindPart.Near, 12, 100 / 15.0, BlindAnswer.Acceptable), .. Items(BlindPart.Near, 3, 100 / 15.0, BlindAnswer.Violating),
            .. Items(BlindPart.Far, 10, 100, BlindAnswer.Acceptable),
            .. Items(BlindPart.Stopped, 3, 10, BlindAnswer.Violating), .. Items(BlindPart.Stopped, 2, 10, BlindAnswer.Acceptable),
        ];

        BlindEstimate estimate = BlindEstimate.Of(drawn);

        Assert.Equal((30, 1_150), (estimate.Answers, Math.Round(estimate.StandsFor)));
        Assert.Equal(20 / 1_100.0, estimate.Missed!.Value.Value, 6);
        Assert.InRange(estimate.Missed.Value.Low, 0, 20 / 1_100.0);
        Assert.InRange(estimate.Missed.Value.High, 0.2, 0.3); // Ten far ones without a violating one leave much open.
        Assert.Equal(0.4, estimate.WronglyStopped!.Value.Value, 6);
    }

    [Fact]
    public void What_nobody_answered_or_could_not_say_is_left_open()
    {
        BlindEstimate nothing = BlindEstimate.Of([.. Items(BlindPart.Near, 5, 2, null), .. Items(BlindPart.Stopped, 2, 1, BlindAnswer.Unsure)]);
        Assert.Equal((0, (MetricInterval?)null, (MetricInterval?)null), (nothing.Answers, nothing.Missed, nothing.WronglyStopped));

        // The far part was not looked at: all of it could be violating.
        BlindEstimate half = BlindEstimate.Of([.. Items(BlindPart.Near, 5, 2, BlindAnswer.Acceptable), .. Items(BlindPart.Far, 5, 18, null)]);
        Assert.Equal(0, half.Missed!.Value.Value);
        Assert.True(half.Missed.Value.High > 0.9);
    }

    [Fact]
    public void A_sample_of_a_known_stream_finds_its_true_rate_within_the_interval()
    {
        Random random = new(7);
        int inside = 0;
        for (int run = 0; run < 200; run++)
        {
            List<BlindItem> drawn = [];
            for (int day = 0; day < 30; day++)
            {
                // Near: 200 of which 20 % violate; far: 3,000 of which 1 % violate. The whole: 70 of 3,200.
                drawn.AddRange(Enumerable.Range(0, 15).SelectMany(_ => Items(BlindPart.Near, 1, 200 / 15.0, random.NextDouble() < 0.2 ? BlindAnswer.Violating : BlindAnswer.Acceptable)));
                drawn.AddRange(Enumerable.Range(0, 10).SelectMany(_ => Items(BlindPart.Far, 1, 300, random.NextDouble() < 0.01 ? BlindAnswer.Violating : BlindAnswer.Acceptable)));
            }

            MetricInterval missed = BlindEstimate.Of(drawn).Missed!.Value;
            inside += missed.Low <= 70 / 3_200.0 && missed.High >= 70 / 3_200.0 ? 1 : 0;
        }

        Assert.InRange(inside, 184, 200);
    }

    private static void Offer(BlindSample sample, BlindPart part, int count)
    {
        for (int i = 0; i < count; i++)
        {
            sample.Offer(part, new SubmissionId(Some.Id()), "m");
        }
    }

    private static IEnumerable<BlindItem> Items(BlindPart part, int count, double weight, BlindAnswer? answer) => Enumerable.Range(0, count).Select(_ => new BlindItem
    {
        Key = default,
        Day = "2026-11-23",
        Part = part,
        Weight = weight,
        ModelVersion = "m",
        DrawnAt = StoreFixture.Start,
        Answer = answer,
    });
}
