using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;

namespace Moderation.Models;

/// <summary>What a shadow has shown. Pure.</summary>
internal sealed record ShadowReport
{
    public required Shadow Shadow { get; init; }

    public required IReadOnlyList<ShadowTally> Tallies { get; init; }

    /// <summary>The newest submissions about which the two differ.</summary>
    public required IReadOnlyList<ShadowDifference> Differences { get; init; }

    /// <summary>Submissions that both have scored.</summary>
    public int Submissions => Tallies.Sum(tally => tally.Submissions);

    /// <summary>Submissions about which both conclude the same.</summary>
    public int Agreeing => Tallies.Where(tally => tally.Champion == tally.Challenger).Sum(tally => tally.Submissions);

    /// <summary>The share (0 to 1) about which they agree; null as long as there is nothing.</summary>
    public MetricInterval? Agreement => Share(Agreeing);

    /// <summary>The share that people have to look at with the champion.</summary>
    public MetricInterval? FlaggedByChampion => Share(Tallies.Where(tally => tally.Champion == Flag).Sum(tally => tally.Submissions));

    /// <summary>The share that people would have to look at with the challenger.</summary>
    public MetricInterval? FlaggedByChallenger => Share(Tallies.Where(tally => tally.Challenger == Flag).Sum(tally => tally.Submissions));

    /// <summary>How many more people would have to look at, of a thousand; negative: fewer.</summary>
    public double? WorkloadChange => FlaggedByChampion is { } before && FlaggedByChallenger is { } after ? (after.Value - before.Value) * 1_000 : null;

    /// <summary>How often the champion said one and the challenger the other.</summary>
    public int Of(Verdict champion, Verdict challenger) =>
        Tallies.Where(tally => tally.Champion == Word(champion) && tally.Challenger == Word(challenger)).Sum(tally => tally.Submissions);

    /// <summary>It ran long enough and saw enough to go by.</summary>
    public bool IsEnough(DateTimeOffset now) => Submissions >= StartShadow.EnoughSubmissions && (Shadow.StoppedAt ?? now) - Shadow.StartedAt >= StartShadow.EnoughTime;

    private static readonly string Flag = Word(Verdict.Flag);

    private static string Word(Verdict verdict) => Storage.EnumText.ToText(verdict);

    private MetricInterval? Share(int part) => Submissions == 0 ? null : Proportion.Of(part, Submissions);
}
