namespace Moderation.Campaigns;

/// <summary>What the members of a campaign have in common. In the store: the lower-case name.</summary>
internal enum CampaignKind
{
    /// <summary>Every member's text is like that of the sample.</summary>
    Text,

    /// <summary>Every member links to one domain that no approved comment of the site linked to when it came.</summary>
    Domain,
}
