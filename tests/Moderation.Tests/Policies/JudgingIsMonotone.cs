using CsCheck;
using Moderation.Pages;
using Moderation.Policies;
using static Moderation.Tests.Policies.SomeEvidence;

namespace Moderation.Tests.Policies;

public sealed class JudgingIsMonotone
{
    [Fact]
    public void More_evidence_never_makes_a_verdict_milder() => Gen.Select(AnyEvidence.One, AnyEvidence.One, AnyEvidence.Policy).Sample((one, other, policy) =>
    {
        // Two exceptions by intent: text that is not understood, and urgent text, is read by a person even where certain abuse is rejected.
        Evidence worse = AnyEvidence.Worse(one, other);
        bool isExcepted = policy.RejectsAbuse && (!worse.Scores!.IsUnderstood || Judge(worse, policy).Reasons.Any(reason => reason.Rule == 9));
        Judgement less = Judge(one, policy);

        Judgement more = Judge(worse, policy);

        Assert.True(more.Verdict >= less.Verdict || (isExcepted && more.Verdict == Verdict.Flag), $"{less.Verdict} by rule {less.Rule} became {more.Verdict} by rule {more.Rule}");
        Assert.True(more.Verdict == Verdict.Reject || more.Priority >= less.Priority);
        Assert.Superset(less.Codes.ToHashSet(), more.Codes.ToHashSet());
    });

    [Fact]
    public void A_trusted_author_is_never_judged_harder() => Gen.Select(AnyEvidence.One, AnyEvidence.Policy).Sample((evidence, policy) =>
        Assert.True(Judge(evidence with { IsAuthorTrusted = true }, policy).Verdict <= Judge(evidence with { IsAuthorTrusted = false }, policy).Verdict));

    [Fact]
    public void Trust_skips_two_rules_and_no_other() => Gen.Select(AnyEvidence.One, AnyEvidence.Policy).Sample((evidence, policy) =>
        Assert.Equal(
            Judge(evidence with { IsAuthorTrusted = false }, policy).Reasons.Where(reason => reason.Rule is not (12 or 14)).Select(reason => reason.Code),
            Judge(evidence with { IsAuthorTrusted = true }, policy).Reasons.Select(reason => reason.Code)));

    [Fact]
    public void A_page_that_accepts_less_is_never_milder() => AnyEvidence.One.Sample(evidence =>
        Assert.All(
            new[] { PageMode.Closed, PageMode.Readonly, PageMode.Hidden },
            mode => Assert.Equal(Verdict.Reject, Judge(evidence with { PageMode = mode }).Verdict)));

    [Fact]
    public void Reasons_are_in_the_order_of_the_rules_and_the_same_every_time() => AnyEvidence.One.Sample(evidence =>
    {
        Judgement judgement = Judge(evidence);
        int[] rules = [.. judgement.Reasons.Select(reason => reason.Rule ?? int.MaxValue)];

        Assert.Equal(rules.Order(), rules);
        Assert.Equal(judgement.Codes, Judge(evidence).Codes);
        Assert.True(judgement.Rule == PolicyRules.OtherwiseRule || rules.Contains(judgement.Rule));
    });

    [Fact]
    public void The_order_of_the_checks_changes_no_reason() => Gen.Select(AnyEvidence.One, AnyEvidence.Policy, Gen.Shuffle(PolicyRules.Table.ToArray())).Sample((evidence, policy, shuffled) =>
    {
        RuleInput input = new(policy, Thresholds.Resolve(policy.Thresholds, CardThresholds), evidence);

        List<RuleOutcome> outcomes = PolicyRules.Check(shuffled, input);

        Judgement inOrder = PolicyRules.Judge(policy, input.Thresholds, evidence);
        Judgement again = PolicyRules.Conclude([.. outcomes.OrderBy(outcome => outcome.Rule.Number)], evidence);
        Assert.Equal(PolicyJson.Write(inOrder.Reasons), PolicyJson.Write(again.Reasons));
        Assert.Equal((inOrder.Verdict, inOrder.Rule, inOrder.Priority), (again.Verdict, again.Rule, again.Priority));
    });

    [Fact]
    public void Without_scores_nothing_is_approved() => AnyEvidence.One.Sample(evidence =>
        Assert.Equal(Verdict.Flag, Judge(evidence with { Scores = null }).Verdict));

    [Fact]
    public void Only_spam_a_block_a_list_or_the_page_rejects_by_default() => AnyEvidence.One.Sample(evidence =>
        Assert.True(Judge(evidence).Verdict != Verdict.Reject || Judge(evidence).Rule is 1 or 3 or 4 or 5 or 8));
}
