using Moderation.Submissions;

namespace Moderation.Campaigns;

/// <summary>
/// Which submissions join which campaigns, and which campaigns are made. Pure: a plan follows from the campaigns there are and from what waits. A member is like the sample of its campaign or links to its
/// domain; likeness to another member counts for nothing.
/// </summary>
internal sealed class GroupingPlan
{
    private readonly List<Campaign> made = [];
    private readonly Dictionary<SubmissionKey, CampaignMember> joins = [];
    private readonly ArrivalWindow window;
    private SiteCampaigns campaigns;

    private GroupingPlan(SiteCampaigns campaigns, ArrivalWindow window)
    {
        this.campaigns = campaigns;
        this.window = window;
    }

    /// <summary>Campaigns to make; their number is 0 and their size too.</summary>
    public IReadOnlyList<Campaign> Made => made;

    /// <summary>Who joins what.</summary>
    public IReadOnlyCollection<CampaignMember> Joins => joins.Values;

    /// <summary>Plans for newcomers, which stand in the window already.</summary>
    /// <param name="campaigns">The campaigns of the site that take members.</param>
    /// <param name="window">What belongs to none, the newcomers among it.</param>
    /// <param name="arrivals">The newcomers, in the order in which they came.</param>
    public static GroupingPlan Of(SiteCampaigns campaigns, ArrivalWindow window, IReadOnlyList<Arrival> arrivals)
    {
        GroupingPlan plan = new(campaigns, window);
        foreach (Campaign campaign in campaigns.All.Where(campaign => !window.Compared.Contains(campaign.CampaignId)))
        {
            // Made by another process, or before this one began to look.
            plan.Gather(campaign);
        }

        foreach (Arrival arrival in arrivals)
        {
            plan.Place(arrival);
        }

        return plan;
    }

    private void Place(Arrival arrival)
    {
        if (joins.ContainsKey(arrival.Key))
        {
            return;
        }

        if (campaigns.Find(arrival.Sketch, arrival.UnseenDomains) is { } found)
        {
            joins[arrival.Key] = new CampaignMember(arrival.Key, found.Campaign.CampaignId, found.Likeness, arrival.ReceivedAt);
            return;
        }

        const int Others = Campaign.LeastMembers - 1;
        if (window.HasLike(arrival, Others, joins.ContainsKey))
        {
            Make(arrival, CampaignKind.Text, domain: null);
        }

        foreach (string domain in arrival.UnseenDomains)
        {
            if (!joins.ContainsKey(arrival.Key) && window.HasLinking(arrival, domain, Others, joins.ContainsKey))
            {
                Make(arrival, CampaignKind.Domain, domain);
            }
        }
    }

    private void Make(Arrival sample, CampaignKind kind, string? domain)
    {
        Campaign campaign = new()
        {
            CampaignId = Guid.CreateVersion7(sample.ReceivedAt),
            Site = sample.Key.Site,
            Number = 0,
            Kind = kind,
            Domain = domain,
            Sample = sample.Key.Id,
            Sketch = sample.Sketch,
            Size = 0,
            MostUnlike = sample.Key.Id,
            LeastLikeness = 1,
            FirstAt = sample.ReceivedAt,
            LastAt = sample.ReceivedAt,
        };
        CampaignMember[] members = [.. MembersOf(campaign)];
        made.Add(campaign with { FirstAt = members.Min(member => member.JoinedAt) });
        campaigns = campaigns.With(campaign);
        foreach (CampaignMember member in members)
        {
            joins[member.Key] = member;
        }
    }

    private void Gather(Campaign campaign)
    {
        foreach (CampaignMember member in (CampaignMember[])[.. MembersOf(campaign)])
        {
            joins[member.Key] = member;
        }
    }

    /// <summary>Everything that waits, compared one by one.</summary>
    private IEnumerable<CampaignMember> MembersOf(Campaign campaign)
    {
        foreach (Arrival arrival in window.All)
        {
            if (!joins.ContainsKey(arrival.Key) && LikenessTo(campaign, arrival) is { } likeness)
            {
                yield return new CampaignMember(arrival.Key, campaign.CampaignId, likeness, arrival.ReceivedAt);
            }
        }
    }

    /// <summary>How like the sample it is; null when it does not belong to the campaign.</summary>
    private static double? LikenessTo(Campaign campaign, Arrival arrival) =>
        campaign.Domain is { } domain ? arrival.UnseenDomains.Contains(domain) ? arrival.Sketch.LikenessTo(campaign.Sketch) : null
        : arrival.Sketch.IsLike(campaign.Sketch, out double likeness) ? likeness : null;
}
