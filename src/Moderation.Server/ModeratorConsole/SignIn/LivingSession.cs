using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Moderation.Accounts;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Keeps looking whether the session of an open page still counts.</summary>
internal sealed class LivingSession(ILoggerFactory logger, Sessions sessions) : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <summary>How soon every process notices a change.</summary>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ClaimsPrincipal user = authenticationState.User;
        return user.FindFirstValue(SessionAuthentication.TokenClaim) is { } token
            && await sessions.FindAsync(token, cancellationToken).ConfigureAwait(false) is { } signedIn
            && user.IsInRole(ConsolePolicies.AdminRole) == signedIn.Moderator.IsAdmin;
    }
}
