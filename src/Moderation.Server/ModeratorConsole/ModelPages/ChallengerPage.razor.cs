using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Scoring.Evaluation;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>One model of the registry beside the champion of the site: what the gate measured, plots, shadow and promotion.</summary>
public sealed partial class ChallengerPage
{
    private ChallengerRow? model;
    private ChallengerRow? champion;
    private ModelCard? card;
    private ModelCard? championCard;
    private GateReport? gate;
    private EvaluationReport? report;
    private GateWord word = new(PromotionGate.None, []);
    private bool isShadowRunning;

    /// <inheritdoc/>
    public override string Path => $"/admin/models/{Number}";

    /// <inheritdoc/>
    public override bool IsOfSite => true;

    /// <summary>The model's number.</summary>
    [Parameter]
    public int Number { get; set; }

    [Inject]
    private ModelStore Models { get; set; } = null!;

    [Inject]
    private ChallengerStore Registry { get; set; } = null!;

    [Inject]
    private PromoteModel Promote { get; set; } = null!;

    [Inject]
    private StartShadow Start { get; set; } = null!;

    [Inject]
    private ShadowStore Shadows { get; set; } = null!;

    private protected override string AfterAct => Linked("/admin/models");

    private bool IsChampion => model!.Sha256 == champion?.Sha256;

    private protected override async Task LoadAsync()
    {
        model = await Registry.FindByNumberAsync(Number, Stop);
        if (model is null || (model.SiteId is not null && model.SiteId != SiteKey.Value) || await Models.DecidingAsync(SiteKey, Stop) is not { } deciding)
        {
            model = null;
            Navigation.NotFound();
            return;
        }

        champion = await Registry.FindAsync(deciding.Sha256, Stop);
        card = ModelCard.FromJson(model.Card);
        championCard = ModelCard.FromJson(champion!.Card);
        gate = GateWord.ReportOf(model);
        report = Read(model.Report);
        word = GateWord.Of(model, SiteKey.Value, deciding.Sha256);
        isShadowRunning = await Shadows.LastAsync(SiteKey, Stop) is { StoppedAt: null };
    }

    private protected override async Task<string?> DoAsync(string act)
    {
        PromotionResult result;
        switch (act)
        {
            case "shadow":
                result = await Start.HandleAsync(SiteKey, model!.Sha256, Me.Actor, Stop);
                break;
            case "promote":
                result = await Promote.HandleAsync(
                    new PromotionRequest
                    {
                        Site = SiteKey,
                        Sha256 = model!.Sha256,
                        SeenChampion = Field("seen"),
                        OverrideReason = Field("why") is { Length: > 0 } why ? why : null,
                        Actor = Me.Actor,
                    },
                    Stop);
                break;
            default:
                return null;
        }

        if (result.Outcome == PromotionOutcome.Done)
        {
            return act == "shadow" ? "shadow" : "promoted";
        }

        if (act == "promote" && result.Outcome is PromotionOutcome.Stale or PromotionOutcome.AlreadySo)
        {
            return "stale";
        }

        Refuse("", string.Join(' ', result.Sentences));
        return null;
    }

    /// <summary>Null where there is none, or a later version wrote it.</summary>
    private static EvaluationReport? Read(string? json)
    {
        try
        {
            return json is null ? null : EvaluationReport.FromJson(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
