using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Models;

/// <summary>Scores texts with the champion. A seam, so that tests can take the scorer away.</summary>
internal interface IScorer
{
    /// <summary>True when scoring takes long enough (milliseconds a text) that a batch is better shared among the processors.</summary>
    bool ReadsSentences => false;

    /// <summary>
    /// Scores one text with the model that is champion at this moment: the site's own where it has one, else that of every site. Thread-safe.
    /// Throws <see cref="ScorerUnavailableException"/> when no model is loaded; the caller then flags, never approves.
    /// </summary>
    /// <param name="site">The site whose text it is; null where no site is known.</param>
    /// <param name="input">The text.</param>
    ScoreResult Score(SiteId? site, in ScoringInput input);
}

/// <summary>The scores of one text, with the model that made them.</summary>
internal sealed record ScoreResult
{
    public required ScoredText Scored { get; init; }

    /// <summary>SHA-256 of the model's artefact, lower-case hexadecimal.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>True when the model has learnt from the decisions of the site whose text it is.</summary>
    public bool IsSiteModel { get; init; }

    /// <summary>The thresholds of the model's card, used where the site's policy names none.</summary>
    public required DefaultThresholds Thresholds { get; init; }

    /// <summary>The spans of the original text that moved one category, strongest first. Asks the same model that scored.</summary>
    public required Func<Category, IReadOnlyList<ReasonSpan>> Explain { get; init; }

    /// <summary>What each part of the text says by itself in one category, by the same reasons; see <see cref="Model.ScoreParts"/>.</summary>
    public Func<Category, IReadOnlyList<(int Start, int End)>, IReadOnlyList<double>> ScoreParts { get; init; } = static (_, _) => [];
}
