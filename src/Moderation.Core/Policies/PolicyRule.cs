namespace Moderation.Policies;

/// <summary>What a rule looks at.</summary>
internal sealed record RuleInput(Policy Policy, Thresholds Thresholds, Evidence Evidence);

/// <summary>Adds the rule's reasons and returns the verdict it stands for; null when it does not apply or leaves the verdict to later rules.</summary>
internal delegate Verdict? PolicyCheck(RuleInput input, List<Reason> reasons);

/// <summary>One row of the decision table.</summary>
/// <param name="Number">Its number in the table.</param>
/// <param name="Condition">The condition in words, for people.</param>
/// <param name="Check">The condition in code.</param>
/// <param name="IsFloor">Its flag is the least a submission gets, and a later rule may still reject.</param>
internal sealed record PolicyRule(int Number, string Condition, PolicyCheck Check, bool IsFloor = false);

/// <summary>What a rule made of a submission.</summary>
internal sealed record RuleOutcome(PolicyRule Rule, Verdict? StandsFor, IReadOnlyList<Reason> Reasons);
