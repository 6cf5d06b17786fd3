namespace Moderation.Scoring.Training;

/// <summary>Everything that teaching a base model a site's own judgement depends on: equal options give an artefact of equal bytes.</summary>
public sealed record SiteTrainingOptions
{
    /// <summary>The model that is taught more. What it knows stays where the site's labels say nothing else.</summary>
    public required Model Base { get; init; }

    /// <summary>The name in the card.</summary>
    public required string Name { get; init; }

    /// <summary>The time in the card.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the code in the card.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>The site's labelled texts that are learnt from.</summary>
    public required IReadOnlyList<LabelledText> Training { get; init; }

    /// <summary>The site's labelled texts for its threshold and the figures in the card; none of them, nor anything like them, may be in <see cref="Training"/>.</summary>
    public required IReadOnlyList<LabelledText> Validation { get; init; }

    /// <summary>The training set, for the card.</summary>
    public IReadOnlyList<TrainingFileCard> Files { get; init; } = [];

    /// <summary>Texts about which the base is to go on saying what it says; the training half of the seed corpus.</summary>
    public IReadOnlyList<LabelledText> Kept { get; init; } = SeedCorpus.Training;

    /// <summary>How much one text of <see cref="Kept"/> counts beside one of the site's. Chosen by the newsroom experiment.</summary>
    public double KeptWeight { get; init; } = 0.1;

    /// <summary>Penalty on the squared distance from the base's weights for <see cref="Category.LikelyToReject"/>, which is the site's own. Chosen by the newsroom experiment on real comments.</summary>
    public double L2 { get; init; } = 0.0005;

    /// <summary>The same for the other categories, which mean the same everywhere and move less.</summary>
    public double OtherL2 { get; init; } = 20;

    /// <summary>The cases of the functional test in the card; empty leaves it out. They are only scored, never learnt from.</summary>
    public IReadOnlyList<LabelledText> FunctionalCases { get; init; } = SeedCorpus.FunctionalTest;

    /// <summary>Known limits, for the card, besides those of the base.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Seed of the intervals.</summary>
    public int Seed { get; init; } = 1;
}
