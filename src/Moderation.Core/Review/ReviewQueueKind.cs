namespace Moderation.Review;

/// <summary>A review queue: which submissions of a site somebody looks through. A submission that waits stands in exactly one of the first four. In addresses: the lower-case name.</summary>
internal enum ReviewQueueKind
{
    /// <summary>Flagged, scored, and more likely not spam.</summary>
    Flagged,

    /// <summary>Flagged and more likely spam than not: the score is 0.5 or more.</summary>
    SpamLikely,

    /// <summary>Reported by readers and not looked at since: public still, or hidden because enough of them did. What is hidden also stands in one of the others.</summary>
    Reported,

    /// <summary>Flagged because there were no scores. Judged by itself once scoring is back.</summary>
    Unscored,

    /// <summary>Flagged and passed on to an admin.</summary>
    Escalated,

    /// <summary>Decided by people, the newest decision first.</summary>
    Recent,

    /// <summary>Rejected by a person or the policy, the newest first.</summary>
    Rejected,

    /// <summary>Comments, the newest first.</summary>
    Approved,
}

/// <summary>In which order what waits is looked through.</summary>
internal enum ReviewOrder
{
    /// <summary>Who has waited longest comes first.</summary>
    Oldest,

    /// <summary>What was marked urgent, then what the model thinks most likely to be rejected.</summary>
    Riskiest,
}
