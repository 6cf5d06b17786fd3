using System.Globalization;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Quality;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Training;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>Reads what the pages about models show. Whoever calls has checked the site.</summary>
internal sealed class ModelsReader(
    ModelStore models, ChallengerStore registry, PromotionStore promotions, ShadowReader shadows, QualityReader quality, BlindReview blind, LabelStore labels, LabelHoldStore holds, TrainingRunStore runs)
{
    private const int MaxModels = 30;
    private const int MaxPromotions = 10;
    private const int MaxDifferences = 25;

    /// <summary>Null as long as there is no champion.</summary>
    public async Task<ModelsView?> ReadAsync(SiteId site, CancellationToken cancellationToken)
    {
        if (await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false) is not { } champion || await registry.FindAsync(champion.Sha256, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        ModelCard card = ModelCard.FromJson(row.Card);
        IReadOnlyList<TrainingRun> last = await runs.ListAsync(site, 20, cancellationToken).ConfigureAwait(false);
        TrainingRun? learnt = last.FirstOrDefault(run => run.ModelSha256 is not null);
        IReadOnlyList<ChallengerRow> all = await registry.ListAsync(site, MaxModels, cancellationToken).ConfigureAwait(false);
        return new ModelsView
        {
            Champion = row,
            Card = card,
            Since = champion,
            IsOwn = (await models.ChampionAsync(site.Value, cancellationToken).ConfigureAwait(false)) is not null,
            Promotions = await promotions.ListAsync(site.Value, MaxPromotions, cancellationToken).ConfigureAwait(false),
            Live = await quality.LiveAsync(site, champion.Sha256, champion.PromotedAt, cancellationToken).ConfigureAwait(false),
            Blind = await quality.BlindAsync(site, champion.Sha256, cancellationToken).ConfigureAwait(false),
            BlindWaiting = (await blind.ListAsync(site, 1_000, cancellationToken).ConfigureAwait(false)).Count,
            Drift = await quality.DriftAsync(site, champion.Sha256, card, cancellationToken).ConfigureAwait(false),
            Labels = await labels.CountAsync(site, learnt?.StartedAt ?? DateTimeOffset.UnixEpoch, cancellationToken).ConfigureAwait(false),
            Holds = [.. (await holds.ListAsync(site, cancellationToken).ConfigureAwait(false)).Where(hold => hold.State == LabelHoldState.Waiting)],
            Run = last.Count > 0 ? last[0] : null,
            Challengers = [.. all.Where(model => model.Sha256 != champion.Sha256)],
            Shadow = await shadows.LastAsync(site, MaxDifferences, cancellationToken).ConfigureAwait(false),
            Names = all.Append(row).DistinctBy(model => model.Sha256).ToDictionary(model => model.Sha256, NameOf),
        };
    }

    /// <summary>A model in words: <c>model 7</c>.</summary>
    public static string NameOf(ChallengerRow model) => string.Create(CultureInfo.InvariantCulture, $"model {model.Number}");
}
