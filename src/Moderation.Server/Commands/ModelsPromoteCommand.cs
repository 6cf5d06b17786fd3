using System.CommandLine;
using Moderation.Models;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models promote</c>: makes a model champion, if the gate lets it through.</summary>
internal static class ModelsPromoteCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model's number, its hash or the beginning of its hash" };
        Option<string?> site = new("--site") { Description = "The site it is to decide for; left out: the site it was trained for, else every site without a model of its own" };
        Option<bool> everywhere = new("--every-site") { Description = "For every site without a model of its own, also where it was trained for one" };
        Option<string?> reason = new("--override") { Description = "Why it is promoted although the gate refuses; kept in the audit trail" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("promote", "Makes a model champion. Returns 3 when the gate refuses. Every process takes it within two seconds.") { model, site, everywhere, reason, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(everywhere) && result.GetValue(site) is not null)
            {
                throw new CommandFailedException("One of --site and --every-site, not both.") { ExitCode = ExitCode.Usage };
            }

            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            ChallengerRow chosen = await RegisteredModel.FindAsync(session, result.GetValue(model)!, cancellationToken).ConfigureAwait(false);
            SiteId? where = await RegisteredModel.SiteAsync(session, result.GetValue(site) ?? (result.GetValue(everywhere) ? null : chosen.SiteId), cancellationToken).ConfigureAwait(false);
            PromotionRequest request = new() { Site = where, Sha256 = chosen.Sha256, OverrideReason = result.GetValue(reason), Actor = "cli" };
            return await RegisteredModel.WriteAsync(await session.Get<PromoteModel>().HandleAsync(request, cancellationToken).ConfigureAwait(false), where?.Value, result.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }
}
