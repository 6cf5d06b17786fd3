using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;

namespace Moderation.Judging;

/// <summary>What a text would get and why: its scores, what is in it, and what is handed in about its site. No author, no history. Reads and stores nothing.</summary>
internal sealed class TextJudge(IScorer scorer)
{
    /// <summary>The text alone, where no site is known. Throws <see cref="ScorerUnavailableException"/> when nothing can be scored now.</summary>
    public JudgedText Judge(in ScoringInput input, SitePolicy policy) =>
        Judge(in input, policy, new TextContext { Site = null, Links = TextLinks.Read(input.Text, policy.AllowedDomains, pageUrl: null).Classify() });

    /// <summary>The text on a site. Throws <see cref="ScorerUnavailableException"/> when nothing can be scored now.</summary>
    public JudgedText Judge(in ScoringInput input, SitePolicy policy, TextContext context)
    {
        ScoreResult score = scorer.Score(context.Site, in input);
        Evidence evidence = TextEvidence.Of(input.Text, score, context.Links, context.Words) with { PageMode = context.PageMode, SameTextOnPage = context.SameTextOnPage, Honeypot = context.Honeypot };
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
            PolicyVersion = policy.Version,
            MaskedText = evidence.PersonalData.Count == 0 ? null : PersonalDataMask.Propose(input.Text, evidence.PersonalData),
        };
    }
}

/// <summary>What a text's site says about it.</summary>
internal sealed record TextContext
{
    /// <summary>The site, whose own model scores where it has one; null where none is known.</summary>
    public required SiteId? Site { get; init; }

    /// <summary>Its links, classified.</summary>
    public required IReadOnlyList<LinkSpan> Links { get; init; }

    /// <summary>The entries of word lists in it.</summary>
    public IReadOnlyList<WordMatch> Words { get; init; } = [];

    /// <summary>What its page accepts; open when no page is named.</summary>
    public PageMode PageMode { get; init; } = PageMode.Open;

    /// <summary>How often the same text was sent to the page before.</summary>
    public int SameTextOnPage { get; init; }

    /// <summary>True when the hidden field was filled.</summary>
    public bool Honeypot { get; init; }
}

/// <summary>The scores of a text and what a policy makes of them.</summary>
internal sealed record JudgedText
{
    /// <summary>By category, those the model offers, in the order of <see cref="Categories.All"/>.</summary>
    public required IReadOnlyDictionary<string, double> Scores { get; init; }

    public required Judgement Judgement { get; init; }

    /// <summary>SHA-256 of the model.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The version of the site's policy.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>The text with the personal data in it masked, as a proposal; null when there is none.</summary>
    public string? MaskedText { get; init; }
}
