using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Moderation.Accounts;
using Moderation.Campaigns;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.Campaigns;

/// <summary>The campaigns of a site, and every decision about many that was made there.</summary>
public sealed partial class CampaignsPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource closing = new();
    private DotNetObjectReference<CampaignsPage>? reference;
    private IReadOnlyList<Site> sites = [];
    private CampaignView? asked;
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
    private CampaignList List { get; set; } = null!;

    [Inject]
    private BulkDesk Many { get; set; } = null!;

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
            List.Site = sites.FirstOrDefault(known => known.Id.Value == wanted) ?? (AskedSite is null && sites.Count > 0 ? sites[0] : null);
            await List.LoadAsync(closing.Token);
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

    private void Close()
    {
        asked = null;
        isConfirming = false;
        Many.Drop();
        focusNext = "list";
        StateHasChanged();
    }

    private void Say(string sentence, bool isBad = false) => (said, isSaidBad) = (sentence, isBad);

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);

    private async Task TickAsync()
    {
        using PeriodicTimer timer = new(Interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
            {
                await InvokeAsync(async () =>
                {
                    await List.RefreshAsync(closing.Token);
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
