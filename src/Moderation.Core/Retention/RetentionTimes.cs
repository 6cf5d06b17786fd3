namespace Moderation.Retention;

/// <summary>How long what is kept. The whole table; the reasons are in decision record 0024.</summary>
internal static class RetentionTimes
{
    /// <summary>The text of what was rejected as spam; until then the rejection can be taken back.</summary>
    public const int SpamTextDays = 30;

    /// <summary>The text of anything else that was rejected or removed.</summary>
    public const int OtherTextMonths = 6;

    /// <summary>The sealed address, after the last decision: appeals and notices need it. Then only the keyed hash.</summary>
    public const int AddressDays = 30;

    /// <summary>The keyed hashes of an author, after the author's last submission.</summary>
    public const int AuthorKeyMonths = 12;

    /// <summary>The hashed network.</summary>
    public const int NetworkDays = 14;

    /// <summary>Events after they were sent.</summary>
    public const int EventDays = 14;

    /// <summary>Dead letters. Their submissions stay.</summary>
    public const int DeadLetterDays = 14;

    /// <summary>Complaints of readers that were decided.</summary>
    public const int ReportMonths = 24;

    /// <summary>The texts that came with outside feedback; what was said of them stays as a number.</summary>
    public const int FeedbackTextMonths = 6;

    /// <summary>The audit trail. That of a submission whose text is still there is kept as long as the text.</summary>
    public const int AuditMonths = 24;

    /// <summary>After this a moderator stands in the audit trail under a pseudonym that leads to no account.</summary>
    public const int ModeratorMonths = 6;
}
