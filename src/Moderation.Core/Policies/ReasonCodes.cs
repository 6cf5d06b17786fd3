using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>
/// The stable codes of reasons, each with one English sentence. Codes are on the wire and in the store: one may be added, none is renamed.
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

    private const string CertainEnding = "_certain";
    private const string UrgentEnding = "_urgent";

    private static readonly string[] CertainCodes = [.. Categories.All.Select(category => category.ToText() + CertainEnding)];
    private static readonly string[] UrgentCodes = [.. Categories.All.Select(category => category.ToText() + UrgentEnding)];

    private static readonly Dictionary<string, string> Sentences = new()
    {
        [PageClosed] = "The page does not accept comments.",
        [Unscored] = "The text could not be scored yet, so a person decides.",
        [AuthorBlocked] = "The author is blocked on this site.",
        [AuthorLikeBlocked] = "The name or the address is that of a blocked author, and nobody vouches that it is somebody else.",
        [NetworkBlocked] = "The network it came from is blocked on this site.",
        [WordList] = "The text has a word or phrase of one of the site's lists.",
        [Premoderated] = "Comments here are read by a person before they appear.",
        [NotUnderstood] = "The model does not know this language or kind of text well enough to judge it.",
        [Links] = "The text has more links than the site allows without a look.",
        [LinkShortener] = "The text has a shortened link, which hides where it leads.",
        [LinkPunycode] = "The text has a link to an address that may look like another one.",
        [LinkUnseen] = "The text has a link to a website that no comment here has linked to before.",
        [Duplicate] = "The same text was sent to this page before.",
        [Campaign] = "The same text was sent to several pages or under several names.",
        [FloodAuthor] = "The author sent more than is usual in a short time.",
        [FloodNetwork] = "More than is usual was sent from the same network in a short time.",
        [Honeypot] = "A form field that people do not see was filled in.",
        [PersonalEmail] = "The text has an e-mail address in it.",
        [PersonalPhone] = "The text has what looks like a telephone number in it.",
        [PersonalIban] = "The text has a bank account number in it.",
        [AuthorNew] = "It is the author's first comment here, and the text is not clearly harmless.",
        [AuthorRejections] = "Many of the author's recent comments were rejected.",
        [Evasion] = "Many words are disguised with look-alike or invisible characters.",
        [ParentUnknown] = "The comment it replies to is unknown or on another page, so it starts a thread of its own.",
        [TestVerdict] = "A test key sent the text that asks for this verdict.",
        [Of(Category.Spam)] = "The text looks like advertising or spam.",
        [Of(Category.Toxicity)] = "The text may be hurtful enough to drive people away.",
        [Of(Category.SevereToxicity)] = "The text may be severely hurtful.",
        [Of(Category.Insult)] = "The text may insult someone.",
        [Of(Category.Profanity)] = "The text may be obscene.",
        [Of(Category.Threat)] = "The text may threaten someone.",
        [Of(Category.IdentityAttack)] = "The text may attack people for who they are.",
        [Of(Category.LikelyToReject)] = "The moderators of this site have rejected texts like this one.",
        [CertainOf(Category.Spam)] = "The text is almost certainly advertising or spam.",
        [CertainOf(Category.Toxicity)] = "The text is almost certainly hurtful.",
        [CertainOf(Category.SevereToxicity)] = "The text is almost certainly severely hurtful.",
        [CertainOf(Category.Insult)] = "The text almost certainly insults someone.",
        [CertainOf(Category.Profanity)] = "The text is almost certainly obscene.",
        [CertainOf(Category.Threat)] = "The text almost certainly threatens someone.",
        [CertainOf(Category.IdentityAttack)] = "The text almost certainly attacks people for who they are.",
        [UrgentOf(Category.Threat)] = "The text may threaten someone and should be read soon.",
        [UrgentOf(Category.SevereToxicity)] = "The text may be severely hurtful and should be read soon.",
    };

    /// <summary>Every code with its sentence, for documentation and translation.</summary>
    public static IReadOnlyDictionary<string, string> All => Sentences;

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

    /// <summary>The sentence of a code; the code itself when it is unknown, as in rows that a later version wrote.</summary>
    public static string SentenceOf(string code) => Sentences.GetValueOrDefault(code, code);
}
