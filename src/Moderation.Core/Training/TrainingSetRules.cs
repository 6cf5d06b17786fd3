namespace Moderation.Training;

/// <summary>What bounds a training set, and what guards it against those who would like to teach the model something else.</summary>
internal sealed record TrainingSetRules
{
    /// <summary>Of a longer text only the beginning is learnt from.</summary>
    public const int MaxTextChars = 20_000;

    /// <summary>Texts in a set; the newest are taken. What bounds the memory of a run, with <see cref="MaxChars"/>.</summary>
    public int MaxTexts { get; init; } = 50_000;

    /// <summary>Characters of all texts of a set together.</summary>
    public int MaxChars { get; init; } = 20_000_000;

    /// <summary>Texts of one class in one cluster of near-duplicates: a campaign says one thing, however often.</summary>
    public int MaxPerCampaign { get; init; } = 10;

    /// <summary>Labels that one moderator may always give; beyond that, at most as many as all others together.</summary>
    public int ActorFloor { get; init; } = 200;

    /// <summary>Labels that one key of a program may always give; beyond that, at most a tenth of all.</summary>
    public int KeyFloor { get; init; } = 20;

    /// <summary>Different texts that one actor labels within one hour before it counts as a burst.</summary>
    public int BurstTexts { get; init; } = 50;

    /// <summary>Share of one class that makes a burst one-sided.</summary>
    public double BurstShare { get; init; } = 0.95;

    /// <summary>How many times an actor's usual hour a burst is.</summary>
    public double BurstFactor { get; init; } = 3;

    /// <summary>Share of the texts that is held out: the newest clusters.</summary>
    public double HoldoutShare { get; init; } = 0.2;

    /// <summary>Share for thresholds and the figures in the card: the newest before those held out.</summary>
    public double ValidationShare { get; init; } = 0.1;
}
