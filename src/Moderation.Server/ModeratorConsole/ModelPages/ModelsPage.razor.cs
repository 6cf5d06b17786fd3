using Microsoft.AspNetCore.Components;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Policies;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Training;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>The models of a site: which one decides and how it does, what waits to be learnt, training, challengers, shadow, and the way back.</summary>
public sealed partial class ModelsPage
{
    private const int EnoughForDrift = 50;

    private static readonly Verdict[] Verdicts = Enum.GetValues<Verdict>();

    private ModelsView? view;
    private IReadOnlyDictionary<string, string> people = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string Path => "/admin/models";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    [Inject]
    private ModelsReader Models { get; set; } = null!;

    [Inject]
    private RequestTraining Request { get; set; } = null!;

    [Inject]
    private TrainingRunStore Runs { get; set; } = null!;

    [Inject]
    private LabelHoldStore Holds { get; set; } = null!;

    [Inject]
    private RollBackModel Back { get; set; } = null!;

    [Inject]
    private StopShadow Stopping { get; set; } = null!;

    [Inject]
    private People People { get; set; } = null!;

    private protected override async Task LoadAsync()
    {
        view = await Models.ReadAsync(SiteKey, Stop);
        people = await People.NamesAsync(Stop);
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        switch (act)
        {
            case "train":
                return (await Request.HandleAsync(SiteKey, Me.Actor, Stop)).IsNew ? "training" : "training_already";
            case "cancel":
                return FieldId is { } run && await Runs.FindAsync(run, Stop) is { } known && known.Site == SiteKey && await Runs.CancelAsync(run, Me.Actor, Stop) ? "cancelling" : "over";
            case "release":
            case "drop":
                LabelHoldState state = act == "release" ? LabelHoldState.Released : LabelHoldState.Dropped;
                return FieldId is { } hold && await Holds.DecideAsync(SiteKey, hold, state, Me.Actor, Now, Stop) ? act : "over";
            case "stop_shadow":
                return await Stopping.HandleAsync(SiteKey, Me.Actor, Stop) ? "stopped" : "over";
            case "back":
                PromotionResult result = await Back.HandleAsync(SiteKey, Field("seen"), Me.Actor, Field("why") is { Length: > 0 } why ? why : null, Stop);
                if (result.Outcome is PromotionOutcome.Done or PromotionOutcome.Unknown or PromotionOutcome.Stale)
                {
                    return result.Outcome == PromotionOutcome.Done ? "back" : "stale";
                }

                Refuse("", string.Join(' ', result.Sentences));
                return null;
        }

        return null;
    }

    private protected override string? SentenceOf(string said) => said switch
    {
        "training" => "Training is asked for. The page shows how far it is.",
        "training_already" => "A training run is under way already; this is how far it is.",
        "cancelling" => "The run stops within seconds.",
        "over" => "That is over already.",
        "release" => "The labels are learnt from at the next training.",
        "drop" => "The labels are never learnt from.",
        "shadow" => "The challenger scores in shadow from now on.",
        "stopped" => "The shadow is stopped.",
        "promoted" => "The challenger is champion now. Every process takes it within two seconds.",
        "stale" => "Somebody else changed the champion meanwhile; this is how it is now.",
        "back" => "The champion before decides again. Every process takes it within two seconds.",
        _ => null,
    };

    private IReadOnlyList<ShownPromotion> History => [.. view!.Promotions.Select(one => ShownPromotion.Of(one, ModelOf, NameOf))];

    private string NameOf(string actor) => Desk.People.NameOf(actor, people);

    private string ModelOf(string sha256) => view!.Names.TryGetValue(sha256, out string? name) ? name : Figures.Short(sha256);

    private static string SourceName(LabelSource source) => source switch
    {
        LabelSource.Decision => "Moderators' decisions",
        LabelSource.Report => "Confirmed reports",
        LabelSource.Import => "Imports",
        LabelSource.Feedback => "Outside feedback (counts 0.3 until confirmed)",
    };

    private static string StateName(TrainingRunState state) => state switch
    {
        TrainingRunState.Waiting => "waits for a trainer",
        TrainingRunState.Running => "runs",
        TrainingRunState.Done => "done",
        TrainingRunState.Refused => "done, refused by the gate",
        TrainingRunState.Failed => "failed",
        TrainingRunState.Cancelled => "cancelled",
    };

    private static string VerdictName(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "approves",
        Verdict.Flag => "flags",
        Verdict.Reject => "rejects",
    };
}
