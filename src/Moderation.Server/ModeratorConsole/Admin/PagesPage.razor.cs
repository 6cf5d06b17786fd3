using Microsoft.AspNetCore.Components;
using Moderation.Pages;
using Moderation.Review;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>
/// The pages of a site and what they accept. Not only for admins: whoever reviews at night has to be able to close a page, and it is two clicks from the queue.
/// </summary>
public partial class PagesPage
{
    private const int PageSize = 50;

    private static readonly (string Value, string Title)[] Modes =
    [
        ("open", "Open"), ("premoderated", "Pre-moderated: everything is looked at first"), ("readonly", "Read-only: comments stay, nothing new for now"),
        ("closed", "Closed: comments stay, nothing new"), ("hidden", "Hidden: shows nothing, accepts nothing"),
    ];

    private IReadOnlyList<Page> pages = [];
    private Guid? more;

    /// <inheritdoc/>
    public override string Path => "/moderate/pages";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    /// <summary>What stands in the headline or the address.</summary>
    [SupplyParameterFromQuery(Name = "words")]
    public string? Words { get; set; }

    /// <summary>The page that ended the list before.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public Guid? After { get; set; }

    [Inject]
    private PageStore Store { get; set; } = null!;

    [Inject]
    private SetPage Setter { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        Page? before = After is { } id ? await FindAsync(id) : null;
        IReadOnlyList<Page> found = await Store.ListAsync(SiteKey, Words?.Trim() ?? "", before, PageSize + 1, Stop);
        pages = [.. found.Take(PageSize)];
        more = found.Count > PageSize ? pages[^1].PageId : null;
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act == "add")
        {
            return await AddAsync();
        }

        if (FieldId is not { } id || await FindAsync(id) is not { } page)
        {
            return "gone";
        }

        switch (act)
        {
            case "close":
                await SetAsync(page, PageMode.Closed, hasTime: false, null);
                return "closed";
            case "open":
                // A closing time that is over would close it again at once; the age of its site does so still.
                await SetAsync(page, PageMode.Open, hasTime: page.ClosesAt <= Now, null);
                return "opened";
            case "set" when Mode is { } mode:
                DateTimeOffset? closes = FieldTime("closes");
                if (IsRefused)
                {
                    return null;
                }

                await SetAsync(page, mode, hasTime: true, closes);
                return "set";
        }

        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "closed" => "The page is closed: its comments stay, and nothing new is accepted.",
        "opened" => "The page is open.",
        "set" => "Saved.",
        "gone" => "The site has no such page.",
        _ => null,
    };

    private PageMode? Mode => Modes.Any(mode => mode.Value == Field("mode")) ? EnumText.Parse<PageMode>(Field("mode")) : null;

    private async Task<string?> AddAsync()
    {
        if (!PageUrl.TryCanonicalise(Field("url"), out PageUrl url))
        {
            Refuse("url", "The absolute http or https address of the page.");
        }

        if (Mode is not { } mode || IsRefused)
        {
            return null;
        }

        await Setter.HandleAsync(SiteKey, new PageSettings { Page = new PageReferenceToResolve { Url = url.Value }, Mode = mode, Actor = Me.Actor }, Stop);
        return "set";
    }

    private Task<Page> SetAsync(Page page, PageMode mode, bool hasTime, DateTimeOffset? closesAt) => Setter.HandleAsync(
        SiteKey,
        new PageSettings { Page = new PageReferenceToResolve { Url = page.Url, ExternalId = page.ExternalId }, Mode = mode, HasClosesAt = hasTime, ClosesAt = closesAt, Actor = Me.Actor },
        Stop);

    private async Task<Page?> FindAsync(Guid id) =>
        (await Store.FindManyAsync([id], Stop)).GetValueOrDefault(id) is { } page && page.Site == SiteKey ? page : null;

    private string Older(Guid last) => $"{Address}&after={last:D}{(string.IsNullOrEmpty(Words) ? "" : $"&words={Uri.EscapeDataString(Words)}")}";

    private static string NameOf(PageMode mode) => mode switch
    {
        PageMode.Open => "open",
        PageMode.Premoderated => "pre-moderated",
        PageMode.Readonly => "read-only",
        PageMode.Closed => "closed",
        PageMode.Hidden => "hidden",
    };

    private static string LookOf(PageMode mode) => mode switch
    {
        PageMode.Open => "good",
        PageMode.Premoderated => "warn",
        PageMode.Readonly or PageMode.Closed or PageMode.Hidden => "bad",
    };
}
