using Moderation.Accounts;
using Moderation.Blocks;
using Moderation.Review;
using Moderation.Server.ModeratorConsole.Live;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>
/// What one open page of the console has before it and does: a queue of a site, its cards, the one in focus. Everything it reads or changes asks first who the page is open
/// for and whether they may see the site. Runs in the page's own order of things: no two of its steps at the same time, except while one waits for the store.
/// </summary>
internal sealed partial class Workbench(
    ConsoleAccess access, ReviewDesk desk, DecideSubmission decide, RemoveThread threads, CardReader reader, People people, ModeratorStore moderators, ReviewContext context, ChangeBlocks blocks, LiveDesk live,
    Storage.Database database, TimeProvider clock) : IDisposable
{
    private const int LoadsAhead = 5;

    private readonly HashSet<SubmissionId> waitingBehind = [];
    private IDisposable? listening;
    private ReviewCursor? end;
    private bool hasBegun;

    /// <summary>Something is to be drawn again.</summary>
    public event Action? Changed;

    /// <summary>News came in from elsewhere: to be handed to <see cref="TakeAsync"/> in the page's own order.</summary>
    public event Action<DeskNews>? Told;

    /// <summary>The page is open for nobody any more, or the site is not theirs.</summary>
    public bool IsOver { get; private set; }

    public Moderator? Me { get; private set; }

    public Preferences Preferences { get; private set; } = new();

    public IReadOnlyList<Site> Sites { get; private set; } = [];

    public Site? Site { get; private set; }

    public ReviewQueueKind Queue { get; private set; }

    public CardList List { get; } = new();

    public ReviewCounts? Counts { get; private set; }

    public bool HasMore { get; private set; }

    /// <summary>By actor, what colleagues call each person.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>How many came in behind what is shown.</summary>
    public int NewItems => waitingBehind.Count;

    /// <summary>The last thing that happened, for everybody and for screen readers.</summary>
    public string Said { get; private set; } = "";

    /// <summary>What happened is a refusal or a mistake.</summary>
    public bool IsSaidBad { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Opens a site and a queue, as asked for or as last time. Without a site that they may see there is none.</summary>
    public async Task OpenAsync(string? site, string? queue, CancellationToken cancellationToken)
    {
        if (await WhoAsync(cancellationToken) is not { } moderator)
        {
            return;
        }

        Preferences = Preferences.Read(moderator.Preferences);
        Sites = await access.SitesAsync(moderator, cancellationToken);
        Queue = QueueNames.Find(queue) ?? ReviewQueueKind.Flagged;
        Site = Sites.FirstOrDefault(known => known.Id.Value == (site ?? Preferences.Site)) ?? (site is null && Sites.Count > 0 ? Sites[0] : null);
        await LoadAsync(cancellationToken);
    }

    /// <summary>From now on hears what changes elsewhere, and has the card in focus.</summary>
    public void Begin()
    {
        hasBegun = true;
        Listen();
        Claim();
    }

    public async Task SwitchSiteAsync(string site, CancellationToken cancellationToken)
    {
        if (Sites.FirstOrDefault(known => known.Id.Value == site) is { } chosen && chosen != Site)
        {
            Release();
            Site = chosen;
            await SaveAsync(Preferences with { Site = site }, cancellationToken);
            Listen();
            await LoadAsync(cancellationToken);
            Claim();
        }
    }

    public async Task SwitchQueueAsync(ReviewQueueKind queue, CancellationToken cancellationToken)
    {
        Release();
        Queue = queue;
        await LoadAsync(cancellationToken);
        Claim();
        Say($"{QueueNames.Title(queue)}: {(List.Cards.Count == 0 ? "nothing" : HasMore ? $"{List.Cards.Count} and more" : List.Cards.Count)}.");
    }

    public async Task SwitchOrderAsync(ReviewOrder order, CancellationToken cancellationToken)
    {
        await SaveAsync(Preferences with { Order = order }, cancellationToken);
        await SwitchQueueAsync(Queue, cancellationToken);
    }

    /// <summary>Shows what came in behind.</summary>
    public async Task ShowNewAsync(CancellationToken cancellationToken)
    {
        if (QueueNames.Waits(Queue) && Preferences.Order == ReviewOrder.Oldest && List.Cards.Count > 0)
        {
            await MoreAsync(cancellationToken);
        }
        else
        {
            await SwitchQueueAsync(Queue, cancellationToken);
        }
    }

    /// <summary>The next page of the queue, at the end of the list.</summary>
    public async Task MoreAsync(CancellationToken cancellationToken)
    {
        if (Site is not { } site || await WhoAsync(cancellationToken) is null)
        {
            return;
        }

        IReadOnlyList<Card> more = await ListAsync(site, end, cancellationToken);
        List.Append(more);
        waitingBehind.Clear();
        Claim();
        Changed?.Invoke();
    }

    public async Task SaveAsync(Preferences preferences, CancellationToken cancellationToken)
    {
        if (preferences == Preferences)
        {
            return;
        }

        Preferences = preferences;
        Changed?.Invoke();
        if (await access.WhoAsync(cancellationToken) is { } signedIn)
        {
            await moderators.SetPreferencesAsync(signedIn.Moderator.ModeratorId, preferences.Write(), cancellationToken);
        }
    }

    /// <summary>Puts the focus on a card and takes it for some minutes.</summary>
    public void Focus(Card card)
    {
        if (List.Current != card)
        {
            Release();
            List.Focus(card);
            hasJustSettled = false;
        }

        Claim();
        Changed?.Invoke();
    }

    public void Step(int by)
    {
        Card? before = List.Current;
        if (!List.Step(by))
        {
            Say(by > 0 ? (HasMore ? "More is being fetched." : "That was the last one.") : "This is the first one.");
        }
        else if (before is not null)
        {
            hasJustSettled = false;
            Release(before);
            Claim();
        }

        Ahead();
        Changed?.Invoke();
    }

    public async Task RevealAsync(Card card, CancellationToken cancellationToken)
    {
        if (card.IsCovered(Preferences))
        {
            card.IsRevealed = true;
            await SaveAsync(Preferences.WithSevereSeen(Now), cancellationToken);
        }
        else
        {
            card.IsRevealed = false;
        }

        Changed?.Invoke();
    }

    public void Say(string sentence, bool isBad = false)
    {
        (Said, IsSaidBad) = (sentence, isBad);
        Changed?.Invoke();
    }

    public void Dispose()
    {
        listening?.Dispose();
        Release();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        waitingBehind.Clear();
        SelectNone();
        (Said, IsSaidBad) = ("", false);
        if (Site is not { } site || await WhoAsync(cancellationToken) is null)
        {
            return;
        }

        Counts = await desk.CountAsync(site.Id, cancellationToken);
        List.Replace(await ListAsync(site, null, cancellationToken));
        Changed?.Invoke();
    }

    private async Task<IReadOnlyList<Card>> ListAsync(Site site, ReviewCursor? after, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReviewItem> items = await desk.ListAsync(site.Id, Queue, Preferences.Order, after, cancellationToken);
        HasMore = items.Count == ReviewDesk.PageItems;
        end = items.Count == 0 ? after : items[^1].CursorIn(Queue);
        Names = await people.NamesAsync(cancellationToken);
        IReadOnlyList<CardText> texts = await reader.ReadAsync(site.Id, [.. items.Select(item => item.Submission)], cancellationToken);
        return [.. items.Select((item, index) => new Card(item, texts[index]) { Claim = item.Claim?.ModeratorId == Me?.ModeratorId ? null : item.Claim })];
    }

    /// <summary>Looks up anew who it is; null, and the page is over, when they may not go on here.</summary>
    private async Task<Moderator?> WhoAsync(CancellationToken cancellationToken)
    {
        Moderator? found = (await access.WhoAsync(cancellationToken))?.Moderator;
        Me = found is not null && (Site is null || found.MaySee(Site.Id)) ? found : null;
        if (Me is null)
        {
            IsOver = true;
            listening?.Dispose();
            List.Replace([]);
            Changed?.Invoke();
        }

        return Me;
    }

    private void Listen()
    {
        listening?.Dispose();
        listening = Site is { } site ? live.Listen(site.Id, news => Told?.Invoke(news)) : null;
    }
}
