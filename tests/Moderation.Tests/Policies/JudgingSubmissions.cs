using System.Globalization;
using Moderation.Judging;
using Moderation.Models;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.WordLists;

namespace Moderation.Tests.Policies;

/// <summary>Whole submissions through the policy: what was written, on which site and page and by whom, and what must come of it. The scores are given; everything else is found in the text.</summary>
public sealed class JudgingSubmissions
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 15, 0, TimeSpan.Zero);
    private static readonly SiteId Site = SiteId.Parse("gazette");

    private static readonly IReadOnlySet<SiteDomain> Seen = new HashSet<SiteDomain> { new(Site, "known.example"), new(Site, "bit.ly"), new(Site, "other.example") };

    private static readonly WordListMatcher Lists = new(
    [
        List("house rules", Verdict.Flag, "blarney", "snake oil", "Café", "vote for bob"),
        List("never", Verdict.Reject, "codswallop", "miracle cure"),
        List("before the election", Verdict.Flag, "poll") with { StartsAt = Now.AddDays(-1), EndsAt = Now.AddDays(1) },
        List("after the election", Verdict.Reject, "recount") with { StartsAt = Now.AddDays(1) },
    ]);

    /// <summary>One line per case: the text, the context (words of <see cref="Apply"/>), and the verdict with its rule and codes; ! is urgent.</summary>
    private static readonly (string Text, string Context, string Expected)[] Cases =
    [
        ("The old bridge was closed in 2019, not 2020.", "", "Approve 16"),
        ("", "", "Approve 16"),
        ("Thanks!", "", "Approve 16"),
        ("I walked across on 01.02.2024 at 10:00 and it took 12 minutes.", "", "Approve 16"),
        ("It cost 1 250 000 000, of which 3.5 % was steel.", "", "Approve 16"),
        ("Bloody hell, what a match!", "profanity=0.9", "Approve 16 profanity_certain profanity"),
        ("Bloody hell, what a match!", "profanity=0.5", "Approve 16 profanity"),
        ("Bloody hell, you fool!", "profanity=0.5 insult=0.5", "Flag 11 insult profanity"),
        ("Bloody hell, what a match!", "profanity=0.5 site:profanity", "Flag 11 profanity"),

        ("Pure blarney.", "", "Flag 5 word_list"),
        ("Pure BL4RNEY!", "", "Flag 5 word_list"),
        ("Pure b l a r n e y.", "", "Flag 5 word_list"),
        ("Blarneystone is a town.", "", "Approve 16"),
        ("He sells snake   oil.", "", "Flag 5 word_list"),
        ("A snake in the oil.", "", "Approve 16"),
        ("The cafe is open.", "", "Flag 5 word_list"),
        ("The cafeteria is open.", "", "Approve 16"),
        ("Vote for Bob", "", "Flag 5 word_list"),
        ("A vote for Bobby", "", "Approve 16"),
        ("What codswallop.", "", "Reject 5 word_list"),
        ("Codswallop and blarney.", "", "Reject 5 word_list"),
        ("A miracle cure!", "trusted", "Reject 5 word_list"),
        ("Who won the poll?", "", "Flag 5 word_list"),
        ("We want a recount.", "", "Approve 16"),
        ("Pure blarney.", "spam=0.99", "Reject 8 word_list spam_certain spam"),
        ("Pure blarney.", "unscored", "Flag 2 unscored word_list"),
        ("What codswallop.", "unscored", "Flag 2 unscored word_list"),
        ("What codswallop.", "page=closed", "Reject 1 page_closed word_list"),
        ("Pure blarney.", "foreign", "Flag 5 word_list not_understood"),
        ("Pure blarney.", "premoderated", "Flag 5 word_list premoderated"),
        ("Pure blarney, I will find you.", "threat=0.7", "Flag! 5 word_list threat_urgent threat"),

        ("See https://known.example/a", "", "Approve 16"),
        ("See https://known.example/a and https://other.example/b", "", "Flag 12 links"),
        ("See https://known.example/a and https://other.example/b", "trusted", "Approve 16"),
        ("See https://new.example/a", "", "Approve 16 link_unseen"),
        ("See https://new.example/a", "site:unseen", "Flag 12 link_unseen"),
        ("See https://new.example/a", "site:unseen trusted", "Approve 16"),
        ("See https://known.example/a", "site:unseen", "Approve 16"),
        ("See https://bit.ly/x", "", "Flag 12 link_shortener"),
        ("See bit.ly/x", "", "Flag 12 link_shortener"),
        ("See https://bit.ly/x", "site:shorteners", "Approve 16 link_shortener"),
        ("See https://tinyurl.com/x", "", "Flag 12 link_shortener link_unseen"),
        ("See http://аррӏе.example/x", "", "Flag 12 link_punycode link_unseen"),
        ("See http://xn--80ak6aa92e.example/", "", "Flag 12 link_punycode link_unseen"),
        ("See https://gazette.example/2026/bridge and https://gazette.example/2026/ferry", "", "Approve 16"),
        ("See https://en.wikipedia.org/wiki/Bridge and https://de.wikipedia.org/wiki/Brücke", "site:wikipedia", "Approve 16"),
        ("See https://en.wikipedia.org/wiki/Bridge and https://notwikipedia.org", "site:wikipedia", "Approve 16 link_unseen"),
        ("See https://en.wikipedia.org/wiki/Bridge and https://known.example", "", "Flag 12 links link_unseen"),
        ("https://known.example https://other.example", "spam=0.99", "Reject 8 spam_certain spam links"),
        ("https://known.example https://other.example", "foreign", "Flag 12 not_understood links"),
        ("https://known.example", "foreign", "Flag 7 not_understood"),
        ("<a href=\"https://new.example\">here</a> [url=https://known.example]there[/url]", "", "Flag 12 links link_unseen"),
        ("https://bank.example@new.example/login", "site:unseen", "Flag 12 link_unseen personal_email"),

        ("Write to ana@example.net", "", "Flag 13 personal_email"),
        ("Write to ana [at] example [dot] net", "", "Flag 13 personal_email"),
        ("Write to ana@example.net", "site:personal", "Approve 16 personal_email"),
        ("Write to ana@example.net", "trusted", "Flag 13 personal_email"),
        ("Call +49 30 901820", "", "Flag 13 personal_phone"),
        ("Call (202) 555-0143", "", "Flag 13 personal_phone"),
        ("Pay to DE89 3704 0044 0532 0130 00", "", "Flag 13 personal_iban"),
        ("Pay to DE88 3704 0044 0532 0130 00", "", "Approve 16"),
        ("ISBN 978-3-16-148410-0", "", "Approve 16"),
        ("ana@example.net, +49 30 901820", "", "Flag 13 personal_email personal_phone"),
        ("Write to ana@example.net", "spam=0.99", "Reject 8 spam_certain spam personal_email"),

        ("Quite harmless.", "blocked", "Reject 3 author_blocked"),
        ("Quite harmless.", "like-blocked", "Flag 3 author_like_blocked"),
        ("Cheap pills.", "like-blocked spam=0.99", "Reject 8 author_like_blocked spam_certain spam"),
        ("Quite harmless.", "network=flag", "Flag 4 network_blocked"),
        ("Quite harmless.", "network=reject", "Reject 4 network_blocked"),
        ("Quite harmless.", "network=reject blocked", "Reject 3 author_blocked network_blocked"),
        ("Quite harmless.", "network=reject page=hidden", "Reject 1 page_closed network_blocked"),
        ("Pure blarney.", "network=flag", "Flag 4 network_blocked word_list"),
        ("What codswallop.", "network=flag", "Reject 5 network_blocked word_list"),
        ("Quite harmless.", "new", "Approve 16"),
        ("Rather doubtful.", "new spam=0.3", "Flag 14 author_new"),
        ("Rather doubtful.", "new insult=0.25", "Flag 14 author_new"),
        ("Rather doubtful.", "spam=0.3", "Approve 16"),
        ("Bloody good.", "new profanity=0.9", "Approve 16 profanity_certain profanity"),
        ("Quite harmless.", "rejected=5/10", "Flag 15 author_rejections"),
        ("Quite harmless.", "rejected=1/10", "Approve 16"),
        ("Quite harmless.", "rejected=3/4", "Approve 16"),
        ("Quite harmless.", "rejected=3/10", "Flag 15 author_rejections"),
        ("Cheap pills.", "rejected=3/10 spam=0.6", "Flag 11 spam author_rejections"),

        ("Quite harmless.", "premoderated", "Flag 6 premoderated"),
        ("Quite harmless.", "page=premoderated", "Flag 6 premoderated"),
        ("Cheap pills.", "page=premoderated spam=0.99", "Reject 8 premoderated spam_certain spam"),
        ("I will find you.", "page=premoderated threat=0.7", "Flag! 6 premoderated threat_urgent threat"),
        ("Quite harmless.", "page=readonly", "Reject 1 page_closed"),
        ("Quite harmless.", "page=closed unscored", "Reject 1 page_closed unscored"),
        ("Quite harmless.", "unscored", "Flag 2 unscored"),
        ("Quelle belle journée.", "foreign", "Flag 7 not_understood"),
        ("Quelle belle journée.", "foreign site:judges", "Approve 16 not_understood"),
        ("Quelle belle journée.", "foreign spam=0.99", "Reject 8 not_understood spam_certain spam"),
        ("You fool.", "insult=0.5", "Flag 11 insult"),
        ("You fool.", "insult=0.95", "Flag 10 insult_certain insult"),
        ("You fool.", "insult=0.95 site:rejects", "Reject 10 insult_certain insult"),
        ("You fool, I will find you.", "insult=0.95 threat=0.95 site:rejects", "Flag! 9 threat_urgent insult_certain threat_certain insult threat"),
        ("You fool.", "insult=0.95 foreign site:rejects", "Flag 7 not_understood insult_certain insult"),
        ("You fool.", "trusted insult=0.5", "Flag 11 insult"),
        ("Thanks!", "before=1", "Flag 13 duplicate"),
        ("Thanks!", "pages=3", "Flag 13 campaign"),
        ("Thanks!", "burst=1", "Flag 13 flood_author"),
        ("Thanks!", "network-sent=20", "Flag 13 flood_network"),
        ("Thanks!", "honeypot", "Flag 13 honeypot"),
        ("Thanks!", "evasion=0.9", "Flag 13 evasion"),
    ];

    public static TheoryData<string, string> Lines => [.. Cases.Select(line => (line.Text, line.Context))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_submission_gets_its_verdict_and_every_reason(string text, string context)
    {
        string expected = Cases.Single(line => line.Text == text && line.Context == context).Expected;
        (Evidence evidence, Policy policy, double[]? scores) = (new Evidence { Scores = null }, Policy.Default, Low());
        (bool isUnderstood, double evasion) = (true, 0);
        foreach (string word in context.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "foreign" or "unscored")
            {
                (isUnderstood, scores) = (word != "foreign", word == "unscored" ? null : scores);
            }
            else if (word.StartsWith("evasion=", StringComparison.Ordinal))
            {
                evasion = Number(word);
            }
            else if (Categories.TryParse(word.Split('=')[0], out Category category))
            {
                scores![(int)category] = Number(word);
            }
            else
            {
                (evidence, policy) = Apply(word, evidence, policy);
            }
        }

        Judgement judgement = Judge(text, scores is null ? null : new ScoredText(scores) { Coverage = 1, IsUnderstood = isUnderstood, Evasion = evasion }, evidence, policy);

        string urgent = judgement.Priority == PolicyRules.HighPriority ? "!" : "";
        string actual = string.Create(CultureInfo.InvariantCulture, $"{judgement.Verdict}{urgent} {judgement.Rule} {string.Join(' ', judgement.Codes)}").TrimEnd();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_table_has_no_line_twice() => Assert.Distinct(Cases.Select(line => (line.Text, line.Context)));

    private static Judgement Judge(string text, ScoredText? scored, Evidence given, Policy policy)
    {
        SitePolicy site = new() { Version = 1, Policy = policy };
        ScoreResult? score = scored is null ? null : new ScoreResult { Scored = scored, ModelVersion = "m", Thresholds = SomeEvidence.CardThresholds, Explain = _ => [] };
        TextLinks links = TextLinks.Read(text, site.AllowedDomains, "https://gazette.example/2026/bridge");
        Evidence found = TextEvidence.Of(text, score, links.Classify(Site, Seen), Lists.Match(text, null, Now));
        Evidence evidence = given with { Scores = found.Scores, Links = found.Links, Words = found.Words, PersonalData = found.PersonalData };
        return PolicyRules.Judge(policy, score is null ? Thresholds.None : Thresholds.Resolve(policy.Thresholds, score.Thresholds), evidence);
    }

    private static (Evidence Evidence, Policy Policy) Apply(string word, Evidence evidence, Policy policy) => word.Split('=', '/') switch
    {
        ["trusted"] => (evidence with { IsAuthorTrusted = true }, policy),
        ["blocked"] => (evidence with { IsAuthorBlocked = true }, policy),
        ["like-blocked"] => (evidence with { ResemblesBlockedAuthor = true }, policy),
        ["network", "flag"] => (evidence with { NetworkBlock = Verdict.Flag }, policy),
        ["network", "reject"] => (evidence with { NetworkBlock = Verdict.Reject }, policy),
        ["new"] => (evidence with { AuthorApproved = 0 }, policy),
        ["rejected", var rejected, var decided] => (evidence with { AuthorApproved = 9, AuthorRejections = int.Parse(rejected, CultureInfo.InvariantCulture), AuthorDecisions = int.Parse(decided, CultureInfo.InvariantCulture) }, policy),
        ["page", var mode] => (evidence with { PageMode = Enum.Parse<PageMode>(mode, ignoreCase: true) }, policy),
        ["before", var count] => (evidence with { SameTextOnPage = int.Parse(count, CultureInfo.InvariantCulture) }, policy),
        ["pages", var count] => (evidence with { PagesWithSameText = int.Parse(count, CultureInfo.InvariantCulture) }, policy),
        ["burst", var count] => (evidence with { AuthorInBurst = int.Parse(count, CultureInfo.InvariantCulture) }, policy),
        ["network-sent", var count] => (evidence with { NetworkInWindow = int.Parse(count, CultureInfo.InvariantCulture) }, policy),
        ["honeypot"] => (evidence with { Honeypot = true }, policy),
        ["premoderated"] => (evidence, policy with { Mode = ModerationMode.PreModeration }),
        ["site:profanity"] => (evidence, policy with { FlagsProfanity = true }),
        ["site:unseen"] => (evidence, policy with { FlagsUnseenDomains = true }),
        ["site:shorteners"] => (evidence, policy with { FlagsShorteners = false }),
        ["site:personal"] => (evidence, policy with { FlagsPersonalData = false }),
        ["site:wikipedia"] => (evidence, policy with { AllowedDomains = ["wikipedia.org"] }),
        ["site:judges"] => (evidence, policy with { NotUnderstood = NotUnderstoodChoice.Judge }),
        ["site:rejects"] => (evidence, policy with { RejectsAbuse = true }),
        _ => throw new InvalidOperationException($"'{word}' is no context."),
    };

    private static double Number(string word) => double.Parse(word.Split('=')[1], CultureInfo.InvariantCulture);

    private static double[] Low() => [.. Categories.All.Select(_ => 0.01)];

    private static WordList List(string name, Verdict action, params string[] entries) => new()
    {
        Id = Guid.CreateVersion7(Now),
        Site = Site,
        Name = name,
        Action = action,
        Entries = entries,
        EntryCount = entries.Length,
        Version = 1,
        UpdatedAt = Now,
        UpdatedBy = "system",
    };
}
