using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;

namespace Moderation.Quality;

/// <summary>How a model did on what people decided, since it became champion. Pure.</summary>
internal sealed record LiveRecord
{
    /// <summary>Decisions about what this model scored.</summary>
    public required IReadOnlyList<DecidedText> Decided { get; init; }

    /// <summary>Of what it flagged and a person decided, the share that was rejected.</summary>
    public MetricInterval? Upheld => Share(Verdict.Flag);

    /// <summary>How many it flagged and a person decided.</summary>
    public int FlaggedAndDecided => Decided.Count(text => text.Verdict == Verdict.Flag);

    /// <summary>How many it approved and a person took away.</summary>
    public int Removed => Decided.Count(text => text.Verdict == Verdict.Approve && text.IsViolating);

    /// <summary>How many it rejected and a person approved.</summary>
    public int BroughtBack => Decided.Count(text => text.Verdict == Verdict.Reject && !text.IsViolating);

    /// <summary>In steps of the score of what was decided: how much of it people rejected.</summary>
    public IReadOnlyList<(MetricInterval Share, double MeanScore, int Texts)> Steps(int steps) =>
    [
        .. Decided.Where(text => text.LikelyToReject is not null)
            .GroupBy(text => Math.Min(steps - 1, (int)(text.LikelyToReject!.Value * steps)))
            .OrderBy(group => group.Key)
            .Select(group => (Proportion.Of(group.Count(text => text.IsViolating), group.Count()), group.Average(text => text.LikelyToReject!.Value), group.Count())),
    ];

    private MetricInterval? Share(Verdict verdict)
    {
        int all = Decided.Count(text => text.Verdict == verdict);
        return all == 0 ? null : Proportion.Of(Decided.Count(text => text.Verdict == verdict && text.IsViolating), all);
    }
}

/// <summary>What the machine and what a person said about one text.</summary>
internal sealed record DecidedText
{
    /// <summary>The policy's verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The person's.</summary>
    public required bool IsViolating { get; init; }

    /// <summary>The score; null where the model does not give it.</summary>
    public double? LikelyToReject { get; init; }
}
