namespace Moderation.Policies;

/// <summary>
/// The decision table: one ordered list. Every rule is always checked and every reason is kept; the first rule that stands for a verdict decides.
/// Rules 3 to 6 know who sent a text, from where and where to, but not what it says: their flag is a floor, and a later rule may still reject, so that a
/// typed name that happens to be a blocked one does not shield certain spam. Scores are never altered by rules, and thresholds act at or above.
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
        new(1, "the page is closed, read-only or hidden: reject", StandingChecks.PageClosed),
        new(2, "there are no scores: flag, and score again by itself", ScoreChecks.Unscored),
        new(3, "a verified author is blocked: reject; an unverified one has a blocked name or address: flag", StandingChecks.BlockedAuthor, IsFloor: true),
        new(4, "the network is blocked: flag or reject, as the block says", StandingChecks.BlockedNetwork, IsFloor: true),
        new(5, "an entry of a word list is in the text: flag or reject, as the list says", TextChecks.Words, IsFloor: true),
        new(6, "the site or the page is pre-moderated: flag", StandingChecks.Premoderated, IsFloor: true),
        new(7, "the model does not understand the text: the rules about spam and links decide, else the site's choice", ScoreChecks.NotUnderstood),
        new(8, "spam is near-certain: reject", ScoreChecks.SpamCertain),
        new(UrgentRule, "a threat or severe abuse is likely: flag, first in the queue", ScoreChecks.Urgent),
        new(10, "abuse is near-certain: flag, or reject where the site chose so", ScoreChecks.AbuseCertain),
        new(11, "spam, abuse or, by the site's own model, rejection is likely: flag", ScoreChecks.Likely),
        new(12, "many links, shortened links or look-alike domains, and the author is not trusted: flag", TextChecks.Links),
        new(13, "campaign, duplicate, flood, hidden field, personal data, disguised words: flag", TextChecks.Circumstances),
        new(14, "a verified author without an approved submission, and spam or abuse at half of its threshold: flag", AuthorChecks.NewAuthor),
        new(15, "many of a verified author's submissions were rejected: flag", AuthorChecks.OftenRejected),
    ];

    /// <summary>Judges one submission. Pure: equal input gives an equal judgement.</summary>
    /// <param name="policy">The site's policy.</param>
    /// <param name="thresholds">The policy's thresholds resolved with those of the model that scored; <see cref="Thresholds.None"/> without scores.</param>
    /// <param name="evidence">What is known about the submission.</param>
    public static Judgement Judge(Policy policy, Thresholds thresholds, Evidence evidence) =>
        Conclude(Check(Table, new RuleInput(policy, thresholds, evidence)), evidence);

    /// <summary>Asks every rule. No rule sees what another found, so that their order does not matter here.</summary>
    internal static List<RuleOutcome> Check(IReadOnlyList<PolicyRule> rules, RuleInput input)
    {
        List<RuleOutcome> outcomes = new(rules.Count);
        List<Reason> reasons = [];
        foreach (PolicyRule rule in rules)
        {
            if (rule.Check(input, reasons) is { } standsFor)
            {
                outcomes.Add(new RuleOutcome(rule, standsFor, [.. reasons]));
                reasons.Clear();
            }
            else if (reasons.Count > 0)
            {
                outcomes.Add(new RuleOutcome(rule, null, [.. reasons]));
                reasons.Clear();
            }
        }

        return outcomes;
    }

    /// <summary>The first rule that stands for a verdict decides, unless it only set a floor and a later one rejects.</summary>
    /// <param name="outcomes">What the rules found, in the order of the table.</param>
    /// <param name="evidence">What they looked at.</param>
    internal static Judgement Conclude(IReadOnlyList<RuleOutcome> outcomes, Evidence evidence)
    {
        RuleOutcome? deciding = null;
        bool isUrgent = false;
        foreach (RuleOutcome outcome in outcomes)
        {
            isUrgent |= outcome.Rule.Number == UrgentRule && outcome.StandsFor is not null;
        }

        foreach (RuleOutcome outcome in outcomes.Where(outcome => outcome.StandsFor is not null))
        {
            bool isFloor = outcome.Rule.IsFloor && outcome.StandsFor == Verdict.Flag;
            deciding = deciding is null || outcome.StandsFor == Verdict.Reject ? outcome : deciding;
            if (!isFloor)
            {
                break;
            }
        }

        List<Reason> reasons = [.. outcomes.SelectMany(outcome => outcome.Reasons)];
        if (evidence.IsParentUnknown)
        {
            reasons.Add(new Reason { Code = ReasonCodes.ParentUnknown });
        }

        return new Judgement
        {
            Verdict = deciding?.StandsFor ?? Verdict.Approve,
            Rule = deciding?.Rule.Number ?? OtherwiseRule,
            // Also when an earlier rule flagged it: a threat on a pre-moderated page is no less urgent.
            Priority = isUrgent && deciding?.StandsFor == Verdict.Flag ? HighPriority : 0,
            Reasons = reasons,
        };
    }
}
