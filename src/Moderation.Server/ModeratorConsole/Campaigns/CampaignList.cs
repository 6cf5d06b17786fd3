using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Campaigns;

/// <summary>What one open page shows of the campaigns of a site, and of the decisions about many there. Each look asks anew whether they may see the site; once they may not, there is nothing.</summary>
internal sealed class CampaignList(ConsoleAccess access, CampaignReads campaigns, SubmissionStore submissions, BulkStore decisions, People people, TimeProvider clock)
{
    private const int PageItems = 10;
    private const int Decisions = 20;

    private List<CampaignView> views = [];
    private Dictionary<Guid, BulkDecision> known = [];
    private Dictionary<SubmissionId, Submission> texts = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    /// <summary>The site; null when there is none to show.</summary>
    public Site? Site { get; set; }

    /// <summary>The campaigns, the one with the latest arrival first when they were fetched.</summary>
    public IReadOnlyList<CampaignView> Views => views;

    /// <summary>The latest decisions about many, the newest first.</summary>
    public IReadOnlyList<BulkDecision> Bulks { get; private set; } = [];

    /// <summary>How many came since that are not shown.</summary>
    public int NewCampaigns { get; private set; }

    /// <summary>There may be older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Fetches the first of them.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await SeenAsync(cancellationToken) is { } site)
        {
            IReadOnlyList<Campaign> first = await campaigns.ListAsync(site.Id, null, PageItems, cancellationToken);
            HasMore = first.Count == PageItems;
            NewCampaigns = 0;
            views = [.. await campaigns.ViewAsync(first, cancellationToken)];
            await CompleteAsync(site, cancellationToken);
        }
    }

    /// <summary>Fetches the next.</summary>
    public async Task MoreAsync(CancellationToken cancellationToken)
    {
        if (await SeenAsync(cancellationToken) is { } site)
        {
            IReadOnlyList<Campaign> more = await campaigns.ListAsync(site.Id, views[^1].Campaign, PageItems, cancellationToken);
            HasMore = more.Count == PageItems;
            views.AddRange(await campaigns.ViewAsync(more, cancellationToken));
            await CompleteAsync(site, cancellationToken);
        }
    }

    /// <summary>What is shown, as it is now. New campaigns do not move it: they are told as a number.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await SeenAsync(cancellationToken) is not { } site)
        {
            return;
        }

        IReadOnlyList<Campaign> latest = await campaigns.ListAsync(site.Id, null, Math.Max(PageItems, views.Count), cancellationToken);
        HashSet<Guid> shown = [.. views.Select(view => view.Campaign.CampaignId)];
        NewCampaigns = latest.Count(campaign => !shown.Contains(campaign.CampaignId));
        Dictionary<Guid, CampaignView> now = (await campaigns.ViewAsync([.. latest.Where(campaign => shown.Contains(campaign.CampaignId))], cancellationToken)).ToDictionary(view => view.Campaign.CampaignId);
        views = [.. views.Select(view => now.GetValueOrDefault(view.Campaign.CampaignId, view))];
        await CompleteAsync(site, cancellationToken);
    }

    /// <summary>A campaign with its texts and the decision about it.</summary>
    public CampaignShown ShownOf(CampaignView view)
    {
        BulkDecision? decision = DecisionOn(view);
        return new CampaignShown(view)
        {
            Sample = texts.GetValueOrDefault(view.Campaign.Sample),
            MostUnlike = view.Campaign.MostUnlike == view.Campaign.Sample ? null : texts.GetValueOrDefault(view.Campaign.MostUnlike),
            Decision = decision,
            DecidedBy = decision is null ? null : NameOf(decision.ModeratorId),
            Now = clock.GetUtcNow(),
        };
    }

    /// <summary>The decision about all of a campaign that stands; null when there is none.</summary>
    public BulkDecision? DecisionOn(CampaignView view) =>
        view.Campaign.BulkId is { } id && known.GetValueOrDefault(id) is { State: BulkState.Done or BulkState.Running } standing ? standing : null;

    /// <summary>What colleagues call somebody.</summary>
    public string NameOf(Guid moderatorId) => People.NameOf($"moderator:{moderatorId:D}", names);

    /// <summary>Texts, decisions and names for what is shown.</summary>
    private async Task CompleteAsync(Site site, CancellationToken cancellationToken)
    {
        SubmissionKey[] keys = [.. views.SelectMany(view => new[] { view.Campaign.Sample, view.Campaign.MostUnlike }).Distinct().Select(id => new SubmissionKey(site.Id, id))];
        texts = (await submissions.FindManyAsync(keys, cancellationToken)).ToDictionary(row => row.Key.Id);
        Bulks = await decisions.ListAsync(site.Id, Decisions, cancellationToken);
        known = Bulks.ToDictionary(bulk => bulk.BulkId);
        foreach (Guid missing in views.Select(view => view.Campaign.BulkId).OfType<Guid>().Where(id => !known.ContainsKey(id)).ToList())
        {
            if (await decisions.FindAsync(missing, cancellationToken) is { } found)
            {
                known[missing] = found;
            }
        }

        names = await people.NamesAsync(cancellationToken);
    }

    private async Task<Site?> SeenAsync(CancellationToken cancellationToken)
    {
        if (Site is { } shown && await access.ForAsync(shown.Id, cancellationToken) is null)
        {
            Site = null;
            (views, Bulks, known) = ([], [], []);
        }

        return Site;
    }
}
