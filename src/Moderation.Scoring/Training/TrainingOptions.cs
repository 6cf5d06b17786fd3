namespace Moderation.Scoring.Training;

/// <summary>Everything a training run depends on: equal options give an artefact of equal bytes.</summary>
public sealed record TrainingOptions
{
    /// <summary>The name in the card.</summary>
    public required string Name { get; init; }

    /// <summary>The time in the card.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the code in the card.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Texts the heads learn from.</summary>
    public required IReadOnlyList<LabelledText> Training { get; init; }

    /// <summary>
    /// Texts for calibration, thresholds and the figures in the card; none of them may be in <see cref="Training"/>.
    /// Null sets every tenth training text aside, chosen by a hash of its words, so that equal texts stay together.
    /// </summary>
    public IReadOnlyList<LabelledText>? Validation { get; init; }

    /// <summary>Weights and penalties. The default knows the public sources; texts of other sources weigh 1 in it.</summary>
    public TrainingRecipe Recipe { get; init; } = TrainingRecipe.Base;

    /// <summary>Whether the model listens to the shipped sentence reader beside its own words; how much, the validation texts say.</summary>
    public bool ReadsSentences { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>The cases of the functional test in the card; empty leaves it out. They are only scored, never learnt from.</summary>
    public IReadOnlyList<LabelledText> FunctionalCases { get; init; } = SeedCorpus.FunctionalTest;

    /// <summary>The files the texts came from, for the card.</summary>
    public IReadOnlyList<TrainingFileCard> Files { get; init; } = [];

    /// <summary>Licence of each source, for the card; the public sources are known, another without an entry is written as "not stated".</summary>
    public IReadOnlyDictionary<string, string> Licences { get; init; } = new Dictionary<string, string>();

    /// <summary>Known limits, for the card, besides those every model has.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Share (0 to 1) of submissions that the default thresholds may flag, on validation texts, which are harder than what a site sees; other rules of a policy flag too.</summary>
    public double ReviewBudget { get; init; } = 0.08;
}

/// <summary>How far a training run is.</summary>
/// <param name="Step">What is being done, in a few words.</param>
/// <param name="Share">How much of the whole run is done, 0 to 1.</param>
public readonly record struct TrainingProgress(string Step, double Share);

/// <summary>A finished training run.</summary>
public sealed record TrainingResult
{
    /// <summary>The artefact, ready to be stored; <see cref="Scoring.Model.Load"/> reads it.</summary>
    public required ReadOnlyMemory<byte> Artefact { get; init; }

    /// <summary>The artefact, loaded.</summary>
    public required Model Model { get; init; }

    public ModelCard Card => Model.Card;
}

/// <summary>The texts cannot make a model; the message says what is missing.</summary>
public sealed class TrainingException : Exception
{
    public TrainingException()
        : this("The texts cannot make a model.")
    {
    }

    public TrainingException(string message)
        : base(message)
    {
    }

    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
