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
    private ReasonSheet? reasons;
    private Sheet sheet;
    private PaneTab? pane;
    private bool isZen;
    private string? focusNext;
    private string? lastShown;
    private bool isPeeking;
    private bool isOpened;
    private bool hasBegun;

    private enum Sheet
    {
        None,
        Reasons,
        ManyReasons,
        Many,
        Help,
        Settings,
        Block,
    }

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

    /// <summary>One key. Called by the script, and by the buttons.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        if (Bench.IsOver || (sheet is Sheet.Reasons or Sheet.ManyReasons && await ReasonKeyAsync(key)))
        {
            return;
        }

        if (sheet != Sheet.None)
        {
            if (key is "Escape" or "?")
            {
                Close();
            }

            return;
        }

        await (key switch
        {
            "j" or "ArrowDown" => Do(() => Bench.Step(1)),
            "k" or "ArrowUp" => Do(() => Bench.Step(-1)),
            "z" => Bench.UndoAsync(),
            "t" => SwitchQueueAsync(QueueNames.All[((int)Bench.Queue + 1) % QueueNames.All.Count]),
            [>= '1' and <= '7'] => SwitchQueueAsync(QueueNames.All[key[0] - '1']),
            "v" => Do(() => isZen = !isZen),
            "?" => Do(() => Open(Sheet.Help)),
            "Escape" => Do(ClosePane),
            "/" => Do(() => Navigation.NavigateTo(SearchAddress, forceLoad: true)),
            ['S', 'h', 'i', 'f', 't', '+', _] => ShiftKeyAsync(key),
            _ when Bench.List.Current is { } card => CardKeyAsync(key, card),
            _ => Do(() => Bench.Say("There is no card to do that with.", isBad: true)),
        });
        StateHasChanged();
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

    private Task CardKeyAsync(string key, Card card) => key switch
    {
        "f" or "a" => Bench.AcceptAsync(card),
        "s" => Bench.DecideAsync(card, Workbench.Refusing(card.Submission.State), "spam", null),
        "d" => Do(() => AskReason(card)),
        "e" => Bench.EscalateAsync(card),
        "n" => Do(() => Bench.Skip(card)),
        "x" => Do(() => Bench.Select(card)),
        "b" => Do(AskBlock),
        "c" => Do(() => Toggle(PaneTab.Thread)),
        "o" => Do(() => Toggle(PaneTab.Page)),
        "u" => Do(() => Toggle(PaneTab.Author)),
        "w" => Do(() => Toggle(PaneTab.Why)),
        "Space" when !card.IsCovered(Bench.Preferences) => Task.CompletedTask,
        "Space" => PeekAsync(card),
        "SpaceUp" when isPeeking => UnpeekAsync(card),
        _ => Task.CompletedTask,
    };

    private Task PeekAsync(Card card)
    {
        isPeeking = true;
        return Bench.RevealAsync(card, CancellationToken.None);
    }

    private Task UnpeekAsync(Card card)
    {
        isPeeking = false;
        return card.IsRevealed ? Bench.RevealAsync(card, CancellationToken.None) : Task.CompletedTask;
    }

    private async Task<bool> ReasonKeyAsync(string key)
    {
        int index = key is [>= '1' and <= '9'] ? key[0] - '1' : key == "0" ? 9 : -1;
        if (index >= 0)
        {
            ReasonChoice choice = new(DecisionReason.All[index].Code, reasons?.Note);
            await (sheet == Sheet.Reasons ? ChooseAsync(choice) : ChooseForManyAsync(choice));
            return true;
        }

        return false;
    }

    private void AskReason(Card card)
    {
        if (Workbench.Hindrance(card, Workbench.Refusing(card.Submission.State)) is { } hindrance)
        {
            Bench.Say(hindrance, isBad: true);
            return;
        }

        Open(Sheet.Reasons);
        focusNext = ReasonSheet.ElementId(Bench.Preferences.LastReason ?? DecisionReason.All[0].Code);
    }

    private void AskBlock()
    {
        Open(Sheet.Block);
        focusNext = "block-now";
    }

    private async Task ChooseAsync(ReasonChoice choice)
    {
        Card? card = Bench.List.Current;
        Close();
        if (card is not null)
        {
            await Bench.DecideAsync(card, Workbench.Refusing(card.Submission.State), choice.Code, string.IsNullOrWhiteSpace(choice.Note) ? null : choice.Note.Trim());
        }
    }

    private void Open(Sheet wanted)
    {
        sheet = wanted;
        focusNext = "sheet";
        StateHasChanged();
    }

    private void Close()
    {
        sheet = Sheet.None;
        Many.Drop();
        focusNext = Bench.List.Current?.ElementId ?? "queue";
        StateHasChanged();
    }

    private void Toggle(PaneTab tab)
    {
        if (pane == tab)
        {
            ClosePane();
        }
        else
        {
            OpenPane(tab);
        }
    }

    private void OpenPane(PaneTab tab)
    {
        pane = tab;
        StateHasChanged();
    }

    private void ClosePane()
    {
        pane = null;
        StateHasChanged();
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

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

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
