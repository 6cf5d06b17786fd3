using Moderation.Scoring;

namespace Moderation.Models;

/// <summary>Scores with one model that never changes.</summary>
internal sealed class ModelScorer(Model model) : IScorer
{
    /// <summary>SHA-256 of the model's artefact.</summary>
    public string ModelVersion => model.Sha256;

    public ScoreResult Score(in ScoringInput input)
    {
        ScoringInput kept = input;
        return new ScoreResult
        {
            Scored = model.Score(in input),
            ModelVersion = model.Sha256,
            Thresholds = model.Card.Thresholds,
            Explain = category => model.Explain(in kept, category),
        };
    }
}
