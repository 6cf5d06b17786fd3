using System.CommandLine;
using System.Globalization;
using Moderation.Models;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models list</c>: the newest model versions, where they decide and what the gate said.</summary>
internal static class ModelsListCommand
{
    public static Command Create()
    {
        Option<string?> site = new("--site") { Description = "Only models that this site could use" };
        Option<int> limit = new("--limit") { Description = "How many, newest first", DefaultValueFactory = _ => 50 };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("list", "Lists the models of the registry, newest first.") { site, limit, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(limit) is not (>= 1 and <= 1_000))
            {
                throw new CommandFailedException("--limit must be from 1 to 1000.") { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            Site? owner = result.GetValue(site) is { } id ? await session.SiteAsync(id, cancellationToken).ConfigureAwait(false) : null;
            IReadOnlyList<ChallengerRow> models = await session.Get<ChallengerStore>().ListAsync(owner?.Id, result.GetValue(limit), cancellationToken).ConfigureAwait(false);
            ILookup<string, string> scopes = (await session.Get<PromotionStore>().ListChampionsAsync(cancellationToken).ConfigureAwait(false)).ToLookup(champion => champion.Sha256, champion => champion.Scope);
            if (result.GetValue(json))
            {
                Output.WriteJson(models.Select(model => new
                {
                    model.Number,
                    model.Sha256,
                    Site = model.SiteId,
                    ChampionOf = scopes[model.Sha256].ToArray(),
                    model.GatePassed,
                    model.CreatedAt,
                    model.CreatedBy,
                }));
                return ExitCode.Done;
            }

            Output.WriteTable(
                ["number", "model", "trained for", "champion of", "gate", "made", "by"],
                models.Select(model => (IReadOnlyList<string>)
                [
                    model.Number.ToString(CultureInfo.InvariantCulture), model.Sha256[..12], model.SiteId ?? "every site",
                    string.Join(", ", scopes[model.Sha256].Select(scope => scope.Length == 0 ? "every site" : scope)), ModelView.GateWord(model),
                    model.CreatedAt.ToString("u", CultureInfo.InvariantCulture), model.CreatedBy,
                ]));
            return ExitCode.Done;
        });
        return command;
    }
}
