using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>
/// Near-duplicates that came one after another. A member is compared with the sample and with nothing else, so that a chain of small changes cannot draw in texts that have nothing to do with it any more. A
/// submission belongs to one campaign at most.
/// </summary>
internal sealed record Campaign
{
    /// <summary>So many alike make a campaign.</summary>
    public const int LeastMembers = 3;

    /// <summary>A campaign that got no member for so long is over; what comes later is a new one. Also how long later arrivals follow a decision.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public required Guid CampaignId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>Counts the campaigns of the site: what people call it by.</summary>
    public required int Number { get; init; }

    public required CampaignKind Kind { get; init; }

    /// <summary>The domain all members link to; null for <see cref="CampaignKind.Text"/>, and when the last member is erased.</summary>
    public string? Domain { get; init; }

    /// <summary>The member that all others were compared with; when that one is erased, the oldest that is left, with an empty <see cref="Sketch"/> to which nothing is like.</summary>
    public required SubmissionId Sample { get; init; }

    /// <summary>What the sample is compared by.</summary>
    public required WordSketch Sketch { get; init; }

    /// <summary>How many members it has, exactly.</summary>
    public required int Size { get; init; }

    /// <summary>The member that is least like the sample.</summary>
    public required SubmissionId MostUnlike { get; init; }

    /// <summary>How like the sample that is, 0 to 1.</summary>
    public required double LeastLikeness { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The decision about all of it that stands; null when there is none, or when it was undone.</summary>
    public Guid? BulkId { get; init; }

    /// <summary>Whether that decision rejects; null without one.</summary>
    public bool? IsRejected { get; init; }

    /// <summary>Until when later arrivals follow that decision; null without one.</summary>
    public DateTimeOffset? FollowsUntil { get; init; }

    /// <summary>True as long as later arrivals follow the decision.</summary>
    public bool IsFollowed(DateTimeOffset now) => FollowsUntil > now;
}
