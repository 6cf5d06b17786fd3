using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>The last item of a page of a queue: the next page begins after it.</summary>
internal sealed record ReviewCursor
{
    public required SubmissionId Id { get; init; }

    /// <summary>What the queue is ordered by: when it was received, decided or became a comment.</summary>
    public required DateTimeOffset At { get; init; }

    public int Priority { get; init; }

    /// <summary>0 to 1.</summary>
    public double Risk { get; init; }
}
