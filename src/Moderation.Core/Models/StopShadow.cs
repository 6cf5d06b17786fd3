using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Models;

/// <summary>Ends the shadow of a site. What it counted stays.</summary>
internal sealed class StopShadow(Database database, ShadowStore shadows, AuditStore audit, TimeProvider clock)
{
    /// <summary>False when none runs.</summary>
    public async Task<bool> HandleAsync(SiteId site, string actor, CancellationToken cancellationToken)
    {
        if (await shadows.LastAsync(site, cancellationToken).ConfigureAwait(false) is not { StoppedAt: null } running)
        {
            return false;
        }

        DateTimeOffset now = clock.UtcNowMicros();
        return await database.RunAsync(
            async (unit, token) =>
            {
                if (!await ShadowStore.StopAsync(unit, site, now, token).ConfigureAwait(false))
                {
                    return false;
                }

                await audit.AppendManyAsync(unit, [ModelAudit.Entry(site, actor, "stop_shadow", null, null, running.Sha256, now)], token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
