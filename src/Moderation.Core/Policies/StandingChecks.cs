using Moderation.Pages;

namespace Moderation.Policies;

/// <summary>The rows of the decision table that look at where a submission goes, who sent it and from where, and never at what it says.</summary>
internal static class StandingChecks
{
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

    /// <summary>Row 3. Only who is verified can be refused for who they are: anybody can type a name and an address.</summary>
    public static Verdict? BlockedAuthor(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.IsAuthorBlocked)
        {
            reasons.Add(new Reason { Code = ReasonCodes.AuthorBlocked, Rule = 3 });
        }

        if (input.Evidence.ResemblesBlockedAuthor)
        {
            reasons.Add(new Reason { Code = ReasonCodes.AuthorLikeBlocked, Rule = 3 });
        }

        return input.Evidence.IsAuthorBlocked ? Verdict.Reject
            : input.Evidence.ResemblesBlockedAuthor ? Verdict.Flag
            : null;
    }

    /// <summary>Row 4.</summary>
    public static Verdict? BlockedNetwork(RuleInput input, List<Reason> reasons)
    {
        if (input.Evidence.NetworkBlock is not (Verdict.Flag or Verdict.Reject))
        {
            return null;
        }

        reasons.Add(new Reason { Code = ReasonCodes.NetworkBlocked, Rule = 4 });
        return input.Evidence.NetworkBlock;
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
}
