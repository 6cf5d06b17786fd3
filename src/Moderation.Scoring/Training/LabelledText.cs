namespace Moderation.Scoring.Training;

/// <summary>One text with what people said about it.</summary>
public sealed record LabelledText
{
    public required string Id { get; init; }

    /// <summary>Where the text comes from; sources have weights in a <see cref="TrainingRecipe"/> and slices in an evaluation.</summary>
    public required string Source { get; init; }

    public required string Text { get; init; }

    /// <summary>The kind of comment it was written as, for texts of the seed corpus; null for others.</summary>
    public string? Kind { get; init; }

    /// <summary>True for texts set apart for testing: no trainer reads them.</summary>
    public bool IsForTesting { get; init; }

    /// <summary>The author's typed name, or null.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The author's typed web address, or null.</summary>
    public string? AuthorUrl { get; init; }

    /// <summary>How much this text counts beside the others of its source; positive.</summary>
    public double Weight { get; init; } = 1;

    public required LabelSet Labels { get; init; }

    internal ScoringInput Input => new() { Text = Text, AuthorName = AuthorName, AuthorUrl = AuthorUrl };
}
