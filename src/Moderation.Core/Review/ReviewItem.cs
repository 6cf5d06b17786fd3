using Moderation.Pages;
using Moderation.Reports;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>What a moderator sees of one submission in a queue.</summary>
internal sealed record ReviewItem
{
    public required Submission Submission { get; init; }

    public required Page Page { get; init; }

    /// <summary>The submission it answers; null for a root, and where the parent is gone.</summary>
    public Submission? Parent { get; init; }

    /// <summary>Who is looking at it; null when nobody is.</summary>
    public ReviewClaim? Claim { get; init; }

    /// <summary>The last decision of a person; null when only the machine has judged.</summary>
    public AuditEntry? LastDecision { get; init; }

    /// <summary>What readers reported and nobody has looked at yet; null when there is nothing.</summary>
    public ReportSummary? Reports { get; init; }

    /// <summary>Where a page of the queue goes on after this item.</summary>
    public ReviewCursor CursorIn(ReviewQueueKind queue) => new()
    {
        Id = Submission.Key.Id,
        At = queue switch
        {
            ReviewQueueKind.Recent or ReviewQueueKind.Rejected => Submission.DecidedAt ?? Submission.ReceivedAt,
            ReviewQueueKind.Reported => Reports?.FirstAt ?? Submission.ReceivedAt,
            ReviewQueueKind.Approved => Submission.EffectiveAt ?? Submission.ReceivedAt,
            ReviewQueueKind.Flagged or ReviewQueueKind.SpamLikely or ReviewQueueKind.Unscored or ReviewQueueKind.Escalated => Submission.ReceivedAt,
        },
        Priority = Submission.Priority,
        Risk = Submission.Scores?.LikelyToReject ?? 0,
    };
}
