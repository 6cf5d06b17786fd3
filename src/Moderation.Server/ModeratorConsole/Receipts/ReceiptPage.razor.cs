using Microsoft.AspNetCore.Components;
using Moderation.Accounts;
using Moderation.Review;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Receipts;

/// <summary>The receipt of one submission. What is not there, and what is not theirs to see, looks the same.</summary>
public sealed partial class ReceiptPage
{
    private Receipt? receipt;
    private string? address;
    private bool isAdmin;

    /// <summary>The submission.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Its site; looked for among those of the person when nobody says.</summary>
    [Parameter]
    public string? AskedSite { get; set; }

    /// <summary>Which button was pressed: <c>masked</c> or <c>full</c>.</summary>
    [SupplyParameterFromForm(FormName = "address", Name = "how")]
    public string? How { get; set; }

    [Inject]
    private ConsoleAccess Access { get; set; } = null!;

    [Inject]
    private ReceiptReader Receipts { get; set; } = null!;

    [Inject]
    private SubmissionStore Submissions { get; set; } = null!;

    [Inject]
    private ShowAuthorAddress Address { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (await Access.WhoAsync(CancellationToken.None) is { } signedIn)
        {
            isAdmin = signedIn.Moderator.IsAdmin;
            receipt = await FindAsync(signedIn.Moderator) is { } key ? await Receipts.ReadAsync(key, CancellationToken.None) : null;
        }

        if (receipt is null)
        {
            Navigation.NotFound();
        }
    }

    private async Task<SubmissionKey?> FindAsync(Moderator moderator)
    {
        if (AskedSite is not null)
        {
            return SiteId.TryParse(AskedSite, out SiteId site) && moderator.MaySee(site) ? new SubmissionKey(site, new SubmissionId(Id)) : null;
        }

        IReadOnlyList<Site> theirs = await Access.SitesAsync(moderator, CancellationToken.None);
        return (await Submissions.FindManyAsync([.. theirs.Select(one => new SubmissionKey(one.Id, new SubmissionId(Id)))], CancellationToken.None)) is [var found, ..] ? found.Key : null;
    }

    private async Task ShowAddressAsync()
    {
        if (receipt is { } shown && await Access.ForAsync(shown.Item.Submission.Key.Site, CancellationToken.None) is { Moderator: Moderator me })
        {
            address = await Address.HandleAsync(shown.Item.Submission.Key, me.Actor, How == "full" && me.IsAdmin, CancellationToken.None) ?? "No address is kept.";
            receipt = await Receipts.ReadAsync(shown.Item.Submission.Key, CancellationToken.None);
        }
    }
}
