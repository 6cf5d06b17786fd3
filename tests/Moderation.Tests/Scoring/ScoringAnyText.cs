using CsCheck;
using Moderation.Scoring;

namespace Moderation.Tests.Scoring;

public sealed class ScoringAnyText
{
    [Fact]
    public void Every_text_gets_finite_scores_between_zero_and_one() => Gen.String[Gen.Char, 0, 300].Sample(
        text =>
        {
            var scored = SmallModel.Model.Score(new ScoringInput { Text = text, AuthorName = text, AuthorUrl = text });
            foreach (var category in SmallModel.Model.Offered)
            {
                Assert.InRange(scored[category]!.Value, 0, 1);
            }

            Assert.InRange(scored.Coverage, 0, 1);
            Assert.InRange(scored.Evasion, 0, 1);
        },
        iter: 5_000);

    [Theory]
    [InlineData("", 0)]
    [InlineData("x", 1_000_000)]
    [InlineData("a b ", 250_000)]
    [InlineData("fr33 ", 200_000)]
    [InlineData("e\u0301", 500_000)]
    [InlineData("\u200B", 100_000)]
    [InlineData("http://a.example ", 60_000)]
    [InlineData("\uD83D", 1_000_000)]
    [InlineData("bookkeeeper ", 80_000)]
    public void A_megabyte_of_anything_is_scored_and_explained(string piece, int count)
    {
        var input = new ScoringInput { Text = string.Concat(Enumerable.Repeat(piece, count)) };
        Assert.NotNull(SmallModel.Model.Score(input)[Category.Spam]);
        Assert.All(SmallModel.Model.Explain(input, Category.Spam), span => Assert.InRange(span.End, span.Start + 1, input.Text.Length));
    }

    [Fact]
    public void A_warm_thread_allocates_nothing()
    {
        var input = new ScoringInput { Text = "Frее m0ney,   f r e e  shipping for all the numbskulls of the tram line! http://x.example", AuthorName = "Ana" };
        Span<double> scores = stackalloc double[Categories.Count];
        SmallModel.Model.Score(input, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SmallModel.Model.Score(input, scores);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        string[] texts = ["You are a nitwit", "Buy cheap loans http://loans.example", "Thank you for the article about the market", "d a m n crap"];
        var expected = Array.ConvertAll(texts, text => SmallModel.Model.Score(new ScoringInput { Text = text }));
        Parallel.For(0, 2_000, index => Assert.Equal(expected[index % texts.Length], SmallModel.Model.Score(new ScoringInput { Text = texts[index % texts.Length] })));
    }

    [Fact]
    public void A_text_in_words_training_has_never_seen_is_not_understood()
    {
        Assert.False(SmallModel.Model.Score(new ScoringInput { Text = "Der Zug fährt heute leider verspätet ab" }).IsUnderstood);
        Assert.False(SmallModel.Model.Score(new ScoringInput { Text = "qwzx vbnq ploik jjhgt" }).IsUnderstood);
        Assert.True(SmallModel.Model.Score(new ScoringInput { Text = "Thank you for the article about the bridge" }).IsUnderstood);
    }

    [Theory]
    [InlineData("you are a numbskull", "y\u200Bou ar\u200Be a numb\u200Bskull")]
    [InlineData("you are a numbskull", "уоu аre a numbѕkull")]
    [InlineData("you are a numbskull", "ＹＯＵ ａｒｅ ａ ｎｕｍｂｓｋｕｌｌ")]
    [InlineData("you are a numbskull", "y0u 4r3 a numb5kull")]
    public void Disguised_words_score_as_plain_ones(string plain, string disguised)
    {
        var (expected, actual) = (SmallModel.Model.Score(new ScoringInput { Text = plain }), SmallModel.Model.Score(new ScoringInput { Text = disguised }));
        // Only the signal for disguises may differ; it is unknown to this model.
        Assert.Equal(expected[Category.Insult]!.Value, actual[Category.Insult]!.Value, 1e-9);
        Assert.True(actual.Evasion > 0);
    }
}
