namespace Moderation.Policies;

/// <summary>When the same normalised text is too much of it.</summary>
internal sealed record DuplicateLimits
{
    /// <summary>The same text on the same page within so many hours is a duplicate.</summary>
    public int SamePageHours { get; init; } = 24;

    /// <summary>The same text on so many pages within <see cref="CampaignHours"/> is a campaign.</summary>
    public int CampaignPages { get; init; } = 3;

    /// <summary>The same text under so many names within <see cref="CampaignHours"/> is a campaign.</summary>
    public int CampaignNames { get; init; } = 3;

    /// <summary>The window of a campaign.</summary>
    public int CampaignHours { get; init; } = 1;
}
