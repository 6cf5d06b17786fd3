namespace Moderation.Campaigns;

/// <summary>The campaigns of one site that take members, ready to be asked which of them a text belongs to. Exact: what is alike is found, whatever else is there. Immutable.</summary>
internal sealed class SiteCampaigns
{
    private readonly Dictionary<uint, List<Campaign>> byKey = [];
    private readonly Dictionary<string, Campaign> byDomain = new(StringComparer.Ordinal);

    /// <param name="campaigns">Those that take members, in the order of their numbers.</param>
    /// <param name="changes">How often the campaigns of the site had changed when they were read.</param>
    public SiteCampaigns(IReadOnlyList<Campaign> campaigns, long changes)
    {
        All = campaigns;
        Changes = changes;
        foreach (Campaign campaign in campaigns)
        {
            if (campaign.Domain is { } domain)
            {
                byDomain.TryAdd(domain, campaign);
                continue;
            }

            foreach (uint key in campaign.Sketch.AllKeys())
            {
                (byKey.TryGetValue(key, out List<Campaign>? list) ? list : byKey[key] = []).Add(campaign);
            }
        }
    }

    /// <summary>A site where nothing was grouped yet.</summary>
    public static SiteCampaigns None { get; } = new([], 0);

    /// <summary>Counts what was made and decided. As long as the store says the same, this is how things stand there.</summary>
    public long Changes { get; }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<Campaign> All { get; }

    /// <summary>Whether later arrivals follow a decision about any of them.</summary>
    public bool AnyFollowed(DateTimeOffset now) => All.Any(campaign => campaign.IsFollowed(now));

    /// <summary>These and one more.</summary>
    public SiteCampaigns With(Campaign campaign) => new([.. All, campaign], Changes);

    /// <inheritdoc cref="Find(WordSketch, IReadOnlyList{string})"/>
    public Membership? Find(Arrival arrival) => Find(arrival.Sketch, arrival.UnseenDomains);

    /// <summary>The campaign whose sample the text is most like, else the one whose domain it links to; null when there is none.</summary>
    public Membership? Find(WordSketch sketch, IReadOnlyList<string> unseenDomains)
    {
        Membership? best = null;
        HashSet<Guid> compared = [];
        foreach (uint key in sketch.AllKeys())
        {
            foreach (Campaign campaign in byKey.GetValueOrDefault(key) ?? [])
            {
                if (compared.Add(campaign.CampaignId) && sketch.IsLike(campaign.Sketch, out double likeness) && !(best?.Likeness >= likeness))
                {
                    best = new Membership(campaign, likeness);
                }
            }
        }

        foreach (string domain in best is null ? unseenDomains : [])
        {
            if (byDomain.TryGetValue(domain, out Campaign? campaign))
            {
                return new Membership(campaign, sketch.LikenessTo(campaign.Sketch));
            }
        }

        return best;
    }
}

/// <summary>To which campaign a text belongs, and how like the sample it is.</summary>
internal sealed record Membership(Campaign Campaign, double Likeness);
