using Moderation.Pages;
using Moderation.Scoring;

namespace Moderation.Policies;

/// <summary>
/// Everything the policy sees of one submission; nothing else decides. Counts are of submissions before this one, within the windows that the
/// policy names. What is not set speaks for the submission.
/// </summary>
internal sealed record Evidence
{
    /// <summary>The scores; null when scoring failed, which is never a reason to approve.</summary>
    public required ScoredText? Scores { get; init; }

    /// <summary>Finds the words that moved a score; called only for categories that reached a threshold. Null: reasons have no spans.</summary>
    public Func<Category, IReadOnlyList<ReasonSpan>>? Explain { get; init; }

    /// <summary>True when the model was trained on this site's own decisions: only then does <c>likely_to_reject</c> count.</summary>
    public bool IsSiteModel { get; init; }

    /// <summary>What the page accepts at the moment.</summary>
    public PageMode PageMode { get; init; } = PageMode.Open;

    /// <summary>The links in the body that lead to domains the site does not allow anyway.</summary>
    public IReadOnlyList<LinkSpan> Links { get; init; } = [];

    /// <summary>The entries of the site's and the page's word lists that are in the body, in any order.</summary>
    public IReadOnlyList<WordMatch> Words { get; init; } = [];

    /// <summary>Addresses, telephone and account numbers in the body, in the order of the text.</summary>
    public IReadOnlyList<PersonalDataSpan> PersonalData { get; init; } = [];

    /// <summary>True when an author whom the website vouches for is blocked.</summary>
    public bool IsAuthorBlocked { get; init; }

    /// <summary>True when nobody vouches for the author, and the name or the address typed is that of a blocked one. Anyone can type Ana's address.</summary>
    public bool ResemblesBlockedAuthor { get; init; }

    /// <summary>What the block of the network asks for, flag or reject; null when the network is not blocked.</summary>
    public Verdict? NetworkBlock { get; init; }

    /// <summary>True when the author is verified by the website and has earned trust. A typed name and address earn none.</summary>
    public bool IsAuthorTrusted { get; init; }

    /// <summary>How many submissions of a verified author were approved so far; null when nobody vouches for the author.</summary>
    public int? AuthorApproved { get; init; }

    /// <summary>Submissions of a verified author that were decided within <see cref="AuthorLimits.RejectionDays"/>; 0 when nobody vouches for the author.</summary>
    public int AuthorDecisions { get; init; }

    /// <summary>How many of <see cref="AuthorDecisions"/> were rejected or removed.</summary>
    public int AuthorRejections { get; init; }

    /// <summary>True when the hidden field was filled.</summary>
    public bool Honeypot { get; init; }

    /// <summary>True when the parent is unknown or on another page, so that the submission became a root.</summary>
    public bool IsParentUnknown { get; init; }

    /// <summary>Earlier submissions with the same normalised text on this page, within <see cref="DuplicateLimits.SamePageHours"/>.</summary>
    public int SameTextOnPage { get; init; }

    /// <summary>Pages with the same text within <see cref="DuplicateLimits.CampaignHours"/>, this page among them.</summary>
    public int PagesWithSameText { get; init; }

    /// <summary>Author names with the same text within <see cref="DuplicateLimits.CampaignHours"/>, this one among them.</summary>
    public int NamesWithSameText { get; init; }

    /// <summary>The number of the campaign it belongs to, when a moderator rejected all of that and later arrivals follow; null otherwise.</summary>
    public int? RejectedCampaign { get; init; }

    /// <summary>Earlier submissions of the author within <see cref="FloodLimits.AuthorBurstSeconds"/>.</summary>
    public int AuthorInBurst { get; init; }

    /// <summary>Earlier submissions of the author within <see cref="FloodLimits.AuthorWindowSeconds"/>.</summary>
    public int AuthorInWindow { get; init; }

    /// <summary>Earlier submissions from the network within <see cref="FloodLimits.NetworkWindowSeconds"/>.</summary>
    public int NetworkInWindow { get; init; }
}
