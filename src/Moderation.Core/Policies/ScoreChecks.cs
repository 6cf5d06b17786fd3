using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>The rows of the decision table that look at scores.</summary>
internal static class ScoreChecks
{
    /// <summary>Row 2. Nothing is ever approved because something broke.</summary>
    public static Verdict? Unscored(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.Scores is not null)
        {
            return null;
        }

        reasons.Add(new Reason { Code = ReasonCodes.Unscored, Rule = 2 });
        return Verdict.Flag;
    }

    /// <summary>Row 7. Spam and links are recognised in any language, so that their rules go first where they apply; word lists did already.</summary>
    public static Verdict? NotUnderstood(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.Scores is not { IsUnderstood: false } scores)
        {
            return null;
        }

        reasons.Add(new Reason { Code = ReasonCodes.NotUnderstood, Rule = 7 });
        bool othersDecide = scores[Category.Spam] >= input.Thresholds.SpamReject
            || scores[Category.Spam] >= input.Thresholds.SpamFlag
            || TextChecks.HasManyLinks(input);
        return !othersDecide && input.Policy.NotUnderstood == NotUnderstoodChoice.Flag ? Verdict.Flag : null;
    }

    /// <summary>Row 8: the only rejection of a text that needs no person unless a site chose more.</summary>
    public static Verdict? SpamCertain(RuleInput input, List<Reason> reasons) =>
        AddScore(input, reasons, 8, Category.Spam, ReasonCodes.CertainOf(Category.Spam), input.Thresholds.SpamReject) ? Verdict.Reject : null;

    /// <summary>Row 9. Goes before row 10, because a threat may have to be reported, which only a person can do.</summary>
    public static Verdict? Urgent(RuleInput input, List<Reason> reasons)
    {
        bool isThreat = AddScore(input, reasons, 9, Category.Threat, ReasonCodes.UrgentOf(Category.Threat), input.Thresholds.Priority(Category.Threat));
        bool isSevere = AddScore(
            input, reasons, 9, Category.SevereToxicity, ReasonCodes.UrgentOf(Category.SevereToxicity), input.Thresholds.Priority(Category.SevereToxicity));
        return isThreat || isSevere ? Verdict.Flag : null;
    }

    /// <summary>Row 10. Every category that is near-certain leaves its reason; profanity alone decides only where the site chose so.</summary>
    public static Verdict? AbuseCertain(RuleInput input, List<Reason> reasons)
    {
        bool isCertain = false;
        foreach (Category category in Thresholds.AbuseCategories)
        {
            isCertain |= AddScore(input, reasons, 10, category, ReasonCodes.CertainOf(category), input.Thresholds.AbuseReject(category)) && Acts(input.Policy, category);
        }

        return isCertain ? (input.Policy.RejectsAbuse ? Verdict.Reject : Verdict.Flag) : null;
    }

    /// <summary>Row 11. As in row 10, profanity alone is a note unless the site chose otherwise.</summary>
    public static Verdict? Likely(RuleInput input, List<Reason> reasons)
    {
        bool isLikely = AddScore(input, reasons, 11, Category.Spam, ReasonCodes.Of(Category.Spam), input.Thresholds.SpamFlag);
        foreach (Category category in Thresholds.AbuseCategories)
        {
            isLikely |= AddScore(input, reasons, 11, category, ReasonCodes.Of(category), input.Thresholds.AbuseFlag(category)) && Acts(input.Policy, category);
        }

        if (input.Evidence.IsSiteModel)
        {
            isLikely |= AddScore(
                input, reasons, 11, Category.LikelyToReject, ReasonCodes.Of(Category.LikelyToReject), input.Thresholds.LikelyToReject);
        }

        return isLikely ? Verdict.Flag : null;
    }

    /// <summary>Whether a score of this category leads to a verdict.</summary>
    internal static bool Acts(Policy policy, Category category) => category != Category.Profanity || policy.FlagsProfanity;

    private static bool AddScore(RuleInput input, List<Reason> reasons, int rule, Category category, string code, double? threshold)
    {
        if (input.Evidence.Scores?[category] is not { } score || !(score >= threshold))
        {
            return false;
        }

        reasons.Add(new Reason
        {
            Code = code,
            Rule = rule,
            Category = category.ToText(),
            Score = score,
            Threshold = threshold,
            Spans = input.Evidence.Explain?.Invoke(category),
        });
        return true;
    }
}
