namespace Moderation.Policies;

/// <summary>
/// The decision table: one ordered list. Every rule is always checked and every reason is kept; the first rule that stands for a verdict decides.
/// Scores are never altered by rules, and thresholds act at or above.
/// </summary>
internal static class PolicyRules
{
    /// <summary>The priority of submissions that should be read first.</summary>
    public const int HighPriority = 1;

    /// <summary>The rule that decides when no other does.</summary>
    public const int OtherwiseRule = 16;

    private const int UrgentRule = 9;

    /// <summary>The rows, in the order in which they decide.</summary>
    public static IReadOnlyList<PolicyRule> Table { get; } =
    [
        new(1, "the page is closed, read-only or hidden: reject", PolicyChecks.PageClosed),
        new(2, "there are no scores: flag, and score again by itself", PolicyChecks.Unscored),
        new(6, "the site or the page is pre-moderated: flag", PolicyChecks.Premoderated),
        new(7, "the model does not understand the text: the rules about spam and links decide, else the site's choice", PolicyChecks.NotUnderstood),
        new(8, "spam is near-certain: reject", PolicyChecks.SpamCertain),
        new(UrgentRule, "a threat or severe abuse is likely: flag, first in the queue", PolicyChecks.Urgent),
        new(10, "abuse is near-certain: flag, or reject where the site chose so", PolicyChecks.AbuseCertain),
        new(11, "spam, abuse or, by the site's own model, rejection is likely: flag", PolicyChecks.Likely),
        new(12, "many links, and the author is not trusted: flag", PolicyChecks.Links),
        new(13, "campaign, duplicate, flood, hidden field, disguised words: flag", PolicyChecks.Circumstances),
    ];

    /// <summary>Judges one submission. Pure: equal input gives an equal judgement.</summary>
    /// <param name="policy">The site's policy.</param>
    /// <param name="thresholds">The policy's thresholds resolved with those of the model that scored; <see cref="Thresholds.None"/> without scores.</param>
    /// <param name="evidence">What is known about the submission.</param>
    public static Judgement Judge(Policy policy, Thresholds thresholds, Evidence evidence)
    {
        var input = new RuleInput(policy, thresholds, evidence);
        var reasons = new List<Reason>();
        Verdict? verdict = null;
        int rule = OtherwiseRule;
        bool isUrgent = false;
        foreach (PolicyRule row in Table)
        {
            Verdict? standsFor = row.Check(input, reasons);
            isUrgent |= row.Number == UrgentRule && standsFor is not null;
            if (verdict is null && standsFor is not null)
            {
                verdict = standsFor;
                rule = row.Number;
            }
        }

        if (evidence.IsParentUnknown)
        {
            reasons.Add(new Reason { Code = ReasonCodes.ParentUnknown });
        }

        return new Judgement
        {
            Verdict = verdict ?? Verdict.Approve,
            Rule = rule,
            // Also when an earlier rule flagged it: a threat on a pre-moderated page is no less urgent.
            Priority = isUrgent && verdict == Verdict.Flag ? HighPriority : 0,
            Reasons = reasons,
        };
    }
}
