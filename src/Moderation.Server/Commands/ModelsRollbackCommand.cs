using System.CommandLine;
using Moderation.Models;
using Moderation.Sites;

namespace Moderation.Server.Commands;

/// <summary><c>moderation models rollback</c>: makes the champion before champion again.</summary>
internal static class ModelsRollbackCommand
{
    public static Command Create()
    {
        Option<string?> site = new("--site") { Description = "The site that steps back; left out: the model of every site" };
        Option<string?> reason = new("--reason") { Description = "Why; kept in the audit trail" };
        Option<bool> json = new("--json") { Description = "JSON for programs" };
        Command command = new("rollback", "Makes the champion before champion again, in one step. A site that had none of its own before steps back to the model of every site.") { site, reason, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using StoreSession session = await StoreSession.OpenAsync(cancellationToken).ConfigureAwait(false);
            SiteId? where = await RegisteredModel.SiteAsync(session, result.GetValue(site), cancellationToken).ConfigureAwait(false);
            PromotionResult done = await session.Get<RollBackModel>().HandleAsync(where, seenChampion: null, "cli", result.GetValue(reason), cancellationToken).ConfigureAwait(false);
            return await RegisteredModel.WriteAsync(done, where?.Value, result.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }
}
