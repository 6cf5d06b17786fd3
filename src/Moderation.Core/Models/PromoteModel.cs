using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>
/// Makes a model champion: of one site, or of every site that has none of its own. The artefact is read and checked first, then the gate is asked; what nobody measured, or what
/// is worse, needs a reason in an admin's own words. Every process swaps within two seconds. The promotion and the entry of the audit trail are one change.
/// </summary>
internal sealed class PromoteModel(Database database, ModelStore models, ChallengerStore challengers, AuditStore audit, TimeProvider clock)
{
    /// <summary>The longest reason that is kept.</summary>
    public const int MaxReasonChars = 1_000;

    private const int MinReasonChars = 10;

    public async Task<PromotionResult> HandleAsync(PromotionRequest request, CancellationToken cancellationToken)
    {
        if (request.OverrideReason is { } reason && (reason.Trim().Length is < MinReasonChars or > MaxReasonChars || AddressMask.Contains(reason)))
        {
            return new PromotionResult(
                PromotionOutcome.Invalid, [$"A reason has {MinReasonChars} to {MaxReasonChars} characters and no e-mail address: it is what people read when they ask why this model decides."]);
        }

        if (await challengers.FindAsync(request.Sha256, cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return new PromotionResult(PromotionOutcome.Unknown, ["There is no such model in the registry."]);
        }

        byte[]? artefact = await models.LoadAsync(model.Sha256, cancellationToken).ConfigureAwait(false);
        if (!Artefact.TryLoad(artefact, model.Sha256, out Model? _, out string problem))
        {
            return new PromotionResult(PromotionOutcome.Damaged, [$"Model {model.Number} cannot be used: {problem}."]);
        }

        return await database.RunAsync((unit, token) => PromoteAsync(unit, request, model, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<PromotionResult> PromoteAsync(Unit unit, PromotionRequest request, ChallengerRow model, CancellationToken cancellationToken)
    {
        string? own = (await ModelStore.ChampionAsync(unit, request.Scope, cancellationToken).ConfigureAwait(false))?.Sha256;
        string? deciding = own ?? (await ModelStore.ChampionAsync(unit, ModelHost.EverySite, cancellationToken).ConfigureAwait(false))?.Sha256;
        if (own == model.Sha256)
        {
            return new PromotionResult(PromotionOutcome.AlreadySo, [$"Model {model.Number} decides for {GateWord.Where(request.Scope)} already."]) { Champion = own };
        }

        if (request.SeenChampion is { } seen && seen != deciding)
        {
            return Stale(deciding);
        }

        GateWord word = GateWord.Of(model, request.Scope, deciding);
        if (word.Objections.Count > 0 && request.OverrideReason is null)
        {
            return new PromotionResult(PromotionOutcome.RefusedByGate, word.Objections) { Champion = deciding };
        }

        DateTimeOffset now = clock.UtcNowMicros();
        PromotionGate gate = word.Objections.Count > 0 ? PromotionGate.Overridden : word.Gate;
        Promotion promotion = new()
        {
            Scope = request.Scope,
            Number = 0,
            Sha256 = model.Sha256,
            Gate = gate,
            Reason = gate == PromotionGate.Overridden ? request.OverrideReason?.Trim() : null,
            PromotedAt = now,
            PromotedBy = request.Actor,
        };
        if (!await PromotionStore.PushAsync(unit, promotion, own, cancellationToken).ConfigureAwait(false))
        {
            return Stale(deciding);
        }

        if (request.Site is { } site)
        {
            // What it was compared with decides no more.
            await ShadowStore.StopAsync(unit, site, now, cancellationToken).ConfigureAwait(false);
        }

        await PromotionStore.PruneAsync(unit, cancellationToken).ConfigureAwait(false);
        await audit.AppendManyAsync(unit, [ModelAudit.Entry(request.Site, request.Actor, "promote_model", gate.ToText(), promotion.Reason, model.Sha256, now)], cancellationToken).ConfigureAwait(false);
        return new PromotionResult(PromotionOutcome.Done, [$"Model {model.Number} decides for {GateWord.Where(request.Scope)} from now on; every process takes it within two seconds."]) { Champion = model.Sha256 };
    }

    private static PromotionResult Stale(string? deciding) => new(PromotionOutcome.Stale, ["Somebody else changed the champion meanwhile. Look again before you decide."]) { Champion = deciding };
}
