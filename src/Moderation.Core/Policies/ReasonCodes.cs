using System.Globalization;
using System.Resources;
using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>
/// The stable codes of reasons. Each has one plain sentence in <c>ReasonSentences.resx</c>, ready for translation. Codes are on the wire and in the store: one may be added, none is renamed.
/// A score's reason has the name of its category as code; near-certain and urgent ones have an ending.
/// </summary>
internal static class ReasonCodes
{
    /// <summary>The page does not accept submissions. Says nothing about the text.</summary>
    public const string PageClosed = "page_closed";

    /// <summary>There are no scores yet.</summary>
    public const string Unscored = "unscored";

    /// <summary>A verified author is blocked.</summary>
    public const string AuthorBlocked = "author_blocked";

    /// <summary>An unverified author has a blocked name or address.</summary>
    public const string AuthorLikeBlocked = "author_like_blocked";

    /// <summary>The network is blocked.</summary>
    public const string NetworkBlocked = "network_blocked";

    /// <summary>An entry of a word list.</summary>
    public const string WordList = "word_list";

    /// <summary>The site or the page wants a person to look first.</summary>
    public const string Premoderated = "premoderated";

    /// <summary>The model has seen too little of this language or kind of text.</summary>
    public const string NotUnderstood = "not_understood";

    /// <summary>Too many links.</summary>
    public const string Links = "links";

    /// <summary>A link of a shortener.</summary>
    public const string LinkShortener = "link_shortener";

    /// <summary>A link to a domain with letters beyond ASCII.</summary>
    public const string LinkPunycode = "link_punycode";

    /// <summary>A link to a domain that no approved comment of the site links to.</summary>
    public const string LinkUnseen = "link_unseen";

    /// <summary>The same text on the same page.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The same text on many pages or under many names.</summary>
    public const string Campaign = "campaign";

    /// <summary>It belongs to a campaign that a moderator rejected as a whole.</summary>
    public const string CampaignRejected = "campaign_rejected";

    /// <summary>Many submissions of one author.</summary>
    public const string FloodAuthor = "flood_author";

    /// <summary>Many submissions from one network.</summary>
    public const string FloodNetwork = "flood_network";

    /// <summary>The hidden field was filled.</summary>
    public const string Honeypot = "honeypot";

    /// <summary>An e-mail address in the text.</summary>
    public const string PersonalEmail = "personal_email";

    /// <summary>A telephone number in the text.</summary>
    public const string PersonalPhone = "personal_phone";

    /// <summary>A bank account number in the text.</summary>
    public const string PersonalIban = "personal_iban";

    /// <summary>A verified author without an approved submission, and a doubtful text.</summary>
    public const string AuthorNew = "author_new";

    /// <summary>Many of a verified author's submissions were rejected.</summary>
    public const string AuthorRejections = "author_rejections";

    /// <summary>Words were disguised.</summary>
    public const string Evasion = "evasion";

    /// <summary>A note: the parent is unknown or on another page.</summary>
    public const string ParentUnknown = "parent_unknown";

    /// <summary>A note: a test key sent the text that asks for this verdict.</summary>
    public const string TestVerdict = "test_verdict";

    /// <summary>A note: it was flagged by an earlier model, and the one that decides now finds nothing. A person looks all the same.</summary>
    public const string ScoredAgain = "scored_again";

    /// <summary>The author took it back. Of an event, not of a verdict.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>A note: enough readers reported it.</summary>
    public const string Reported = "reported";

    private const string CertainEnding = "_certain";
    private const string UrgentEnding = "_urgent";

    private static readonly string[] CertainCodes = [.. Categories.All.Select(category => category.ToText() + CertainEnding)];
    private static readonly string[] UrgentCodes = [.. Categories.All.Select(category => category.ToText() + UrgentEnding)];

    private static readonly ResourceManager Sentences = new("Moderation.Policies.ReasonSentences", typeof(ReasonCodes).Assembly);

    /// <summary>Every code, in the order of the documentation.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PageClosed, Unscored, AuthorBlocked, AuthorLikeBlocked, NetworkBlocked, WordList, Premoderated, NotUnderstood, Links, LinkShortener,
        LinkPunycode, LinkUnseen, Duplicate, Campaign, CampaignRejected, FloodAuthor, FloodNetwork, Honeypot, PersonalEmail, PersonalPhone, PersonalIban, AuthorNew,
        AuthorRejections, Evasion, ParentUnknown, TestVerdict, ScoredAgain, Of(Category.Spam), Of(Category.Toxicity), Of(Category.SevereToxicity),
        Of(Category.Insult), Of(Category.Profanity), Of(Category.Threat), Of(Category.IdentityAttack), Of(Category.LikelyToReject),
        CertainOf(Category.Spam), CertainOf(Category.Toxicity), CertainOf(Category.SevereToxicity), CertainOf(Category.Insult),
        CertainOf(Category.Profanity), CertainOf(Category.Threat), CertainOf(Category.IdentityAttack), UrgentOf(Category.Threat),
        UrgentOf(Category.SevereToxicity), Withdrawn,
    ];

    /// <summary>The code of personal data in the text.</summary>
    public static string PersonalDataOf(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.Email => PersonalEmail,
        PersonalDataKind.Phone => PersonalPhone,
        PersonalDataKind.Iban => PersonalIban,
    };

    /// <summary>The code of a score that reached its flag threshold.</summary>
    public static string Of(Category category) => category.ToText();

    /// <summary>The code of a score that is near-certain.</summary>
    public static string CertainOf(Category category) => CertainCodes[(int)category];

    /// <summary>The code of a score that puts a submission first in the queue.</summary>
    public static string UrgentOf(Category category) => UrgentCodes[(int)category];

    /// <summary>The sentence of a code in a language, in English where there is no translation; the code itself when it is unknown, as in rows that a later version wrote.</summary>
    public static string SentenceOf(string code, CultureInfo? language = null) => Sentences.GetString(code, language ?? CultureInfo.InvariantCulture) ?? code;
}
