using Moderation.Models;
using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.Judging;

/// <summary>What a text would get and why, from the text alone: no page, no history. Stores nothing.</summary>
internal sealed class TextJudge(IScorer scorer)
{
    /// <summary>Throws <see cref="ScorerUnavailableException"/> when nothing can be scored now.</summary>
    public JudgedText Judge(in ScoringInput input, SitePolicy policy)
    {
        ScoreResult score = scorer.Score(in input);
        Evidence evidence = TextEvidence.Of(input.Text, score, TextLinks.Read(input.Text, policy.AllowedDomains, pageUrl: null).Classify(), []);
        Dictionary<string, double> scores = [];
        foreach (Category category in Categories.All)
        {
            if (score.Scored[category] is { } value)
            {
                scores[category.ToText()] = value;
            }
        }

        return new JudgedText
        {
            Scores = scores,
            Judgement = PolicyRules.Judge(policy.Policy, Thresholds.Resolve(policy.Policy.Thresholds, score.Thresholds), evidence),
            ModelVersion = score.ModelVersion,
        };
    }
}

/// <summary>The scores of a text and what a policy makes of them.</summary>
internal sealed record JudgedText
{
    /// <summary>By category, those the model offers, in the order of <see cref="Categories.All"/>.</summary>
    public required IReadOnlyDictionary<string, double> Scores { get; init; }

    public required Judgement Judgement { get; init; }

    /// <summary>SHA-256 of the model.</summary>
    public required string ModelVersion { get; init; }
}
