using Moderation.Review;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>The queues as moderators see them, in the order of their keys.</summary>
internal static class QueueNames
{
    public static readonly IReadOnlyList<ReviewQueueKind> All = [.. Enum.GetValues<ReviewQueueKind>()];

    public static string Title(ReviewQueueKind queue) => queue switch
    {
        ReviewQueueKind.Flagged => "Flagged",
        ReviewQueueKind.SpamLikely => "Spam-likely",
        ReviewQueueKind.Reported => "Reported",
        ReviewQueueKind.Unscored => "Unscored",
        ReviewQueueKind.Escalated => "Escalated",
        ReviewQueueKind.Recent => "Recent",
        ReviewQueueKind.Rejected => "Rejected",
        ReviewQueueKind.Approved => "Approved",
    };

    /// <summary>What to say when it is empty.</summary>
    public static string EmptySentence(ReviewQueueKind queue) => queue switch
    {
        ReviewQueueKind.Flagged => "Nothing is waiting for you. New submissions appear here by themselves.",
        ReviewQueueKind.SpamLikely => "No likely spam is waiting.",
        ReviewQueueKind.Reported => "Readers have reported nothing.",
        ReviewQueueKind.Unscored => "Everything has been scored.",
        ReviewQueueKind.Escalated => "Nobody has passed anything on.",
        ReviewQueueKind.Recent => "Nobody has decided anything yet.",
        ReviewQueueKind.Rejected => "Nothing has been rejected.",
        ReviewQueueKind.Approved => "There are no comments yet.",
    };

    /// <summary>Its items wait for a person; in the others they were decided.</summary>
    public static bool Waits(ReviewQueueKind queue) => queue is ReviewQueueKind.Flagged or ReviewQueueKind.SpamLikely or ReviewQueueKind.Reported or ReviewQueueKind.Unscored or ReviewQueueKind.Escalated;

    /// <summary>Can be looked through by risk as well.</summary>
    public static bool HasOrder(ReviewQueueKind queue) => queue is ReviewQueueKind.Flagged or ReviewQueueKind.SpamLikely;

    public static int? Count(ReviewQueueKind queue, ReviewCounts counts) => queue switch
    {
        ReviewQueueKind.Flagged => counts.Flagged,
        ReviewQueueKind.SpamLikely => counts.SpamLikely,
        ReviewQueueKind.Reported => counts.Reported,
        ReviewQueueKind.Unscored => counts.Unscored,
        ReviewQueueKind.Escalated => counts.Escalated,
        ReviewQueueKind.Recent or ReviewQueueKind.Rejected or ReviewQueueKind.Approved => null,
    };

    public static ReviewQueueKind? Find(string? text) => All.Where(queue => queue.ToText() == text).Select(queue => (ReviewQueueKind?)queue).FirstOrDefault();
}
