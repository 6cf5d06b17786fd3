using Moderation.Judging;
using Moderation.Policies;
using Moderation.Submissions;

namespace Moderation.Tests.Judging;

/// <summary>What another policy would have concluded about a past.</summary>
public sealed class ReplayingPolicies
{
    private static readonly Thresholds Limits = Thresholds.Resolve(
        new PolicyThresholds { SpamFlag = 0.5, SpamReject = 0.9, AbuseFlag = new Dictionary<string, double> { ["insult"] = 0.5 } }, Policies.SomeEvidence.CardThresholds);

    [Fact]
    public void Scores_are_judged_anew_and_other_findings_stay()
    {
        ReplayPolicy.Past[] past =
        [
            Of(0.1, 0.1, Verdict.Approve), Of(0.6, 0.1, Verdict.Approve), Of(0.95, 0.1, Verdict.Flag), Of(0.1, 0.6, Verdict.Approve),
            Of(0.1, 0.1, Verdict.Flag, new Reason { Code = ReasonCodes.WordList, Rule = 5 }), Of(0.1, 0.1, Verdict.Reject, new Reason { Code = ReasonCodes.WordList, Rule = 5 }),
            Of(0.1, 0.1, Verdict.Approve, new Reason { Code = ReasonCodes.LinkUnseen, Rule = 12 }), Of(0.1, 0.1, Verdict.Flag, new Reason { Code = ReasonCodes.NotUnderstood, Rule = 7 }),
        ];
        Assert.Equal(new ReplayedShare(4 / 8.0, 2 / 8.0), ReplayPolicy.Share(past, Policy.Default, Limits));
        Assert.Equal(3 / 8.0, ReplayPolicy.Share(past, Policy.Default with { NotUnderstood = NotUnderstoodChoice.Judge }, Limits).Flagged);
        Assert.Equal(6 / 8.0, ReplayPolicy.Share(past, Policy.Default with { Mode = ModerationMode.PreModeration }, Limits).Flagged);
        Assert.Equal(new ReplayedShare(0, 0), ReplayPolicy.Share([], Policy.Default, Limits));
    }

    [Fact]
    public void Differences_are_named_by_member()
    {
        Policy after = Policy.Default with { MaxLinks = 3, AllowedDomains = ["example.org"], Flood = new FloodLimits { AuthorMost = 9 } };
        Assert.Equal(
            [new PolicyChange("maxLinks", "2", "3"), new PolicyChange("flood.authorMost", "5", "9"), new PolicyChange("allowedDomains", null, "example.org")],
            PolicyDiff.Of(Policy.Default, after).OrderBy(change => change.Before is null).ThenBy(change => change.Path == "flood.authorMost"));
        Assert.Empty(PolicyDiff.Of(after, after with { }));
    }

    private static ReplayPolicy.Past Of(double spam, double insult, Verdict verdict, params Reason[] reasons) =>
        ReplayPolicy.Past.Of(new ScoredSample { Scores = new Scores { Spam = spam, Insult = insult }, Verdict = verdict, ReasonsJson = PolicyJson.Write(reasons) });
}
