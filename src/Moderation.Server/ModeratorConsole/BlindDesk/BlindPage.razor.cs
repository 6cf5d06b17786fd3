using Microsoft.AspNetCore.Components;
using Moderation.Accounts;
using Moderation.Quality;
using Moderation.Review;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Server.ModeratorConsole.SignIn;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.BlindDesk;

/// <summary>
/// Blind review: one submission after another, with its text and its place and nothing of what the machine or a colleague concluded. A plain page: each answer is a form.
/// </summary>
public sealed partial class BlindPage
{
    private const int Ahead = 200;

    private IReadOnlyList<Site> sites = [];
    private Site? site;
    private ReviewItem? item;
    private CardText? text;
    private int waiting;
    private string? said;

    /// <summary>The site that is asked for.</summary>
    [SupplyParameterFromQuery(Name = "site")]
    public string? AskedSite { get; set; }

    /// <summary>The submission an answer is about.</summary>
    [SupplyParameterFromForm(FormName = "blind", Name = "id")]
    public Guid Id { get; set; }

    /// <summary>What the moderator says: <c>acceptable</c>, <c>unsure</c>, or the code of a reason.</summary>
    [SupplyParameterFromForm(FormName = "blind", Name = "answer")]
    public string? Answer { get; set; }

    [Inject]
    private ConsoleAccess Access { get; set; } = null!;

    [Inject]
    private BlindReview Blind { get; set; } = null!;

    [Inject]
    private ReviewDesk Reviews { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (await Access.WhoAsync(CancellationToken.None) is not { } signedIn)
        {
            Navigation.NotFound();
            return;
        }

        sites = await Access.SitesAsync(signedIn.Moderator, CancellationToken.None);
        site = AskedSite is null ? sites.Count > 0 ? sites[0] : null : sites.FirstOrDefault(one => one.Id.Value == AskedSite);
        if (site is null)
        {
            Navigation.NotFound();
            return;
        }

        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        (item, text) = (null, null);
        IReadOnlyList<BlindItem> drawn = await Blind.ListAsync(site!.Id, Ahead, CancellationToken.None);
        IReadOnlyList<ReviewItem> found = await Reviews.FindManyAsync(site.Id, [.. drawn.Take(20).Select(one => one.Key.Id)], CancellationToken.None);
        waiting = drawn.Count;

        // What was erased or withdrawn since has nothing to read.
        item = drawn.Take(20).Select(one => found.FirstOrDefault(candidate => candidate.Submission.Key == one.Key)).FirstOrDefault(candidate => candidate is { Submission.State: not SubmissionState.Erased });
        text = item is null ? null : new CardText { Parts = TextParts.Of(item.Submission.Body, []), Markers = [], Links = [], IsSevere = false };
    }

    private async Task AnswerAsync()
    {
        if (site is null || await Access.ForAsync(site.Id, CancellationToken.None) is not { Moderator: Moderator me })
        {
            return;
        }

        bool isReason = DecisionReason.All.Any(reason => reason.Code == Answer);
        BlindAnswer? answer = Answer switch
        {
            "acceptable" => BlindAnswer.Acceptable,
            "unsure" => BlindAnswer.Unsure,
            _ => isReason ? BlindAnswer.Violating : null,
        };
        if (answer is { } given)
        {
            said = await Blind.AnswerAsync(new SubmissionKey(site.Id, new SubmissionId(Id)), given, isReason ? Answer : null, me.Actor, me.ModeratorId, CancellationToken.None)
                ? "Thank you. Here is the next one."
                : "A colleague has answered that one meanwhile.";
        }
        else
        {
            said = "Choose an answer first: without a reason nobody learns from it.";
        }

        await LoadAsync();
    }
}
