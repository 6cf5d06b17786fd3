using Moderation.Models;
using Moderation.Scales;
using Moderation.Scoring;
using Moderation.Scoring.Scales;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Administration;

/// <summary>On which scale clients of Perspective see a site's scores: fitted to old scores of its own and compared first, then given to the site, or taken away; with a line in the audit trail.</summary>
internal sealed class ChangeScale(Database database, ScaleStore scales, ModelStore models, AuditStore audit, TimeProvider clock)
{
    /// <summary>Fits a scale and says what it would change. Keeps nothing.</summary>
    /// <param name="site">The site.</param>
    /// <param name="scores">Its old scores.</param>
    /// <param name="model">The model to fit with; null: the one that decides for the site.</param>
    /// <param name="cancellationToken">Stops the work between its steps.</param>
    /// <exception cref="ScaleFitException">The scores are too few.</exception>
    public async Task<FittedScale> FitAsync(SiteId site, OldScores scores, Model? model, CancellationToken cancellationToken)
    {
        Model fittedWith = model ?? await DecidingAsync(site, cancellationToken).ConfigureAwait(false);
        string? own = await scales.FindAsync(site, cancellationToken).ConfigureAwait(false);
        ScoreScale current = own is null ? ScoreScale.Shipped : ScoreScale.FromJson(own).Over(ScoreScale.Shipped);
        ScoreScale fitted = ScaleFitter.Fit(fittedWith, scores);
        cancellationToken.ThrowIfCancellationRequested();
        return new FittedScale { Scale = fitted, Before = ScaleFitter.Measure(fittedWith, scores, current) };
    }

    /// <summary>Gives a site a scale, in place of the one it had. Every process shows it within two seconds.</summary>
    public Task SetAsync(SiteId site, ScoreScale scale, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            await scales.SetAsync(unit, site, scale.ToJson(), actor, token).ConfigureAwait(false);
            string note = $"{scale.File} ({scale.FileSha256[..12]}): {string.Join(", ", scale.Attributes.Select(attribute => $"{attribute.Attribute} from {attribute.Texts} texts"))}";
            await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, "scale_set", null, note, clock.UtcNowMicros())], token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>The scale that ships counts again. False when the site had none of its own.</summary>
    public Task<bool> ResetAsync(SiteId site, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            bool removed = await ScaleStore.RemoveAsync(unit, site, token).ConfigureAwait(false);
            if (removed)
            {
                await audit.AppendManyAsync(unit, [AdminAudit.Entry(site, actor, "scale_reset", null, null, clock.UtcNowMicros())], token).ConfigureAwait(false);
            }

            return removed;
        },
        cancellationToken);

    /// <summary>The model that scores the site's texts now.</summary>
    public async Task<Model> DecidingAsync(SiteId site, CancellationToken cancellationToken)
    {
        ChampionRow? champion = await models.DecidingAsync(site, cancellationToken).ConfigureAwait(false);
        byte[]? artefact = champion is null ? null : await models.LoadAsync(champion.Sha256, cancellationToken).ConfigureAwait(false);
        return artefact is null ? BaseModel.Load() : Model.Load(artefact);
    }
}

/// <summary>A scale that was fitted, and what it would change.</summary>
internal sealed record FittedScale
{
    public required ScoreScale Scale { get; init; }

    /// <summary>By attribute: how often the scale of now and the old scores decide the same.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<ScaleAgreement>> Before { get; init; }
}
