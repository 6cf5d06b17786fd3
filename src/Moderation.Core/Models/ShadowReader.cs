using Moderation.Sites;

namespace Moderation.Models;

/// <summary>Puts together what a shadow has shown.</summary>
internal sealed class ShadowReader(ShadowStore shadows)
{
    /// <summary>The newest shadow of a site with at most so many of the submissions about which the two differ; null when there was none.</summary>
    public async Task<ShadowReport?> LastAsync(SiteId site, int differences, CancellationToken cancellationToken) =>
        await shadows.LastAsync(site, cancellationToken).ConfigureAwait(false) is { } shadow
            ? new ShadowReport
            {
                Shadow = shadow,
                Tallies = await shadows.TalliesAsync(shadow.ShadowId, cancellationToken).ConfigureAwait(false),
                Differences = await shadows.DifferencesAsync(shadow.ShadowId, differences, cancellationToken).ConfigureAwait(false),
            }
            : null;
}
