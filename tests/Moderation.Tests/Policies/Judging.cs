using System.Globalization;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Scoring;
using static Moderation.Scoring.Category;
using static Moderation.Tests.Policies.SomeEvidence;

namespace Moderation.Tests.Policies;

public sealed class Judging
{
    private static readonly Policy RejectsAbuse = Policy.Default with { RejectsAbuse = true };
    private static readonly Policy PreModerated = Policy.Default with { Mode = ModerationMode.PreModeration };
    private static readonly Policy FlagsProfanity = Policy.Default with { FlagsProfanity = true };
    private static readonly Policy JudgesEverything = Policy.Default with { NotUnderstood = NotUnderstoodChoice.Judge };
    private static readonly Policy Strict = Policy.Default with { MaxLinks = 1, Thresholds = new PolicyThresholds { SpamFlag = 0.2, AbuseFlag = new Dictionary<string, double> { ["insult"] = 0.1 } } };
    private static readonly Evidence Foreign = Friendly with { Scores = Scores(isUnderstood: false) };

    /// <summary>One line per case: what it is, the evidence, the policy (null: the default), and what must come of it: verdict, rule, codes.</summary>
    private static readonly (string Name, Evidence Evidence, Policy? Policy, string Expected)[] Cases =
    [
        ("a friendly text", Friendly, null, "Approve 16"),
        ("a friendly text by a trusted author", Friendly with { IsAuthorTrusted = true }, null, "Approve 16"),
        ("a friendly text, its parent unknown", Friendly with { IsParentUnknown = true }, null, "Approve 16 parent_unknown"),

        ("a closed page", Friendly with { PageMode = PageMode.Closed }, null, "Reject 1 page_closed"),
        ("a read-only page", Friendly with { PageMode = PageMode.Readonly }, null, "Reject 1 page_closed"),
        ("a hidden page", Friendly with { PageMode = PageMode.Hidden }, null, "Reject 1 page_closed"),
        ("a closed page and no scores", new Evidence { Scores = null, PageMode = PageMode.Closed }, null, "Reject 1 page_closed unscored"),
        ("a closed page and spam", Scored(Spam, 0.99) with { PageMode = PageMode.Closed }, null, "Reject 1 page_closed spam_certain spam"),

        ("no scores", new Evidence { Scores = null }, null, "Flag 2 unscored"),
        ("no scores and many links", new Evidence { Scores = null, Links = Links(2) }, null, "Flag 2 unscored links"),
        ("no scores on a pre-moderated site", new Evidence { Scores = null }, PreModerated, "Flag 2 unscored premoderated"),

        ("a verified author who is blocked", Friendly with { IsAuthorBlocked = true }, null, "Reject 3 author_blocked"),
        ("a typed name that is blocked", Friendly with { ResemblesBlockedAuthor = true }, null, "Flag 3 author_like_blocked"),
        ("a typed name that is blocked, and near-certain spam", Scored(Spam, 0.99) with { ResemblesBlockedAuthor = true }, null, "Reject 8 author_like_blocked spam_certain spam"),
        ("a typed name that is blocked, and a network to reject", Friendly with { ResemblesBlockedAuthor = true, NetworkBlock = Verdict.Reject }, null, "Reject 4 author_like_blocked network_blocked"),
        ("a typed name that is blocked, and a threat", Scored(Threat, 0.7) with { ResemblesBlockedAuthor = true }, null, "Flag! 3 author_like_blocked threat_urgent threat"),
        ("a verified author who is blocked, without scores", new Evidence { Scores = null, IsAuthorBlocked = true }, null, "Flag 2 unscored author_blocked"),
        ("a network to flag", Friendly with { NetworkBlock = Verdict.Flag }, null, "Flag 4 network_blocked"),
        ("a network to reject", Friendly with { NetworkBlock = Verdict.Reject }, null, "Reject 4 network_blocked"),
        ("a network to flag, and near-certain spam", Scored(Spam, 0.99) with { NetworkBlock = Verdict.Flag }, null, "Reject 8 network_blocked spam_certain spam"),
        ("a listed word to flag", Friendly with { Words = [Word(Verdict.Flag)] }, null, "Flag 5 word_list"),
        ("a listed word to reject", Friendly with { Words = [Word(Verdict.Reject)] }, null, "Reject 5 word_list"),
        ("a listed word to flag and one to reject", Friendly with { Words = [Word(Verdict.Flag), Word(Verdict.Reject)] }, null, "Reject 5 word_list"),
        ("a listed word to flag, and near-certain spam", Scored(Spam, 0.99) with { Words = [Word(Verdict.Flag)] }, null, "Reject 8 word_list spam_certain spam"),
        ("a listed word in another language", Foreign with { Words = [Word(Verdict.Flag)] }, null, "Flag 5 word_list not_understood"),
        ("a listed word by a trusted author", Friendly with { Words = [Word(Verdict.Flag)], IsAuthorTrusted = true }, null, "Flag 5 word_list"),

        ("a pre-moderated page", Friendly with { PageMode = PageMode.Premoderated }, null, "Flag 6 premoderated"),
        ("a pre-moderated site", Friendly, PreModerated, "Flag 6 premoderated"),
        ("likely spam on a pre-moderated site", Scored(Spam, 0.9), PreModerated, "Flag 6 premoderated spam"),
        ("near-certain spam on a pre-moderated site", Scored(Spam, 0.99), PreModerated, "Reject 8 premoderated spam_certain spam"),
        ("near-certain spam on a pre-moderated page", Scored(Spam, 0.99) with { PageMode = PageMode.Premoderated }, null, "Reject 8 premoderated spam_certain spam"),
        ("another language on a pre-moderated site", Foreign, PreModerated, "Flag 6 premoderated not_understood"),
        ("a threat on a pre-moderated site", Scored(Threat, 0.7), PreModerated, "Flag! 6 premoderated threat_urgent threat"),

        ("another language", Foreign, null, "Flag 7 not_understood"),
        ("another language where the site judges everything", Foreign, JudgesEverything, "Approve 16 not_understood"),
        ("another language and near-certain spam", Friendly with { Scores = Scores(Spam, 0.98, isUnderstood: false) }, null, "Reject 8 not_understood spam_certain spam"),
        ("another language and likely spam", Friendly with { Scores = Scores(Spam, 0.5, isUnderstood: false) }, null, "Flag 11 not_understood spam"),
        ("another language and many links", Foreign with { Links = Links(2) }, null, "Flag 12 not_understood links"),
        ("another language and many links of a trusted author", Foreign with { Links = Links(2), IsAuthorTrusted = true }, null, "Flag 7 not_understood"),
        ("another language and an insult", Friendly with { Scores = Scores(Insult, 0.5, isUnderstood: false) }, null, "Flag 7 not_understood insult"),
        ("another language and an insult where the site judges everything", Friendly with { Scores = Scores(Insult, 0.5, isUnderstood: false) }, JudgesEverything, "Flag 11 not_understood insult"),

        ("spam at the reject threshold", Scored(Spam, 0.98), null, "Reject 8 spam_certain spam"),
        ("spam just below the reject threshold", Scored(Spam, 0.9799), null, "Flag 11 spam"),
        ("spam at the flag threshold", Scored(Spam, 0.5), null, "Flag 11 spam"),
        ("spam just below the flag threshold", Scored(Spam, 0.4999), null, "Approve 16"),
        ("near-certain spam by a trusted author", Scored(Spam, 0.99) with { IsAuthorTrusted = true }, null, "Reject 8 spam_certain spam"),
        ("spam at the site's own threshold", Scored(Spam, 0.2), Strict, "Flag 11 spam"),

        ("a threat at the priority threshold", Scored(Threat, 0.6), null, "Flag! 9 threat_urgent threat"),
        ("a threat below it", Scored(Threat, 0.59), null, "Flag 11 threat"),
        ("severe abuse at the priority threshold", Scored(SevereToxicity, 0.6), null, "Flag! 9 severe_toxicity_urgent severe_toxicity"),
        ("a near-certain threat where abuse is rejected", Scored(Threat, 0.95), RejectsAbuse, "Flag! 9 threat_urgent threat_certain threat"),

        ("a near-certain insult", Scored(Insult, 0.9), null, "Flag 10 insult_certain insult"),
        ("a near-certain insult where abuse is rejected", Scored(Insult, 0.9), RejectsAbuse, "Reject 10 insult_certain insult"),
        ("an insult below near-certain where abuse is rejected", Scored(Insult, 0.89), RejectsAbuse, "Flag 11 insult"),
        ("a near-certain identity attack", Scored(IdentityAttack, 0.9), null, "Flag 10 identity_attack_certain identity_attack"),

        ("toxicity at the flag threshold", Scored(Toxicity, 0.4), null, "Flag 11 toxicity"),
        ("profanity at the flag threshold", Scored(Profanity, 0.4), null, "Approve 16 profanity"),
        ("near-certain profanity", Scored(Profanity, 0.95), null, "Approve 16 profanity_certain profanity"),
        ("profanity at the flag threshold where the site flags it", Scored(Profanity, 0.4), FlagsProfanity, "Flag 11 profanity"),
        ("profanity just below it where the site flags it", Scored(Profanity, 0.3999), FlagsProfanity, "Approve 16"),
        ("near-certain profanity where the site flags it", Scored(Profanity, 0.95), FlagsProfanity, "Flag 10 profanity_certain profanity"),
        ("an insult at the site's own threshold", Scored(Insult, 0.1), Strict, "Flag 11 insult"),
        ("profanity where only insults have an own threshold", Scored(Profanity, 0.39), Strict, "Approve 16"),
        ("likely to be rejected, by the base model", Scored(LikelyToReject, 0.9), null, "Approve 16"),
        ("likely to be rejected, by the site's own model", Scored(LikelyToReject, 0.5) with { IsSiteModel = true }, null, "Flag 11 likely_to_reject"),

        ("one link", Friendly with { Links = Links(1) }, null, "Approve 16"),
        ("two links", Friendly with { Links = Links(2) }, null, "Flag 12 links"),
        ("two links by a trusted author", Friendly with { Links = Links(2), IsAuthorTrusted = true }, null, "Approve 16"),
        ("one link where one is too many", Friendly with { Links = Links(1) }, Strict, "Flag 12 links"),
        ("a shortened link", Friendly with { Links = [new(0, 9, LinkKinds.Shortener)] }, null, "Flag 12 link_shortener"),
        ("a shortened link by a trusted author", Friendly with { Links = [new(0, 9, LinkKinds.Shortener)], IsAuthorTrusted = true }, null, "Approve 16"),
        ("a shortened link where the site allows them", Friendly with { Links = [new(0, 9, LinkKinds.Shortener)] }, Policy.Default with { FlagsShorteners = false }, "Approve 16 link_shortener"),
        ("a look-alike domain", Friendly with { Links = [new(0, 9, LinkKinds.Punycode)] }, null, "Flag 12 link_punycode"),
        ("a look-alike domain where the site allows them", Friendly with { Links = [new(0, 9, LinkKinds.Punycode)] }, Policy.Default with { FlagsPunycode = false }, "Approve 16 link_punycode"),
        ("a domain never seen", Friendly with { Links = [new(0, 9, LinkKinds.Unseen)] }, null, "Approve 16 link_unseen"),
        ("a domain never seen where the site flags them", Friendly with { Links = [new(0, 9, LinkKinds.Unseen)] }, Policy.Default with { FlagsUnseenDomains = true }, "Flag 12 link_unseen"),
        ("two links, one of everything", Friendly with { Links = [new(0, 9, LinkKinds.Unseen | LinkKinds.Punycode), new(10, 19, LinkKinds.Shortener)] }, null, "Flag 12 links link_shortener link_punycode link_unseen"),
        ("ten thousand links", Friendly with { Links = Links(10_000) }, null, "Flag 12 links"),

        ("the same text on the page before", Friendly with { SameTextOnPage = 1 }, null, "Flag 13 duplicate"),
        ("the same text on two pages", Friendly with { PagesWithSameText = 2 }, null, "Approve 16"),
        ("the same text on three pages", Friendly with { PagesWithSameText = 3 }, null, "Flag 13 campaign"),
        ("the same text under three names on three pages", Friendly with { PagesWithSameText = 3, NamesWithSameText = 3 }, null, "Flag 13 campaign"),
        ("the same text under three names", Friendly with { NamesWithSameText = 3 }, null, "Flag 13 campaign"),
        ("a second submission within fifteen seconds", Friendly with { AuthorInBurst = 1 }, null, "Flag 13 flood_author"),
        ("a fifth within ten minutes", Friendly with { AuthorInWindow = 4 }, null, "Approve 16"),
        ("a sixth within ten minutes", Friendly with { AuthorInWindow = 5 }, null, "Flag 13 flood_author"),
        ("a twentieth from one network", Friendly with { NetworkInWindow = 19 }, null, "Approve 16"),
        ("a twenty-first from one network", Friendly with { NetworkInWindow = 20 }, null, "Flag 13 flood_network"),
        ("a filled hidden field", Friendly with { Honeypot = true }, null, "Flag 13 honeypot"),
        ("a filled hidden field and near-certain spam", Scored(Spam, 0.99) with { Honeypot = true }, null, "Reject 8 spam_certain spam honeypot"),
        ("an address in the text", Friendly with { PersonalData = [new(PersonalDataKind.Email, 3, 9)] }, null, "Flag 13 personal_email"),
        ("a telephone and an account number", Friendly with { PersonalData = [new(PersonalDataKind.Iban, 3, 9), new(PersonalDataKind.Phone, 13, 19)] }, null, "Flag 13 personal_phone personal_iban"),
        ("an address where the site allows it", Friendly with { PersonalData = [new(PersonalDataKind.Email, 3, 9)] }, Policy.Default with { FlagsPersonalData = false }, "Approve 16 personal_email"),
        ("a first submission, and spam at half of the threshold", Scored(Spam, 0.25) with { AuthorApproved = 0 }, null, "Flag 14 author_new"),
        ("a first submission, and spam below half of the threshold", Scored(Spam, 0.2499) with { AuthorApproved = 0 }, null, "Approve 16"),
        ("a first submission, and an insult at half of the threshold", Scored(Insult, 0.2) with { AuthorApproved = 0 }, null, "Flag 14 author_new"),
        ("a first submission, and profanity at half of the threshold", Scored(Profanity, 0.2) with { AuthorApproved = 0 }, null, "Approve 16"),
        ("a second submission, and spam at half of the threshold", Scored(Spam, 0.25) with { AuthorApproved = 1 }, null, "Approve 16"),
        ("nobody vouches for the author, and spam at half of the threshold", Scored(Spam, 0.25), null, "Approve 16"),
        ("three of ten rejected", Friendly with { AuthorDecisions = 10, AuthorRejections = 3 }, null, "Flag 15 author_rejections"),
        ("two of ten rejected", Friendly with { AuthorDecisions = 10, AuthorRejections = 2 }, null, "Approve 16"),
        ("all of four rejected", Friendly with { AuthorDecisions = 4, AuthorRejections = 4 }, null, "Approve 16"),
        ("two of five rejected", Friendly with { AuthorDecisions = 5, AuthorRejections = 2 }, null, "Flag 15 author_rejections"),
        ("disguised words at the threshold", Friendly with { Scores = Scores(evasion: 0.8) }, null, "Flag 13 evasion"),
        ("fewer disguised words", Friendly with { Scores = Scores(evasion: 0.79) }, null, "Approve 16"),
        ("all of it", new Evidence { Scores = Scores(Threat, 1, evasion: 1), Links = Links(3), Honeypot = true, SameTextOnPage = 2, AuthorInBurst = 2, AuthorInWindow = 9, NetworkInWindow = 99, IsParentUnknown = true }, null,
            "Flag! 9 threat_urgent threat_certain threat links duplicate flood_author flood_network honeypot evasion parent_unknown"),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(line => line.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_submission_is_judged_by_the_table(string name)
    {
        (_, Evidence evidence, Policy? policy, string expected) = Cases.Single(line => line.Name == name);

        Judgement judgement = Judge(evidence, policy);

        string urgent = judgement.Priority == PolicyRules.HighPriority ? "!" : "";
        string actual = string.Create(CultureInfo.InvariantCulture, $"{judgement.Verdict}{urgent} {judgement.Rule} {string.Join(' ', judgement.Codes)}").TrimEnd();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_reason_says_which_rule_score_and_threshold()
    {
        var spans = new[] { new ReasonSpan(4, 9, 1.5) };

        Judgement judgement = Judge(Scored(Insult, 0.5) with { Explain = _ => spans });

        Reason reason = Assert.Single(judgement.Reasons);
        Assert.Equal(("insult", 11, "insult", 0.5, 0.4), (reason.Code, reason.Rule, reason.Category, reason.Score, reason.Threshold));
        Assert.Same(spans, reason.Spans);
    }

    [Fact]
    public void Words_are_only_looked_for_where_a_threshold_was_reached()
    {
        var asked = new List<Category>();

        Judge(Scored(Insult, 0.5) with
        {
            Explain = category =>
            {
                asked.Add(category);
                return [];
            },
        });

        Assert.Equal([Insult], asked);
    }

    [Fact]
    public void A_count_says_how_many_and_from_where_on()
    {
        Reason reason = Assert.Single(Judge(Friendly with { Links = Links(12) }).Reasons);

        Assert.Equal((12, 2, 8), (reason.Count, reason.Limit, reason.Spans?.Count));
    }

    [Fact]
    public void Every_reason_has_a_documented_code_and_a_rule_of_the_table()
    {
        int[] rules = [.. PolicyRules.Table.Select(row => row.Number)];
        foreach ((_, Evidence evidence, Policy? policy, _) in Cases)
        {
            Assert.All(Judge(evidence, policy).Reasons, reason =>
            {
                Assert.Contains(reason.Code, ReasonCodes.All);
                Assert.True(reason.Rule is null ? reason.Code == ReasonCodes.ParentUnknown : rules.Contains(reason.Rule.Value));
            });
        }
    }

    [Fact]
    public void The_table_is_in_order_and_every_code_has_one_sentence()
    {
        Assert.Equal(PolicyRules.Table.Select(row => row.Number).Order(), PolicyRules.Table.Select(row => row.Number));
        Assert.Distinct(ReasonCodes.All);
        Assert.All(ReasonCodes.All, code =>
        {
            string sentence = ReasonCodes.SentenceOf(code);
            Assert.Matches("^[a-z]+(_[a-z]+)*$", code);
            Assert.NotEqual(code, sentence);
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
            Assert.Equal(1, sentence.Count(c => c == '.'));
            Assert.Equal(sentence, ReasonCodes.SentenceOf(code, CultureInfo.GetCultureInfo("de")));
        });
        Assert.Equal("from_the_future", ReasonCodes.SentenceOf("from_the_future"));
    }
}
