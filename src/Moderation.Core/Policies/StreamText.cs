using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>One submission of a site's own stream, as far as thresholds are concerned.</summary>
internal sealed record StreamText
{
    /// <summary>One score per category, in their order; null where the model offers none.</summary>
    public required IReadOnlyList<double?> Scores { get; init; }

    /// <summary>True when a rule that looks at no score flags it anyway: a list, its links, a flood.</summary>
    public required bool IsFlaggedAnyway { get; init; }

    public double? this[Category category] => Scores[(int)category];
}
