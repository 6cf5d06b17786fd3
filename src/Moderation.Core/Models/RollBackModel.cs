using Moderation.Privacy;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>
/// Makes the champion before champion again, in one step and without a gate: it decided here before. A site that has none before steps back to the model of every site.
/// </summary>
internal sealed class RollBackModel(Database database, ModelStore models, AuditStore audit, TimeProvider clock)
{
    /// <param name="site">The site; null: the model of every site.</param>
    /// <param name="seenChampion">The champion that the person saw; null when they saw none. Another one by now: nothing is changed.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="reason">Why, in their own words; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PromotionResult> HandleAsync(SiteId? site, string? seenChampion, string actor, string? reason, CancellationToken cancellationToken)
    {
        if (reason is not null && (reason.Length > PromoteModel.MaxReasonChars || AddressMask.Contains(reason)))
        {
            return new PromotionResult(PromotionOutcome.Invalid, [$"A reason has at most {PromoteModel.MaxReasonChars} characters and no e-mail address."]);
        }

        string scope = site?.Value ?? ModelHost.EverySite;
        IReadOnlyList<Promotion> stack = await database.ReadAsync((unit, token) => PromotionStore.StandingAsync(unit, scope, token), cancellationToken).ConfigureAwait(false);
        if (stack.Count == 0 || (stack.Count == 1 && site is null))
        {
            return new PromotionResult(PromotionOutcome.Unknown, [site is null ? "No model was champion before this one." : $"Site {site} has no model of its own: the model of every site decides there."]);
        }

        if (stack.Count > 1 && !Artefact.TryLoad(await models.LoadAsync(stack[1].Sha256, cancellationToken).ConfigureAwait(false), stack[1].Sha256, out Model? _, out string problem))
        {
            return new PromotionResult(PromotionOutcome.Damaged, [$"The champion before, {stack[1].Sha256[..12]}, cannot be used: {problem}."]);
        }

        if (seenChampion is { } seen && seen != stack[0].Sha256)
        {
            return Stale();
        }

        DateTimeOffset now = clock.UtcNowMicros();
        bool isDone = await database.RunAsync(
            async (unit, token) =>
            {
                if (!await PromotionStore.PopAsync(unit, stack, actor, now, token).ConfigureAwait(false))
                {
                    return false;
                }

                if (site is { } of)
                {
                    await ShadowStore.StopAsync(unit, of, now, token).ConfigureAwait(false);
                }

                await audit.AppendManyAsync(unit, [ModelAudit.Entry(site, actor, "roll_back_model", null, reason, stack[0].Sha256, now)], token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (!isDone)
        {
            return Stale();
        }

        ChampionRow? deciding = site is { } known
            ? await models.DecidingAsync(known, cancellationToken).ConfigureAwait(false)
            : await models.ChampionAsync(ModelHost.EverySite, cancellationToken).ConfigureAwait(false);
        string what = stack.Count == 1 ? "The model of every site" : $"Model {deciding?.Number}";
        return new PromotionResult(PromotionOutcome.Done, [$"{what} decides for {GateWord.Where(scope)} again; every process takes it within two seconds."]) { Champion = deciding?.Sha256 };
    }

    private static PromotionResult Stale() => new(PromotionOutcome.Stale, ["Somebody else changed the champion meanwhile. Look again before you decide."]);
}
