using Moderation.Scoring;
using Moderation.Scoring.Evaluation;

namespace Moderation.Quality;

/// <summary>What blind review says about everything a site received, of which it saw a little. Pure.</summary>
internal sealed record BlindEstimate
{
    /// <summary>Answers it rests on; what nobody could say does not count.</summary>
    public required int Answers { get; init; }

    /// <summary>Submissions they stand for.</summary>
    public required double StandsFor { get; init; }

    /// <summary>Of what was approved without a person, the share (0 to 1) that should not be read; null when nothing of it was answered.</summary>
    public required MetricInterval? Missed { get; init; }

    /// <summary>Of what was flagged or rejected, the share (0 to 1) that may be read; null when nothing of it was answered.</summary>
    public required MetricInterval? WronglyStopped { get; init; }

    /// <summary>
    /// Every answer counts for as many submissions as it stands for; parts are put together by their size. Within a part what was not answered is taken to be like what was.
    /// </summary>
    public static BlindEstimate Of(IReadOnlyList<BlindItem> drawn)
    {
        BlindItem[] answered = [.. drawn.Where(item => item.Answer is BlindAnswer.Acceptable or BlindAnswer.Violating)];
        MetricInterval missed = Proportion.OfParts([PartOf(drawn, answered, BlindPart.Near, BlindAnswer.Violating), PartOf(drawn, answered, BlindPart.Far, BlindAnswer.Violating)]);
        MetricInterval stopped = PartOf(drawn, answered, BlindPart.Stopped, BlindAnswer.Acceptable).Share;
        return new BlindEstimate
        {
            Answers = answered.Length,
            StandsFor = drawn.Sum(item => item.Weight),
            Missed = double.IsNaN(missed.Value) ? null : missed,
            WronglyStopped = double.IsNaN(stopped.Value) ? null : stopped,
        };
    }

    private static (double Size, MetricInterval Share) PartOf(IReadOnlyList<BlindItem> drawn, IEnumerable<BlindItem> answered, BlindPart part, BlindAnswer counted)
    {
        double sum = 0, squares = 0, having = 0;
        foreach (BlindItem item in answered.Where(item => item.Part == part))
        {
            sum += item.Weight;
            squares += item.Weight * item.Weight;
            having += item.Answer == counted ? item.Weight : 0;
        }

        // As many answers of equal weight as would be worth the same.
        double worth = squares > 0 ? sum * sum / squares : 0;
        return (drawn.Where(item => item.Part == part).Sum(item => item.Weight), Proportion.Of(sum > 0 ? having / sum * worth : 0, worth));
    }
}
