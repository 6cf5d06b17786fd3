using System.Text.Json;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Submissions;

namespace Moderation.Tests.Policies;

public sealed class KeepingPolicies
{
    [Fact]
    public void An_empty_document_is_the_default_policy()
    {
        Assert.Equal(Policy.Default, PolicyJson.ReadPolicy("{}"));
        Assert.Equal(Policy.Default, PolicyJson.ReadPolicy("""{"flood": null, "mode": null, "thresholds": {"spamFlag": null}}"""));
    }

    [Fact]
    public void What_a_document_leaves_out_has_its_default()
    {
        Policy policy = PolicyJson.ReadPolicy("""{"mode": "pre_moderation", "notUnderstood": "judge", "flood": {"authorMost": 9}, "thresholds": {"spamFlag": 0.3}, "unheardOf": 1}""");

        Assert.Equal(
            Policy.Default with
            {
                Mode = ModerationMode.PreModeration,
                NotUnderstood = NotUnderstoodChoice.Judge,
                Flood = new FloodLimits { AuthorMost = 9 },
                Thresholds = new PolicyThresholds { SpamFlag = 0.3 },
            },
            policy);
    }

    [Fact]
    public void The_default_policy_reads_like_this() => Assert.Equal(
        """{"mode":"post_moderation","thresholds":{},"maxLinks":2,"flagsShorteners":true,"flagsPunycode":true,"flagsUnseenDomains":false,"flagsPersonalData":true,"evasionThreshold":0.8,"notUnderstood":"flag","rejectsAbuse":false,"flagsProfanity":false,"flood":{"authorBurst":1,"authorBurstSeconds":15,"authorMost":5,"authorWindowSeconds":600,"networkMost":20,"networkWindowSeconds":600},"authors":{"trustedApproved":3,"trustedDays":90,"newBelowApproved":1,"rejectionRate":0.3,"rejectionDecisions":5,"rejectionDays":30},"duplicates":{"samePageHours":24,"campaignPages":3,"campaignNames":3,"campaignHours":1},"reports":{"hideAt":3,"perNetworkPerDay":10,"hiddenPerHour":10},"reviewBudget":0.08}""",
        PolicyJson.Write(Policy.Default));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"mode": "sometimes"}""")]
    [InlineData("""{"maxLinks": "two"}""")]
    [InlineData("""{"flood": 3}""")]
    [InlineData("""{"maxLinks": 3, "maxLinks": 4}""")]
    public void What_is_no_policy_is_refused(string document) => Assert.ThrowsAny<JsonException>(() => PolicyJson.ReadPolicy(document));

    [Fact]
    public void Reasons_are_kept_with_all_they_say()
    {
        Reason[] reasons =
        [
            new() { Code = "insult", Rule = 11, Category = "insult", Score = 0.5, Threshold = 0.4, Spans = [new ReasonSpan(1, 4, 0.25)] },
            new() { Code = "links", Rule = 12, Count = 3, Limit = 2 },
            new() { Code = "parent_unknown" },
        ];

        string stored = PolicyJson.Write(reasons);

        Assert.Equal(
            """[{"code":"insult","rule":11,"category":"insult","score":0.5,"threshold":0.4,"spans":[{"start":1,"end":4,"weight":0.25}]},{"code":"links","rule":12,"count":3,"limit":2},{"code":"parent_unknown"}]""",
            stored);
        Assert.Equal(stored, PolicyJson.Write(PolicyJson.ReadReasons(stored)));
        Assert.Empty(PolicyJson.ReadReasons(null));
    }

    [Fact]
    public void The_default_policy_is_sound() => Assert.Empty(PolicyValidator.Validate(Policy.Default));

    [Theory]
    [InlineData("""{"thresholds": {"spamFlag": 0}}""", "thresholds.spamFlag")]
    [InlineData("""{"thresholds": {"spamReject": 1.1}}""", "thresholds.spamReject")]
    [InlineData("""{"thresholds": {"spamFlag": 0.9, "spamReject": 0.8}}""", "thresholds.spamReject")]
    [InlineData("""{"thresholds": {"abuseFlag": {"rudeness": 0.5}}}""", "thresholds.abuseFlag")]
    [InlineData("""{"thresholds": {"abuseFlag": {"spam": 0.5}}}""", "thresholds.abuseFlag")]
    [InlineData("""{"thresholds": {"abuseReject": {"insult": 2}}}""", "thresholds.abuseReject.insult")]
    [InlineData("""{"thresholds": {"priority": {"insult": 0.5}}}""", "thresholds.priority")]
    [InlineData("""{"thresholds": {"likelyToReject": -1}}""", "thresholds.likelyToReject")]
    [InlineData("""{"maxLinks": 0}""", "maxLinks")]
    [InlineData("""{"evasionThreshold": 7}""", "evasionThreshold")]
    [InlineData("""{"reviewBudget": 0}""", "reviewBudget")]
    [InlineData("""{"authors": {"rejectionRate": 0}}""", "authors.rejectionRate")]
    [InlineData("""{"authors": {"rejectionDecisions": 0}}""", "authors.rejectionDecisions")]
    [InlineData("""{"authors": {"rejectionDays": 0}}""", "authors.rejectionDays")]
    [InlineData("""{"authors": {"trustedApproved": 0}}""", "authors.trustedApproved")]
    [InlineData("""{"authors": {"trustedDays": 0}}""", "authors.trustedDays")]
    [InlineData("""{"authors": {"newBelowApproved": -1}}""", "authors.newBelowApproved")]
    [InlineData("""{"flood": {"networkMost": 0}}""", "flood.networkMost")]
    [InlineData("""{"flood": {"authorMost": 101}}""", "flood.authorMost")]
    [InlineData("""{"flood": {"authorWindowSeconds": 0}}""", "flood.authorWindowSeconds")]
    [InlineData("""{"duplicates": {"campaignNames": 1}}""", "duplicates.campaignNames")]
    [InlineData("""{"duplicates": {"campaignPages": 101}}""", "duplicates.campaignPages")]
    public void A_setting_that_switches_a_check_off_is_refused_by_name(string document, string path) =>
        Assert.Equal([path], PolicyValidator.Validate(PolicyJson.ReadPolicy(document)).Keys);

    [Fact]
    public void A_limit_can_be_reached_by_what_the_store_counts() => Assert.Equal(RecentCounts.Limit, PolicyValidator.MostCounted);

    [Fact]
    public void A_sites_own_thresholds_go_before_the_cards()
    {
        Thresholds thresholds = Thresholds.Resolve(
            new PolicyThresholds { SpamFlag = 0.3, Priority = new Dictionary<string, double> { ["threat"] = 0.2 } },
            SomeEvidence.CardThresholds);

        Assert.Equal((0.3, 0.98), (thresholds.SpamFlag, thresholds.SpamReject));
        Assert.Equal((0.2, 0.6), (thresholds.Priority(Category.Threat), thresholds.Priority(Category.SevereToxicity)));
        Assert.Null(thresholds.Priority(Category.Insult));
        Assert.Null(thresholds.AbuseFlag(Category.Spam));
    }
}
