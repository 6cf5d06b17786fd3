using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Moderation.Review;
using Moderation.Server.ModeratorConsole.Live;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>The review screen. Keys come from one script by <see cref="KeyAsync"/>; every key has a button that does the same.</summary>
public sealed partial class QueuePage
{
    private readonly CancellationTokenSource closing = new();
    private DotNetObjectReference<QueuePage>? reference;
    private string? focusNext;
    private string? lastShown;
    private bool isOpened;
    private bool hasBegun;

    /// <summary>The site to open; the last one, or the first, when nobody says.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public string? AskedSite { get; set; }

    /// <summary>The queue to open.</summary>
    [SupplyParameterFromQuery(Name = "queue")]
    public string? AskedQueue { get; set; }

    [Inject]
    private Workbench Bench { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string SearchAddress => $"/moderate/search{OfSite}";

    private string OfSite => Bench.Site is { } site ? $"?site={site.Id}" : "";

    /// <summary>In zen only the card in focus, and what can still be undone.</summary>
    private IEnumerable<Card> Shown => Bench.List.Cards.Where(card => !isZen || card == Bench.List.Current || card.Standing == CardStanding.Settled);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Bench.Changed += OnChanged;
        Bench.Told += OnTold;
        Many.Changed += OnManyChanged;
        await Bench.OpenAsync(AskedSite, AskedQueue, closing.Token);
        isOpened = true;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The first time it is drawn the queue may still be on its way from the store; there is no site to listen to before.
        if (isOpened && !hasBegun)
        {
            hasBegun = true;
            Bench.Begin();
            reference = DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("moderation.attach", reference, Bench.Preferences.KeysOff);
            await AddressAsync();
            _ = TickAsync();
        }

        if (focusNext is { } element)
        {
            focusNext = null;
            await Script.InvokeVoidAsync("moderation.focus", element);
        }
        else if (sheet == Sheet.None && Bench.List.Current is { } current && (!firstRender || lastShown is not null) && current.ElementId != lastShown)
        {
            await Script.InvokeVoidAsync("moderation.show", current.ElementId, lastShown is not null);
        }

        lastShown = Bench.List.Current?.ElementId ?? "";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Bench.Changed -= OnChanged;
        Bench.Told -= OnTold;
        Many.Changed -= OnManyChanged;
        await closing.CancelAsync();
        closing.Dispose();
        reference?.Dispose();
    }

    private async Task SwitchQueueAsync(ReviewQueueKind queue)
    {
        await Bench.SwitchQueueAsync(queue, CancellationToken.None);
        await AddressAsync();
    }

    private async Task SwitchSiteAsync(string site)
    {
        await Bench.SwitchSiteAsync(site, CancellationToken.None);
        await AddressAsync();
    }

    private Task OrderAsync(ReviewOrder order) => Bench.SwitchOrderAsync(order, CancellationToken.None);

    private Task ShowNewAsync() => Bench.ShowNewAsync(CancellationToken.None);

    private async Task AddressAsync()
    {
        if (Bench.Site is { } site)
        {
            await Script.InvokeVoidAsync("moderation.address", $"/moderate?site={site.Id}&queue={Bench.Queue.ToText()}");
        }
    }

    private async Task LookAsync() =>
        await Script.InvokeVoidAsync("moderation.look", Bench.Preferences.Theme, Bench.Preferences.IsGrey, Bench.Preferences.KeysOff);

    private static string Pressed(bool isPressed) => isPressed ? "true" : "false";

    private void OnChanged() => StateHasChanged();

    private void OnTold(DeskNews news) => _ = HearAsync(news);

    private async Task HearAsync(DeskNews news)
    {
        try
        {
            await InvokeAsync(() => Bench.TakeAsync(news));
        }
        catch (ObjectDisposedException)
        {
            // The page was closed while the news was on its way.
        }
    }

    /// <summary>Lines lose their undo after ten seconds, and times grow old.</summary>
    private async Task TickAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), Clock);
        try
        {
            for (int tick = 0; await timer.WaitForNextTickAsync(closing.Token); tick++)
            {
                DateTimeOffset since = Clock.GetUtcNow() - DecideSubmission.UndoWindow - TimeSpan.FromSeconds(2);
                if (tick % 30 == 0 || Bench.List.Cards.Any(card => card.SettledAt > since))
                {
                    StateHasChanged();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }
}
