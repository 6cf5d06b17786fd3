using Moderation.Scoring;

namespace Moderation.Models;

/// <summary>Scores texts with the champion. A seam, so that tests can take the scorer away.</summary>
internal interface IScorer
{
    /// <summary>
    /// Scores one text with the model that is champion at this moment. Thread-safe.
    /// Throws <see cref="ScorerUnavailableException"/> when no model is loaded; the caller then flags, never approves.
    /// </summary>
    ScoreResult Score(in ScoringInput input);
}

/// <summary>The scores of one text, with the model that made them.</summary>
internal sealed record ScoreResult
{
    public required ScoredText Scored { get; init; }

    /// <summary>SHA-256 of the model's artefact, lower-case hexadecimal.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The thresholds of the model's card, used where the site's policy names none.</summary>
    public required DefaultThresholds Thresholds { get; init; }

    /// <summary>The spans of the original text that moved one category, strongest first. Asks the same model that scored.</summary>
    public required Func<Category, IReadOnlyList<ReasonSpan>> Explain { get; init; }
}
