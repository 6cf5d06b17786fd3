using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>Lets a challenger score what a site receives beside its champion. It decides nothing, so that no gate is asked.</summary>
internal sealed class StartShadow(Database database, ModelStore models, ChallengerStore challengers, AuditStore audit, TimeProvider clock)
{
    /// <summary>So long a shadow should run before anybody goes by it.</summary>
    public static readonly TimeSpan EnoughTime = TimeSpan.FromHours(24);

    /// <summary>So many submissions a shadow should have seen before anybody goes by it.</summary>
    public const int EnoughSubmissions = 500;

    public async Task<PromotionResult> HandleAsync(SiteId site, string sha256, string actor, CancellationToken cancellationToken)
    {
        if (await challengers.FindAsync(sha256, cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return new PromotionResult(PromotionOutcome.Unknown, ["There is no such model in the registry."]);
        }

        if (!Artefact.TryLoad(await models.LoadAsync(sha256, cancellationToken).ConfigureAwait(false), sha256, out Model? _, out string problem))
        {
            return new PromotionResult(PromotionOutcome.Damaged, [$"Model {model.Number} cannot be used: {problem}."]);
        }

        string? champion = (await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false))?.Sha256;
        if (champion is null || champion == sha256)
        {
            return new PromotionResult(PromotionOutcome.AlreadySo, [$"Model {model.Number} decides for {GateWord.Where(site.Value)} already."]) { Champion = champion };
        }

        DateTimeOffset now = clock.UtcNowMicros();
        Shadow shadow = new() { ShadowId = Guid.CreateVersion7(now), SiteId = site.Value, Sha256 = sha256, Champion = champion, StartedAt = now, StartedBy = actor };
        bool isStarted = await database.RunAsync(
            async (unit, token) =>
            {
                if (!await ShadowStore.StartAsync(unit, shadow, token).ConfigureAwait(false))
                {
                    return false;
                }

                await audit.AppendManyAsync(unit, [ModelAudit.Entry(site, actor, "start_shadow", null, null, sha256, now)], token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return isStarted
            ? new PromotionResult(PromotionOutcome.Done, [$"Model {model.Number} scores in shadow beside the champion of {GateWord.Where(site.Value)} from now on."]) { Champion = champion }
            : new PromotionResult(PromotionOutcome.Stale, ["A shadow runs on this site already. Stop it first."]) { Champion = champion };
    }
}
