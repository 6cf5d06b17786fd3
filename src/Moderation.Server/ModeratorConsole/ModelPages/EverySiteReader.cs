using Moderation.Models;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.ModelPages;

/// <summary>Reads what the page about the model of every site shows.</summary>
internal sealed class EverySiteReader(ModelStore models, ChallengerStore registry, PromotionStore promotions)
{
    private const int MaxModels = 10;
    private const int MaxPromotions = 20;

    /// <summary>Null as long as there is no champion.</summary>
    public async Task<EverySiteView?> ReadAsync(IReadOnlyList<Site> sites, CancellationToken cancellationToken)
    {
        if (await models.ChampionAsync(ModelHost.EverySite, cancellationToken).ConfigureAwait(false) is not { } since || await registry.FindAsync(since.Sha256, cancellationToken).ConfigureAwait(false) is not { } champion)
        {
            return null;
        }

        IReadOnlyList<ChallengerRow> all = await registry.ListGeneralAsync(MaxModels, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Promotion> last = await promotions.ListAsync(ModelHost.EverySite, MaxPromotions, cancellationToken).ConfigureAwait(false);
        HashSet<string> scopes = [.. (await promotions.ListChampionsAsync(cancellationToken).ConfigureAwait(false)).Select(one => one.Scope)];
        return new EverySiteView
        {
            Champion = champion,
            Since = since,
            OwnSites = [.. sites.Where(site => scopes.Contains(site.Id.Value))],
            Standing = [.. last.Where(one => one.RolledBackAt is null)],
            Promotions = last,
            Challengers =
            [
                .. all.Where(model => model.Sha256 != champion.Sha256).Select(model =>
                    new ShownChallenger(model, GateWord.ReportOf(model), GateWord.Of(model, ModelHost.EverySite, champion.Sha256), last.Any(one => one.Sha256 == model.Sha256))),
            ],
            Names = all.Append(champion).DistinctBy(model => model.Sha256).ToDictionary(model => model.Sha256, ModelsReader.NameOf),
        };
    }
}
