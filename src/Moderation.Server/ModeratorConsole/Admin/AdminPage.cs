using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Accounts;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Time;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>
/// What the admin pages share: who is here, which site they look at, and how a form is answered. Pages are plain: a form is sent, the page does what it asks, and a redirect shows
/// what became of it; where something is wrong the same page comes back with what was typed. A page that derives from this one names its policy itself.
/// </summary>
public abstract class AdminPage : ComponentBase
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd"];

    private readonly Dictionary<string, string> problems = [];
    private IFormCollection? form;

    /// <summary>The id of the site that the page is asked for.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public string? AskedSite { get; set; }

    /// <summary>What the last form came to, as a code that the page knows a sentence for.</summary>
    [SupplyParameterFromQuery(Name = "said")]
    public string? Said { get; set; }

    [CascadingParameter]
    private protected HttpContext Context { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private protected TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ConsoleAccess Access { get; set; } = null!;

    /// <summary>Where the page stands in the navigation.</summary>
    public abstract string Path { get; }

    /// <summary>True when the page is about one site.</summary>
    public virtual bool IsOfSite => false;

    /// <summary>Who is here.</summary>
    private protected Moderator Me { get; private set; } = null!;

    /// <summary>The sites they may see, by name.</summary>
    internal IReadOnlyList<Site> AllSites { get; private set; } = [];

    /// <summary>The site the page is about; on a page about all of them the one that links lead on to. Null when there is none.</summary>
    internal Site? Site { get; private set; }

    /// <summary>The site of a page about one.</summary>
    private protected SiteId SiteKey => Site!.Id;

    /// <summary>Now, as the store keeps times.</summary>
    private protected DateTimeOffset Now { get; private set; }

    /// <summary>Ends with the request.</summary>
    private protected CancellationToken Stop => Context.RequestAborted;

    /// <summary>True when everything was found that the page needs to be drawn.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What <see cref="Said"/> means; null when there is nothing to say.</summary>
    public string? Sentence => Said is null ? null : SentenceOf(Said);

    /// <summary>The page with its site and nothing else of the query, to send forms to.</summary>
    public virtual string Address => Linked(Path);

    /// <summary>Another page, for the same site.</summary>
    public string Linked(string path) => Site is null ? path : $"{path}?site={Site.Id}";

    /// <summary>What is wrong with a field of the form that was sent; null when nothing is.</summary>
    public string? ProblemOf(string act, string? id, string name) => problems.Count > 0 && IsSent(act, id) ? problems.GetValueOrDefault(name) : null;

    /// <summary>What was typed into a field of the form that was sent and came back; otherwise what is given.</summary>
    public string? TypedOr(string act, string? id, string name, string? otherwise) => problems.Count > 0 && IsSent(act, id) ? form![name].ToString() : otherwise;

    /// <summary>Does what the form asks, once.</summary>
    public async Task ActAsync()
    {
        form = await Context.Request.ReadFormAsync(Stop);
        if (!IsOpen)
        {
            return;
        }

        string? said = await DoAsync(form["do"].ToString());
        if (said is not null)
        {
            Navigation.NavigateTo($"{AfterAct}{(AfterAct.Contains('?', StringComparison.Ordinal) ? '&' : '?')}said={said}");
            return;
        }

        await LoadAsync();
        StateHasChanged();
    }

    /// <summary>What the page is about is not there, or not theirs.</summary>
    private protected void NotHere()
    {
        IsOpen = false;
        Navigation.NotFound();
    }

    /// <summary>Where a form leads that did its work.</summary>
    private protected virtual string AfterAct => Address;

    /// <summary>Reads what the page shows.</summary>
    private protected abstract Task LoadAsync();

    /// <summary>Does what a form asks. Returns what to say about it, as a code; null when the page itself is the answer, with problems or with something shown once.</summary>
    private protected virtual Task<string?> DoAsync(string act) => Task.FromResult<string?>(null);

    /// <summary>The sentence of a code; null for one that the page does not know.</summary>
    private protected virtual string? SentenceOf(string said) => null;

    /// <summary>A field of the form that was sent, trimmed; empty when it is missing.</summary>
    private protected string Field(string name) => form![name].ToString().Trim();

    /// <summary>A file that was sent with the form; null when none was chosen.</summary>
    private protected IFormFile? FieldFile(string name) => form!.Files.GetFile(name) is { FileName.Length: > 0 } file ? file : null;

    /// <summary>All values of a field.</summary>
    private protected IReadOnlyList<string> Fields(string name) => [.. form![name].OfType<string>()];

    /// <summary>True for a box that is ticked.</summary>
    private protected bool IsTicked(string name) => Field(name) == "on";

    /// <summary>The id that the form is about; null when it is none.</summary>
    private protected Guid? FieldId => Guid.TryParse(Field("id"), out Guid id) ? id : null;

    /// <summary>A time typed into a field, in UTC; null for an empty one. What is no time is refused.</summary>
    private protected DateTimeOffset? FieldTime(string name)
    {
        if (Field(name) is not { Length: > 0 } typed)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(typed, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        Refuse(name, "A date and a time, in UTC: 2026-12-24 18:00.");
        return null;
    }

    /// <summary>A time as a field for one shows it.</summary>
    internal static string? Typed(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Something is wrong with a field.</summary>
    private protected void Refuse(string name, string sentence) => problems.TryAdd(name, sentence);

    /// <summary>Something is wrong with several fields, by their names.</summary>
    private protected void Refuse(IReadOnlyDictionary<string, string[]> errors)
    {
        foreach ((string name, string[] sentences) in errors)
        {
            Refuse(name, string.Join(' ', sentences));
        }
    }

    /// <summary>Something was refused.</summary>
    private protected bool IsRefused => problems.Count > 0;

    /// <inheritdoc/>
    protected sealed override async Task OnInitializedAsync()
    {
        Now = Clock.UtcNowMicros();
        Me = Context.SignedIn().Moderator;
        AllSites = await Access.SitesAsync(Me, Stop);
        Site = AskedSite is null ? AllSites.Count > 0 ? AllSites[0] : null : AllSites.FirstOrDefault(site => site.Id.Value == AskedSite);
        if (Site is null && (IsOfSite || AskedSite is not null))
        {
            NotHere();
            return;
        }

        IsOpen = true;
        await LoadAsync();
    }

    private bool IsSent(string act, string? id) => form is not null && form["do"] == act && (id is null || form["id"] == id);
}
