namespace Moderation.Reports;

/// <summary>Why a reader reports a comment. The codes are on the wire and in the store: one may be added, none is renamed.</summary>
internal sealed record ReportReason(string Code, string Title)
{
    /// <summary>Every reason, in the order in which they are offered.</summary>
    public static readonly IReadOnlyList<ReportReason> All =
    [
        new("abusive", "It insults or attacks somebody"),
        new("hate", "It is hateful towards a group"),
        new("threat", "It threatens somebody"),
        new("spam", "It is spam or advertising"),
        new("personal", "It gives away something personal"),
        new("illegal", "It is against the law"),
        new("irrelevant", "It is not about the topic"),
        new("other", "Another reason"),
    ];

    /// <summary>Whether a code is one of them.</summary>
    public static bool IsKnown(string? code) => All.Any(reason => reason.Code == code);
}
