using CsCheck;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Scoring;
using static Moderation.Tests.Policies.SomeEvidence;

namespace Moderation.Tests.Policies;

public sealed class JudgingIsMonotone
{
    private static readonly Gen<double> Score = Gen.OneOf(Gen.Double[0, 1], Gen.OneOf(0.4, 0.5, 0.6, 0.9, 0.98, 1.0));

    private static readonly Gen<Evidence> AnyEvidence = Gen.Select(
        Score.Array[Categories.Count], Gen.Bool, Score, Gen.Int[0, 3], Gen.Int[0, 6].Array[6], Gen.Bool.Array[3]).Select(
        (scores, isUnderstood, evasion, links, counts, flags) => new Evidence
        {
            Scores = new ScoredText(scores) { Coverage = 1, IsUnderstood = isUnderstood, Evasion = evasion },
            Links = Links(links),
            SameTextOnPage = counts[0],
            PagesWithSameText = counts[1],
            NamesWithSameText = counts[2],
            AuthorInBurst = counts[3],
            AuthorInWindow = counts[4],
            NetworkInWindow = counts[5] * 5,
            Honeypot = flags[0],
            IsSiteModel = flags[1],
            IsParentUnknown = flags[2],
        });

    [Fact]
    public void More_evidence_never_makes_a_verdict_milder() => Gen.Select(AnyEvidence, AnyEvidence, Gen.Bool).Sample((one, other, isPreModerated) =>
    {
        Policy policy = isPreModerated ? Policy.Default with { Mode = ModerationMode.PreModeration } : Policy.Default;
        Judgement less = Judge(one, policy);

        Judgement more = Judge(Worse(one, other), policy);

        Assert.True(more.Verdict >= less.Verdict, $"{less.Verdict} by rule {less.Rule} became {more.Verdict} by rule {more.Rule}");
        Assert.True(more.Verdict == Verdict.Reject || more.Priority >= less.Priority);
        Assert.Superset(less.Codes.ToHashSet(), more.Codes.ToHashSet());
    });

    [Fact]
    public void A_trusted_author_is_never_judged_harder() => AnyEvidence.Sample(evidence =>
        Assert.True(Judge(evidence with { IsAuthorTrusted = true }).Verdict <= Judge(evidence).Verdict));

    [Fact]
    public void A_page_that_accepts_less_is_never_milder() => AnyEvidence.Sample(evidence =>
        Assert.All(
            new[] { PageMode.Closed, PageMode.Readonly, PageMode.Hidden },
            mode => Assert.Equal(Verdict.Reject, Judge(evidence with { PageMode = mode }).Verdict)));

    [Fact]
    public void Reasons_are_in_the_order_of_the_rules_and_the_same_every_time() => AnyEvidence.Sample(evidence =>
    {
        Judgement judgement = Judge(evidence);
        int[] rules = [.. judgement.Reasons.Select(reason => reason.Rule ?? int.MaxValue)];

        Assert.Equal(rules.Order(), rules);
        Assert.Equal(judgement.Codes, Judge(evidence).Codes);
        Assert.True(judgement.Rule == PolicyRules.OtherwiseRule || rules.Contains(judgement.Rule));
    });

    [Fact]
    public void Without_scores_nothing_is_approved() => AnyEvidence.Sample(evidence =>
        Assert.Equal(Verdict.Flag, Judge(evidence with { Scores = null }).Verdict));

    private static Evidence Worse(Evidence one, Evidence other) => one with
    {
        Scores = new ScoredText([.. Categories.All.Select(category => Math.Max(one.Scores![category]!.Value, other.Scores![category]!.Value))])
        {
            Coverage = 1,
            IsUnderstood = one.Scores!.IsUnderstood && other.Scores!.IsUnderstood,
            Evasion = Math.Max(one.Scores.Evasion, other.Scores!.Evasion),
        },
        Links = Links(Math.Max(one.Links.Count, other.Links.Count)),
        SameTextOnPage = Math.Max(one.SameTextOnPage, other.SameTextOnPage),
        PagesWithSameText = Math.Max(one.PagesWithSameText, other.PagesWithSameText),
        NamesWithSameText = Math.Max(one.NamesWithSameText, other.NamesWithSameText),
        AuthorInBurst = Math.Max(one.AuthorInBurst, other.AuthorInBurst),
        AuthorInWindow = Math.Max(one.AuthorInWindow, other.AuthorInWindow),
        NetworkInWindow = Math.Max(one.NetworkInWindow, other.NetworkInWindow),
        Honeypot = one.Honeypot || other.Honeypot,
        IsSiteModel = one.IsSiteModel || other.IsSiteModel,
        IsParentUnknown = one.IsParentUnknown || other.IsParentUnknown,
    };
}
