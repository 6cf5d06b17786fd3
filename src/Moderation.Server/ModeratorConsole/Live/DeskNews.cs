using Moderation.Review;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Live;

/// <summary>What is new on a site since the last time.</summary>
internal sealed record DeskNews
{
    public required SiteId Site { get; init; }

    /// <summary>Submissions whose state changed, as they are now.</summary>
    public required IReadOnlyList<Submission> Changed { get; init; }

    /// <summary>What was passed on to an admin.</summary>
    public required IReadOnlyList<SubmissionId> Escalated { get; init; }

    /// <summary>Everything that somebody has now.</summary>
    public required IReadOnlyList<ReviewClaim> Claims { get; init; }

    public required ReviewCounts Counts { get; init; }
}
