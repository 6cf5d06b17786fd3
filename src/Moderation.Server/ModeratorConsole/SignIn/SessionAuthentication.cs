using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Moderation.Accounts;
using Moderation.Server.ModeratorConsole.Admin;
using Moderation.Storage;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Recognises a signed-in browser by its session, looked up anew for each request: what was ended or disabled counts at once, in every process.</summary>
internal sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "moderation-session";

    /// <summary>Has nothing left to do before work, such as choosing a password.</summary>
    public const string ReadyClaim = "ready";

    /// <summary>The id of the session.</summary>
    public const string SessionClaim = "session";

    /// <summary>The token of a circuit's session, so that it can be looked up again as long as the page is open. Stays on the server.</summary>
    public const string TokenClaim = "token";

    public static ClaimsPrincipal PrincipalOf(SignedIn signedIn, string token)
    {
        Moderator moderator = signedIn.Moderator;
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, moderator.ModeratorId.ToString("D")),
            new(ClaimTypes.Name, moderator.DisplayName),
            new(ClaimTypes.Role, moderator.Role.ToText()),
            new(SessionClaim, signedIn.Session.SessionId.ToString("D")),
            new(TokenClaim, token),
        ];
        if (!moderator.MustChangePassword)
        {
            claims.Add(new Claim(ReadyClaim, "yes"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Request) is not { Length: > 0 } token || await sessions.FindAsync(token, Context.RequestAborted).ConfigureAwait(false) is not { } signedIn)
        {
            return AuthenticateResult.NoResult();
        }

        Context.Features.Set(signedIn);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(signedIn, token), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Only a page that can be opened again is come back to.
        string back = HttpMethods.IsGet(Request.Method) && (Request.Path.StartsWithSegments("/moderate", StringComparison.Ordinal) || Request.Path.StartsWithSegments("/admin", StringComparison.Ordinal))
            ? $"?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}"
            : "";
        Response.Redirect("/moderate/sign-in" + back);
        return Task.CompletedTask;
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        // Signed in, and something is left to do first: choosing a password. Everything else is not for them.
        if (Context.User.Identity?.IsAuthenticated == true && !Context.User.HasClaim(claim => claim.Type == ReadyClaim))
        {
            Response.Redirect("/moderate/account");
        }
        else
        {
            await new RazorComponentResult<RefusedPage> { StatusCode = StatusCodes.Status403Forbidden }.ExecuteAsync(Context).ConfigureAwait(false);
        }
    }
}
