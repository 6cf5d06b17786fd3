using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Moderation.Accounts;
using Moderation.Bulk;
using Moderation.Privacy;
using Moderation.Search;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Search;

/// <summary>Search in one site. Every look asks anew who the page is open for; an address that is looked for stands in no address of a page and is not kept.</summary>
public sealed partial class SearchPage
{
    private const int MostKept = 20;

    private readonly CancellationTokenSource closing = new();
    private DotNetObjectReference<SearchPage>? reference;
    private IReadOnlyList<Site> sites = [];
    private Site? site;
    private string text = "";
    private string searched = "";
    private SearchTerms? terms;
    private IReadOnlyList<string> problems = [];
    private List<Submission> found = [];
    private SearchPlace? next;
    private int total;
    private bool isTotal;
    private IReadOnlyList<string> kept = [];
    private bool isAdmin;
    private bool isOpened;
    private bool hasBegun;
    private bool isAsking;
    private bool isConfirming;
    private string said = "";
    private bool isSaidBad;
    private string? focusNext = "search-text";

    /// <summary>The site to open; the last one, or the first, when nobody says.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public string? AskedSite { get; set; }

    /// <summary>What to look for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? AskedText { get; set; }

    [Inject]
    private ConsoleAccess Access { get; set; } = null!;

    [Inject]
    private SearchSubmissions Search { get; set; } = null!;

    [Inject]
    private ModeratorStore Moderators { get; set; } = null!;

    [Inject]
    private BulkDesk Many { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>How much is found, as far as it was looked.</summary>
    private string Total => isTotal ? $"{total}" : $"{total} and perhaps more";

    private bool HasEmail => terms?.Query.Email is not null || AddressMask.Contains(searched);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Many.Changed += OnChanged;
        if (await Access.WhoAsync(closing.Token) is { Moderator: Moderator me })
        {
            Preferences preferences = Preferences.Read(me.Preferences);
            kept = preferences.Searches ?? [];
            sites = await Access.SitesAsync(me, closing.Token);
            string? wanted = AskedSite ?? preferences.Site;
            site = sites.FirstOrDefault(known => known.Id.Value == wanted) ?? (AskedSite is null && sites.Count > 0 ? sites[0] : null);
            isAdmin = me.IsAdmin;
            if (!string.IsNullOrWhiteSpace(AskedText))
            {
                text = AskedText;
                await SearchAsync();
            }
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
        }

        if (isOpened && focusNext is { } element)
        {
            focusNext = null;
            await Script.InvokeVoidAsync("moderation.focus", element);
        }
    }

    /// <summary>One key. Called by the script.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        if (key == "Escape")
        {
            Close();
        }
        else if (key == "/")
        {
            await Script.InvokeVoidAsync("moderation.focus", "search-text");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Many.Changed -= OnChanged;
        await closing.CancelAsync();
        closing.Dispose();
        reference?.Dispose();
    }

    private async Task SearchAsync()
    {
        (terms, found, next, total, said) = (null, [], null, 0, "");
        if (await MeAsync() is not { } me)
        {
            return;
        }

        (terms, problems) = await Search.ReadAsync(site!.Id, text, me, closing.Token);
        if (terms is { } wanted)
        {
            searched = text;
            (IReadOnlyList<Submission> first, next) = await Search.FindAsync(site.Id, wanted, null, SearchStore.PageItems, closing.Token);
            found = [.. first];
            (total, isTotal) = next is null ? (found.Count, true) : await Search.CountAsync(site.Id, wanted, DecideInBulk.MostItems, closing.Token);
            Say($"{Total} found.");
        }
    }

    private async Task MoreAsync()
    {
        if (terms is { } wanted && await MeAsync() is not null)
        {
            (IReadOnlyList<Submission> more, next) = await Search.FindAsync(site!.Id, wanted, next, SearchStore.PageItems, closing.Token);
            found.AddRange(more);
        }
    }

    private Task UseAsync(string query)
    {
        text = query;
        return SearchAsync();
    }

    private Task KeepAsync() => AddressMask.Contains(searched) ? Task.CompletedTask : SaveAsync([.. kept.Where(one => one != searched).Prepend(searched).Take(MostKept)]);

    private Task ForgetAsync(string query) => SaveAsync([.. kept.Where(one => one != query)]);

    private async Task SaveAsync(IReadOnlyList<string> searches)
    {
        if (await MeAsync() is { } me)
        {
            kept = searches;
            await Moderators.SetPreferencesAsync(me.ModeratorId, (Preferences.Read(me.Preferences) with { Searches = searches }).Write(), closing.Token);
        }
    }

    private async Task<Moderator?> MeAsync()
    {
        if (site is { } shown && await Access.ForAsync(shown.Id, closing.Token) is { Moderator: Moderator me })
        {
            return me;
        }

        (site, terms, found, next) = (null, null, [], null);
        return null;
    }

    private Task ChooseAsync(string code)
    {
        isAsking = false;
        return PrepareAsync(isRejection: true, code);
    }

    private async Task PrepareAsync(bool isRejection, string? reason)
    {
        if (terms is not { } wanted || await MeAsync() is null || site is not { } shown)
        {
            return;
        }

        IReadOnlyList<(SubmissionId Id, int Version)> items = await Search.ListKeysAsync(shown.Id, wanted, DecideInBulk.MostItems, closing.Token);
        string title = HasEmail ? "Search by address" : searched.Length == 0 ? "Everything" : $"Search: {AddressMask.Mask(searched)}";
        if (await Many.PrepareAsync(shown, isRejection, reason, title, null, items) && Many.Draft is { } draft)
        {
            focusNext = BulkSheet.FocusOf(draft);
        }
        else
        {
            Say(Many.Problem ?? "There is nothing to decide.", isBad: true);
        }
    }

    private async Task ConfirmAsync(string? typed)
    {
        isConfirming = true;
        BulkDecision? done = await Many.ConfirmAsync(typed);
        isConfirming = false;
        await AfterAsync(done);
    }

    private async Task UndoAsync(BulkDecision bulk) => await AfterAsync(await Many.UndoAsync(bulk));

    private async Task AfterAsync(BulkDecision? done)
    {
        await SearchAsync();
        Say(done is null ? Many.Problem ?? "It was not carried out." : BulkDesk.SentenceOf(done), isBad: done is null);
        focusNext = "list";
    }

    private void Close()
    {
        isAsking = false;
        isConfirming = false;
        Many.Drop();
        StateHasChanged();
    }

    private void Say(string sentence, bool isBad = false) => (said, isSaidBad) = (sentence, isBad);

    private string ExportAddress(string format) => $"/moderate/search/export?site={site?.Id}&format={format}&q={Uri.EscapeDataString(searched)}";

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
