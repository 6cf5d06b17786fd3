using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Models;

/// <summary>Scores with one model that never changes.</summary>
/// <param name="model">The model.</param>
/// <param name="isSiteModel">True for a site's own, when the texts are of that site.</param>
internal sealed class ModelScorer(Model model, bool isSiteModel = false) : IScorer
{
    /// <summary>SHA-256 of the model's artefact.</summary>
    public string ModelVersion => model.Sha256;

    public Model Model => model;

    public bool ReadsSentences => model.Card.Sentences is not null;

    public ScoreResult Score(SiteId? site, in ScoringInput input)
    {
        ScoringInput kept = input;
        return new ScoreResult
        {
            Scored = model.Score(in input),
            ModelVersion = model.Sha256,
            IsSiteModel = isSiteModel,
            Thresholds = model.Card.Thresholds,
            Explain = category => model.Explain(in kept, category),
            ScoreParts = (category, parts) => model.ScoreParts(in kept, category, parts),
        };
    }
}
