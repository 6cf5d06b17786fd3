using Moderation.Scoring.Training;

namespace Moderation.Scoring.Evaluation;

/// <summary>What an evaluation looks at besides model and texts.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Title of the report.</summary>
    public string Name { get; init; } = "Evaluation";

    /// <summary>The files the texts came from, for the report.</summary>
    public IReadOnlyList<TrainingFileCard> Files { get; init; } = [];

    /// <summary>Bootstrap replicates per interval.</summary>
    public int Replicates { get; init; } = 200;

    /// <summary>Seed of the bootstrap and of the disguises.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Weights of sources that were sampled, to restore the prevalence of the whole; 1 for the others.</summary>
    public IReadOnlyDictionary<string, double> SourceWeights { get; init; } = new Dictionary<string, double>();

    /// <summary>Other models to compare with on the same texts, by name.</summary>
    public IReadOnlyDictionary<string, Model> ComparedWith { get; init; } = new Dictionary<string, Model>();

    /// <summary>Figures of other programs on the same texts, to stand beside ours.</summary>
    public IReadOnlyList<BaselineFigure> Baselines { get; init; } = [];

    /// <summary>Scores of other programs for the same texts, by name.</summary>
    public IReadOnlyDictionary<string, ScoreFile> ComparedScores { get; init; } = new Dictionary<string, ScoreFile>();

    /// <summary>The cases of the functional test; empty leaves it out.</summary>
    public IReadOnlyList<LabelledText> FunctionalCases { get; init; } = SeedCorpus.FunctionalTest;

    /// <summary>Whether the policy flags or rejects a case; null asks the default thresholds of the model's card.</summary>
    public Func<LabelledText, bool>? IsStopped { get; init; }

    /// <summary>At most this many texts per class are disguised for each category; every text is disguised ten times.</summary>
    public int MaxDisguisedPerClass { get; init; } = 1500;

    /// <summary>How many of the worst false positives and of the worst false negatives are shown; 0 leaves every text out of the report.</summary>
    public int WorstErrors { get; init; } = 10;
}

/// <summary>What another program reached on the same texts.</summary>
public sealed record BaselineFigure
{
    public required string Name { get; init; }

    public required Category Category { get; init; }

    public required double RocAuc { get; init; }

    /// <summary>Recall at 1 % false positives, or null where it is not known.</summary>
    public double? RecallAtOnePercent { get; init; }
}
