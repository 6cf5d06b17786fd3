using Microsoft.AspNetCore.Components;
using Moderation.Models;
using Moderation.Server.ModeratorConsole.Desk;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>The model that decides on every site without one of its own: what it is, what could take its place, and the way back.</summary>
public sealed partial class EverySitePage
{
    private EverySiteView? view;
    private IReadOnlyDictionary<string, string> people = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string Path => "/admin/models/every-site";

    [Inject]
    private EverySiteReader Models { get; set; } = null!;

    [Inject]
    private PromoteModel Promote { get; set; } = null!;

    [Inject]
    private RollBackModel Back { get; set; } = null!;

    [Inject]
    private People People { get; set; } = null!;

    private IReadOnlyList<ShownPromotion> History => [.. view!.Promotions.Select(one => ShownPromotion.Of(one, ModelOf, NameOf))];

    private protected override async Task LoadAsync()
    {
        view = await Models.ReadAsync(AllSites, Stop);
        people = await People.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        if (act is not ("promote" or "back"))
        {
            return null;
        }

        string? why = Field("why") is { Length: > 0 } said ? said : null;
        PromotionResult result = act == "promote"
            ? await Promote.HandleAsync(new PromotionRequest { Site = null, Sha256 = Field("id"), SeenChampion = Field("seen"), OverrideReason = why, Actor = Me.Actor }, Stop)
            : await Back.HandleAsync(null, Field("seen"), Me.Actor, why, Stop);
        switch (result.Outcome)
        {
            case PromotionOutcome.Done:
                return act == "promote" ? "promoted" : "back";
            case PromotionOutcome.Stale or PromotionOutcome.AlreadySo or PromotionOutcome.Unknown:
                return "stale";
            default:
                Refuse("", string.Join(' ', result.Sentences));
                return null;
        }
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "promoted" => "The challenger is champion now. Every process takes it within two seconds.",
        "stale" => "Somebody else changed the champion meanwhile; this is how it is now.",
        "back" => "The champion before decides again. Every process takes it within two seconds.",
        _ => null,
    };

    private string NameOf(string actor) => Desk.People.NameOf(actor, people);

    private string ModelOf(string sha256) => view!.Names.TryGetValue(sha256, out string? name) ? name : Figures.Short(sha256);
}
