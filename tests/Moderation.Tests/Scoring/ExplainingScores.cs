using CsCheck;
using Moderation.Scoring;
using Moderation.Scoring.Features;

namespace Moderation.Tests.Scoring;

public sealed class ExplainingScores
{
    private static readonly string[] Words =
        ["you", "are", "a", "numbskull", "nitwit", "idiot", "the", "bridge", "cheap", "pills", "!", "n\u200Bitwit", "i d i o t", "fооl", "😀", "  ", "It's", "vermin-free", "ﬁne"];

    private static readonly Gen<string> Text = Gen.Int[0, Words.Length - 1].Array[0, 20].Select(indexes => string.Join(' ', indexes.Select(index => Words[index])));

    [Fact]
    public void The_spans_add_up_to_the_raw_score() => Text.Sample(
        text =>
        {
            var input = new ScoringInput { Text = text };
            Span<double> raw = stackalloc double[Categories.Count];
            Span<double> nothing = stackalloc double[Categories.Count];
            SmallModel.Model.RawScore(input, raw);
            foreach (var category in SmallModel.Model.Offered)
            {
                var head = SmallModel.Model.Parts.Heads[(int)category]!;
                var spans = SmallModel.Model.Explain(input, category, int.MaxValue);
                // What has no place in the text: the bias and the signals.
                Assert.Equal(raw[(int)category] - head.Bias - Unplaced(text, category, head.Scale), spans.Sum(span => span.Weight), 1e-6);
            }
        },
        iter: 500);

    [Fact]
    public void Spans_lie_in_the_text_strongest_first_and_do_not_overlap() => Text.Sample(
        text =>
        {
            var spans = SmallModel.Model.Explain(new ScoringInput { Text = text }, Category.Insult, int.MaxValue);
            Assert.Equal(spans.Select(span => Math.Abs(span.Weight)).OrderDescending(), spans.Select(span => Math.Abs(span.Weight)));
            var end = 0;
            foreach (var span in spans.OrderBy(span => span.Start))
            {
                Assert.InRange(span.Start, end, text.Length);
                Assert.InRange(span.End, span.Start + 1, text.Length);
                end = span.End;
            }
        },
        iter: 500);

    [Theory]
    [InlineData("Sorry, but you are a blockhead", "blockhead")]
    [InlineData("Sorry, but you are a bl\u200Bockhead", "bl\u200Bockhead")]
    [InlineData("Sorry, but you are a blосkhеаd", "blосkhеаd")]
    [InlineData("Sorry, but you are a b l o c k h e a d", "b l o c k h e a d")]
    public void The_strongest_span_is_the_offending_word_as_it_was_written(string text, string expected)
    {
        var strongest = SmallModel.Model.Explain(new ScoringInput { Text = text }, Category.Insult, 1).Single();
        Assert.Contains(expected, text[strongest.Start..strongest.End], StringComparison.Ordinal);
        Assert.True(strongest.Weight > 0);
    }

    private static double Unplaced(string text, Category category, double scale)
    {
        var features = new FeatureBuffer(keepsPositions: false);
        Featurizer.Run(new ScoringInput { Text = text }, new Moderation.Scoring.Text.TextBuffer(keepsOffsets: false), SmallModel.Model.Parts.Vocabulary, features);
        double sum = 0;
        foreach (var bucket in features.Signals.AsSpan(0, features.SignalCount))
        {
            sum += SmallModel.Model.Parts.WeightOf(bucket, category) * scale;
        }

        return sum;
    }
}
