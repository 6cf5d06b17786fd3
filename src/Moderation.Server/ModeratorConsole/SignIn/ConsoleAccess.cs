using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Moderation.Accounts;
using Moderation.Sites;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Says who a page is open for, looked up anew each time: an open page outlives the moment at which somebody was allowed to open it.</summary>
internal sealed class ConsoleAccess(AuthenticationStateProvider state, Sessions sessions, SiteStore sites)
{
    /// <summary>Who it is; null when the session has ended, the person is disabled, or has to choose a password first.</summary>
    public async Task<SignedIn?> WhoAsync(CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = (await state.GetAuthenticationStateAsync().ConfigureAwait(false)).User;
        return user.FindFirstValue(SessionAuthentication.TokenClaim) is { } token
            && await sessions.FindAsync(token, cancellationToken).ConfigureAwait(false) is { Moderator.MustChangePassword: false } signedIn
            ? signedIn
            : null;
    }

    /// <summary>As <see cref="WhoAsync"/>, and null as well when they may not see the site.</summary>
    public async Task<SignedIn?> ForAsync(SiteId site, CancellationToken cancellationToken) =>
        await WhoAsync(cancellationToken).ConfigureAwait(false) is { } signedIn && signedIn.Moderator.MaySee(site) ? signedIn : null;

    /// <summary>The sites a person may see, by name.</summary>
    public async Task<IReadOnlyList<Site>> SitesAsync(Moderator moderator, CancellationToken cancellationToken) =>
        [.. (await sites.ListAsync(cancellationToken).ConfigureAwait(false)).Where(site => moderator.MaySee(site.Id)).OrderBy(site => site.Name, StringComparer.CurrentCultureIgnoreCase)];
}
