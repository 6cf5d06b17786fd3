using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Campaigns;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Campaigns;

/// <summary>The campaigns of a site, and every decision about many that was made there.</summary>
public sealed partial class CampaignsPage
{
    private const int PageItems = 10;
    private const int Decisions = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource closing = new();
    private DotNetObjectReference<CampaignsPage>? reference;
    private IReadOnlyList<Site> sites = [];
    private Site? site;
    private List<CampaignView> views = [];
    private IReadOnlyList<BulkDecision> bulks = [];
    private Dictionary<Guid, BulkDecision> decisions = [];
    private Dictionary<SubmissionId, Submission> texts = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();
    private CampaignView? asked;
    private int newCampaigns;
    private bool hasMore;
    private bool isOpened;
    private bool hasBegun;
    private bool isConfirming;
    private string said = "";
    private bool isSaidBad;
    private string? focusNext;

    /// <summary>The site to open; the last one, or the first, when nobody says.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public string? AskedSite { get; set; }

    [Inject]
    private ConsoleAccess Access { get; set; } = null!;

    [Inject]
    private CampaignReads Campaigns { get; set; } = null!;

    [Inject]
    private SubmissionStore Submissions { get; set; } = null!;

    [Inject]
    private BulkStore Bulks { get; set; } = null!;

    [Inject]
    private BulkDesk Many { get; set; } = null!;

    [Inject]
    private People People { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Many.Changed += OnChanged;
        if (await Access.WhoAsync(closing.Token) is { Moderator: Moderator me })
        {
            sites = await Access.SitesAsync(me, closing.Token);
            string? wanted = AskedSite ?? Preferences.Read(me.Preferences).Site;
            site = sites.FirstOrDefault(known => known.Id.Value == wanted) ?? (AskedSite is null && sites.Count > 0 ? sites[0] : null);
            await LoadAsync();
        }

        isOpened = true;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (isOpened && !hasBegun)
        {
            hasBegun = true;
            reference = DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("moderation.attach", reference, false);
            _ = TickAsync();
        }

        if (focusNext is { } element)
        {
            focusNext = null;
            await Script.InvokeVoidAsync("moderation.focus", element);
        }
    }

    /// <summary>One key. Called by the script.</summary>
    [JSInvokable]
    public Task KeyAsync(string key)
    {
        if (key == "Escape")
        {
            Close();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Many.Changed -= OnChanged;
        await closing.CancelAsync();
        closing.Dispose();
        reference?.Dispose();
    }

    private async Task LoadAsync()
    {
        if (await MaySeeAsync())
        {
            IReadOnlyList<Campaign> first = await Campaigns.ListAsync(site!.Id, null, PageItems, closing.Token);
            hasMore = first.Count == PageItems;
            newCampaigns = 0;
            views = [.. await Campaigns.ViewAsync(first, closing.Token)];
            await CompleteAsync();
        }
    }

    private async Task MoreAsync()
    {
        if (await MaySeeAsync())
        {
            IReadOnlyList<Campaign> more = await Campaigns.ListAsync(site!.Id, views[^1].Campaign, PageItems, closing.Token);
            hasMore = more.Count == PageItems;
            views.AddRange(await Campaigns.ViewAsync(more, closing.Token));
            await CompleteAsync();
        }
    }

    /// <summary>Texts, decisions and names for what is shown.</summary>
    private async Task CompleteAsync()
    {
        SubmissionKey[] keys = [.. views.SelectMany(view => new[] { view.Campaign.Sample, view.Campaign.MostUnlike }).Distinct().Select(id => new SubmissionKey(site!.Id, id))];
        texts = (await Submissions.FindManyAsync(keys, closing.Token)).ToDictionary(row => row.Key.Id);
        bulks = await Bulks.ListAsync(site!.Id, Decisions, closing.Token);
        decisions = bulks.ToDictionary(bulk => bulk.BulkId);
        foreach (Guid missing in views.Select(view => view.Campaign.BulkId).OfType<Guid>().Where(id => !decisions.ContainsKey(id)).ToList())
        {
            if (await Bulks.FindAsync(missing, closing.Token) is { } found)
            {
                decisions[missing] = found;
            }
        }

        names = await People.NamesAsync(closing.Token);
    }

    private async Task<bool> MaySeeAsync()
    {
        if (site is { } shown && await Access.ForAsync(shown.Id, closing.Token) is null)
        {
            site = null;
            (views, bulks, decisions) = ([], [], []);
        }

        return site is not null;
    }

    private CampaignShown ShownOf(CampaignView view)
    {
        BulkDecision? decision = DecisionOn(view);
        return new CampaignShown(view)
        {
            Sample = texts.GetValueOrDefault(view.Campaign.Sample),
            MostUnlike = view.Campaign.MostUnlike == view.Campaign.Sample ? null : texts.GetValueOrDefault(view.Campaign.MostUnlike),
            Decision = decision,
            DecidedBy = decision is null ? null : NameOf(decision.ModeratorId),
            Now = Clock.GetUtcNow(),
        };
    }

    private void Close()
    {
        asked = null;
        isConfirming = false;
        Many.Drop();
        focusNext = "list";
        StateHasChanged();
    }

    private void Say(string sentence, bool isBad = false) => (said, isSaidBad) = (sentence, isBad);

    private string NameOf(Guid moderatorId) => People.NameOf($"moderator:{moderatorId:D}", names);

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);

    /// <summary>What is shown, as it is now. New campaigns do not move it: they are told as a number.</summary>
    private async Task RefreshAsync()
    {
        if (!await MaySeeAsync())
        {
            return;
        }

        IReadOnlyList<Campaign> latest = await Campaigns.ListAsync(site!.Id, null, Math.Max(PageItems, views.Count), closing.Token);
        HashSet<Guid> shown = [.. views.Select(view => view.Campaign.CampaignId)];
        newCampaigns = latest.Count(campaign => !shown.Contains(campaign.CampaignId));
        Dictionary<Guid, CampaignView> now = (await Campaigns.ViewAsync([.. latest.Where(campaign => shown.Contains(campaign.CampaignId))], closing.Token)).ToDictionary(view => view.Campaign.CampaignId);
        views = [.. views.Select(view => now.GetValueOrDefault(view.Campaign.CampaignId, view))];
        await CompleteAsync();
    }

    private async Task TickAsync()
    {
        using PeriodicTimer timer = new(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
            {
                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The page was closed.
        }
    }
}
