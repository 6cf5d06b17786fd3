using Moderation.Policies;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Campaigns;

/// <summary>
/// Groups submissions as they come. What is like nothing costs no statement: it waits in memory for others of its kind, and a process that starts anew goes on from the latest submissions of the store. Only
/// what joins or makes a campaign is written, in a transaction of its own, after the verdict.
/// </summary>
internal sealed class GroupSubmissions(CampaignStore store, CampaignMemory memory, SeenDomains domains, Database database, SketchMaker sketches, TimeProvider clock) : IDisposable
{
    private const int MostSites = 200;

    /// <summary>One batch at a time, so that of two batches each sees what the other brought.</summary>
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<SiteId, ArrivalWindow> windows = [];

    /// <summary>Groups newcomers of one site. Safe to repeat: when the store is away, the next call goes on with what this one left.</summary>
    public async Task HandleAsync(SiteId site, IReadOnlyList<Arrival> arrivals, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!windows.TryGetValue(site, out ArrivalWindow? window))
            {
                arrivals = [.. await RecentAsync(site, arrivals, cancellationToken).ConfigureAwait(false), .. arrivals];
                window = Open(site);
            }

            foreach (Arrival arrival in arrivals)
            {
                window.Add(arrival);
            }

            SiteCampaigns campaigns = await memory.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
            GroupingPlan plan = GroupingPlan.Of(campaigns, window, arrivals);
            if (plan.Joins.Count > 0)
            {
                plan = await database.RunAsync((unit, token) => WriteAsync(unit, site, campaigns, window, plan, arrivals, token), cancellationToken).ConfigureAwait(false);
                if (plan.Made.Count > 0)
                {
                    memory.Forget(site);
                }
            }

            foreach (CampaignMember member in plan.Joins)
            {
                window.Remove(member.Key);
            }

            window.Compared.Clear();
            window.Compared.UnionWith(campaigns.All.Concat(plan.Made).Select(campaign => campaign.CampaignId));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Some submissions were passed over: begins anew from the store.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        windows.Clear();
        turn.Release();
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Writes what was planned; if the campaigns changed since they were read, plans anew, and returns what was written.</summary>
    private async Task<GroupingPlan> WriteAsync(Unit unit, SiteId site, SiteCampaigns campaigns, ArrivalWindow window, GroupingPlan plan, IReadOnlyList<Arrival> arrivals, CancellationToken cancellationToken)
    {
        (int lastNumber, long changes) = await CampaignStore.TakeTurnAsync(unit, site, cancellationToken).ConfigureAwait(false);
        if (plan.Made.Count > 0)
        {
            // Judged once more, or grouped before a restart: those have their place.
            foreach (SubmissionKey placed in await store.FindMembersAsync(unit, [.. plan.Joins.Select(member => member.Key)], cancellationToken).ConfigureAwait(false))
            {
                window.Remove(placed);
            }

            IReadOnlyList<Campaign> now = await CampaignStore.ListActiveAsync(unit, site, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false);
            plan = GroupingPlan.Of(new SiteCampaigns(now, changes), window, [.. arrivals.Where(arrival => window.Has(arrival.Key))]);
            Campaign[] made = [.. plan.Made.Select((campaign, index) => campaign with { Number = lastNumber + index + 1 })];
            await store.AddAsync(unit, made, cancellationToken).ConfigureAwait(false);
            await CampaignStore.TellAsync(unit, site, lastNumber + made.Length, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlySet<SubmissionKey> added = await store.AddMembersAsync(unit, [.. plan.Joins.OrderBy(member => member.Key.Id.Value)], cancellationToken).ConfigureAwait(false);
        Guid[] withoutSample = [.. plan.Made.Where(campaign => !added.Contains(new SubmissionKey(site, campaign.Sample))).Select(campaign => campaign.CampaignId)];
        if (withoutSample.Length > 0)
        {
            await store.EmptyAsync(unit, withoutSample, cancellationToken).ConfigureAwait(false);
        }

        return plan;
    }

    /// <summary>What the store has from before, the newcomers left out: those know better which domains were unseen when they came.</summary>
    private async Task<IEnumerable<Arrival>> RecentAsync(SiteId site, IReadOnlyList<Arrival> arrivals, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecentText> recent = await store.ListRecentAsync(site, clock.UtcNowMicros() - Campaign.Window, cancellationToken).ConfigureAwait(false);
        IReadOnlySet<SiteDomain> seen = await domains.FindAsync([.. recent.SelectMany(text => SeenDomains.In(site, text.Body))], cancellationToken).ConfigureAwait(false);
        HashSet<SubmissionKey> newcomers = [.. arrivals.Select(arrival => arrival.Key)];
        return recent
            .Select(text => sketches.Arrival(new SubmissionKey(site, new SubmissionId(text.Id)), text.Body, [.. SeenDomains.In(site, text.Body).Where(linked => !seen.Contains(linked))], text.ReceivedAt))
            .Where(arrival => !newcomers.Contains(arrival.Key));
    }

    private ArrivalWindow Open(SiteId site)
    {
        if (windows.Count >= MostSites)
        {
            windows.Remove(windows.MinBy(one => one.Value.All.Count).Key);
        }

        return windows[site] = new ArrivalWindow();
    }
}
