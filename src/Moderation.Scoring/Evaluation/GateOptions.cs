namespace Moderation.Scoring.Evaluation;

/// <summary>What the gate lets pass.</summary>
public sealed record GateOptions
{
    /// <summary>Violating and acceptable texts that a category needs in the holdout to be compared there; others are gated by the functional and identity tests.</summary>
    public int MinPerClass { get; init; } = 30;

    /// <summary>How much ROC-AUC a category may lose before it counts as worse.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>Share of the functional test that may be lost.</summary>
    public double FunctionalMargin { get; init; } = 0.01;

    /// <summary>Share of the sentences that name groups which may be stopped beyond those the champion stops.</summary>
    public double IdentityMargin { get; init; } = 0.02;

    public double LowestSlope { get; init; } = 0.8;

    public double HighestSlope { get; init; } = 1.2;

    /// <summary>How much longer scoring may take.</summary>
    public double SlowestFactor { get; init; } = 1.5;

    /// <summary>Bootstrap replicates per interval.</summary>
    public int Replicates { get; init; } = 400;

    public int Seed { get; init; } = 1;

    /// <summary>Cases of the functional test.</summary>
    public IReadOnlyList<Training.LabelledText> FunctionalCases { get; init; } = Training.SeedCorpus.FunctionalTest;
}
