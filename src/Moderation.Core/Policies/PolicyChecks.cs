using Moderation.Pages;
using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>The conditions of the decision table, one method per row.</summary>
internal static class PolicyChecks
{
    private const int MaxSpans = 8;

    /// <summary>Row 1. Says nothing about the text and is never a label.</summary>
    public static Verdict? PageClosed(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.PageMode is not (PageMode.Closed or PageMode.Readonly or PageMode.Hidden))
        {
            return null;
        }

        reasons.Add(new Reason { Code = ReasonCodes.PageClosed, Rule = 1 });
        return Verdict.Reject;
    }

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

    /// <summary>Row 6.</summary>
    public static Verdict? Premoderated(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.PageMode != PageMode.Premoderated && input.Policy.Mode != ModerationMode.PreModeration)
        {
            return null;
        }

        reasons.Add(new Reason { Code = ReasonCodes.Premoderated, Rule = 6 });
        return Verdict.Flag;
    }

    /// <summary>Row 7. Spam and links are recognised in any language, so that their rules go first where they apply.</summary>
    public static Verdict? NotUnderstood(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.Scores is not { IsUnderstood: false } scores)
        {
            return null;
        }

        reasons.Add(new Reason { Code = ReasonCodes.NotUnderstood, Rule = 7 });
        bool othersDecide = scores[Category.Spam] >= input.Thresholds.SpamReject
            || scores[Category.Spam] >= input.Thresholds.SpamFlag
            || HasManyLinks(input);
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

    /// <summary>Row 10.</summary>
    public static Verdict? AbuseCertain(RuleInput input, List<Reason> reasons)
    {
        bool isCertain = false;
        foreach (Category category in Thresholds.AbuseCategories)
        {
            isCertain |= AddScore(input, reasons, 10, category, ReasonCodes.CertainOf(category), input.Thresholds.AbuseReject(category));
        }

        return isCertain ? (input.Policy.RejectsAbuse ? Verdict.Reject : Verdict.Flag) : null;
    }

    /// <summary>Row 11.</summary>
    public static Verdict? Likely(RuleInput input, List<Reason> reasons)
    {
        bool isLikely = AddScore(input, reasons, 11, Category.Spam, ReasonCodes.Of(Category.Spam), input.Thresholds.SpamFlag);
        foreach (Category category in Thresholds.AbuseCategories)
        {
            isLikely |= AddScore(input, reasons, 11, category, ReasonCodes.Of(category), input.Thresholds.AbuseFlag(category));
        }

        if (input.Evidence.IsSiteModel)
        {
            isLikely |= AddScore(
                input, reasons, 11, Category.LikelyToReject, ReasonCodes.Of(Category.LikelyToReject), input.Thresholds.LikelyToReject);
        }

        return isLikely ? Verdict.Flag : null;
    }

    /// <summary>Row 12.</summary>
    public static Verdict? Links(RuleInput input, List<Reason> reasons)
    {
        if (!HasManyLinks(input))
        {
            return null;
        }

        IReadOnlyList<LinkSpan> links = input.Evidence.Links;
        reasons.Add(new Reason
        {
            Code = ReasonCodes.Links,
            Rule = 12,
            Count = links.Count,
            Limit = input.Policy.MaxLinks,
            Spans = [.. links.Take(MaxSpans).Select(link => new ReasonSpan(link.Start, link.End, 0))],
        });
        return Verdict.Flag;
    }

    /// <summary>Row 13.</summary>
    public static Verdict? Circumstances(RuleInput input, List<Reason> reasons)
    {
        Evidence evidence = input.Evidence;
        DuplicateLimits duplicates = input.Policy.Duplicates;
        FloodLimits flood = input.Policy.Flood;
        int before = reasons.Count;
        AddCount(reasons, ReasonCodes.Duplicate, evidence.SameTextOnPage, 1);
        if (!AddCount(reasons, ReasonCodes.Campaign, evidence.PagesWithSameText, duplicates.CampaignPages))
        {
            AddCount(reasons, ReasonCodes.Campaign, evidence.NamesWithSameText, duplicates.CampaignNames);
        }

        if (!AddCount(reasons, ReasonCodes.FloodAuthor, evidence.AuthorInBurst, flood.AuthorBurst))
        {
            AddCount(reasons, ReasonCodes.FloodAuthor, evidence.AuthorInWindow, flood.AuthorMost);
        }

        AddCount(reasons, ReasonCodes.FloodNetwork, evidence.NetworkInWindow, flood.NetworkMost);
        if (evidence.Honeypot)
        {
            reasons.Add(new Reason { Code = ReasonCodes.Honeypot, Rule = 13 });
        }

        if (evidence.Scores?.Evasion >= input.Policy.EvasionThreshold)
        {
            reasons.Add(new Reason
            {
                Code = ReasonCodes.Evasion,
                Rule = 13,
                Score = evidence.Scores.Evasion,
                Threshold = input.Policy.EvasionThreshold,
            });
        }

        return reasons.Count > before ? Verdict.Flag : null;
    }

    private static bool HasManyLinks(RuleInput input) =>
        input.Evidence.Links.Count >= input.Policy.MaxLinks && !input.Evidence.IsAuthorTrusted;

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

    private static bool AddCount(List<Reason> reasons, string code, int count, int limit)
    {
        if (count < limit)
        {
            return false;
        }

        reasons.Add(new Reason { Code = code, Rule = 13, Count = count, Limit = limit });
        return true;
    }
}
