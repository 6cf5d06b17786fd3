using System.Globalization;
using Microsoft.AspNetCore.Components;
using Moderation.Accounts;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Review;
using Moderation.Server.ModeratorConsole.Receipts;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>What stands around the card in focus, beside the queue: its thread, its page, its author, why it is here.</summary>
public sealed partial class ContextPane
{
    private (IReadOnlyList<Submission> Above, IReadOnlyList<Submission> Below)? thread;
    private IReadOnlyList<Submission>? past;
    private Receipt? receipt;
    private SitePolicy? policy;
    private string? address;
    private bool isFull;

    /// <summary>About what.</summary>
    [Parameter]
    [EditorRequired]
    public Card Card { get; set; } = null!;

    /// <summary>What of it.</summary>
    [Parameter]
    [EditorRequired]
    public PaneTab Tab { get; set; }

    /// <summary>Something else of it is wanted.</summary>
    [Parameter]
    public EventCallback<PaneTab> OnTab { get; set; }

    /// <summary>Enough seen.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [CascadingParameter]
    private Workbench Bench { get; set; } = null!;

    [Inject]
    private ConsoleAccess Access { get; set; } = null!;

    [Inject]
    private ReviewContext Context { get; set; } = null!;

    [Inject]
    private ReceiptReader Receipts { get; set; } = null!;

    [Inject]
    private SitePolicies Policies { get; set; } = null!;

    [Inject]
    private ShowAuthorAddress Address { get; set; } = null!;

    /// <summary>Only what a browser opens as a page: never a script.</summary>
    private string? AuthorUrl => Card.Submission.AuthorUrl is { } url && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" ? url : null;

    private string ModeSentence => Card.Item.Page.Mode switch
    {
        PageMode.Open => "Comments appear unless the policy objects",
        PageMode.Premoderated => "Every comment is read before it appears",
        PageMode.Readonly => "Comments are shown and no new ones taken",
        PageMode.Closed => "No new comments are taken",
        PageMode.Hidden => "Comments are hidden",
    };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        bool isMissing = Tab switch
        {
            PaneTab.Thread => thread is null,
            PaneTab.Author => past is null,
            PaneTab.Why => receipt is null,
            PaneTab.Policy => policy is null,
            PaneTab.Page => false,
        };
        if (!isMissing || await Access.ForAsync(Card.Key.Site, CancellationToken.None) is null)
        {
            return;
        }

        switch (Tab)
        {
            case PaneTab.Thread:
                thread = await Context.ThreadAsync(Card.Submission, CancellationToken.None);
                break;
            case PaneTab.Author:
                past = await Context.ByAuthorAsync(Card.Submission, CancellationToken.None);
                break;
            case PaneTab.Why:
                receipt = await Receipts.ReadAsync(Card.Key, CancellationToken.None);
                break;
            case PaneTab.Policy:
                policy = await Policies.CurrentAsync(Card.Key.Site, CancellationToken.None);
                break;
            case PaneTab.Page:
                break;
        }
    }

    private async Task ShowAddressAsync(bool full)
    {
        if (await Access.ForAsync(Card.Key.Site, CancellationToken.None) is { Moderator: Moderator me } && (!full || me.IsAdmin))
        {
            address = await Address.HandleAsync(Card.Key, me.Actor, full, CancellationToken.None) ?? "No address is kept.";
            isFull = full;
        }
    }

    private string Pressed(PaneTab tab) => tab == Tab ? "true" : "false";

    private static string RateSentence(IReadOnlyList<Submission> written)
    {
        int refused = written.Count(one => one.State is SubmissionState.Rejected or SubmissionState.Removed);
        int decided = refused + written.Count(one => one.State == SubmissionState.Approved);
        return decided == 0
            ? "Nothing by this author was decided yet."
            : string.Create(CultureInfo.InvariantCulture, $"Of the last {decided} decided, {refused} rejected or removed ({100.0 * refused / decided:0} %).");
    }
}
