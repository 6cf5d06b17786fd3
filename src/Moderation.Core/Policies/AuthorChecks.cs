using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>The rows of the decision table that look at the past of an author whom the website vouches for.</summary>
internal static class AuthorChecks
{
    private const double NewAuthorShare = 0.5;

    /// <summary>Row 14. A newcomer's doubtful text is read first; the category nearest to its threshold is named. Trust skips it.</summary>
    public static Verdict? NewAuthor(RuleInput input, List<Reason> reasons)
    {
        Evidence evidence = input.Evidence;
        if (evidence.IsAuthorTrusted || !(evidence.AuthorApproved < input.Policy.Authors.NewBelowApproved) || evidence.Scores is not { } scores)
        {
            return null;
        }

        (Category Category, double Score, double Limit)? nearest = null;
        foreach (Category category in Categories.All.Where(category => category != Category.LikelyToReject && ScoreChecks.Acts(input.Policy, category)))
        {
            double? limit = (category == Category.Spam ? input.Thresholds.SpamFlag : input.Thresholds.AbuseFlag(category)) * NewAuthorShare;
            if (scores[category] is { } score && score >= limit && (nearest is null || score / limit > nearest.Value.Score / nearest.Value.Limit))
            {
                nearest = (category, score, limit.Value);
            }
        }

        if (nearest is not { } found)
        {
            return null;
        }

        reasons.Add(new Reason
        {
            Code = ReasonCodes.AuthorNew,
            Rule = 14,
            Category = found.Category.ToText(),
            Score = found.Score,
            Threshold = found.Limit,
            Count = evidence.AuthorApproved,
            Limit = input.Policy.Authors.NewBelowApproved,
            Spans = evidence.Explain?.Invoke(found.Category),
        });
        return Verdict.Flag;
    }

    /// <summary>Row 15.</summary>
    public static Verdict? OftenRejected(RuleInput input, List<Reason> reasons)
    {
        (int decisions, int rejections, AuthorLimits limits) = (input.Evidence.AuthorDecisions, input.Evidence.AuthorRejections, input.Policy.Authors);
        if (decisions == 0 || decisions < limits.RejectionDecisions)
        {
            return null;
        }

        double rate = (double)rejections / decisions;
        if (rate < limits.RejectionRate)
        {
            return null;
        }

        reasons.Add(new Reason
        {
            Code = ReasonCodes.AuthorRejections,
            Rule = 15,
            Score = rate,
            Threshold = limits.RejectionRate,
            Count = decisions,
            Limit = limits.RejectionDecisions,
        });
        return Verdict.Flag;
    }
}
