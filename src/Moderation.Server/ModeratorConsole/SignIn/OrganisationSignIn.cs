using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Moderation.Server.Settings;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Sign-in through the organisation's own OpenID Connect provider. Who comes from there is somebody here only when an admin has linked them.</summary>
internal static class OrganisationSignIn
{
    public const string Scheme = "organisation";

    /// <summary>The cookie that carries the answer of the provider over one redirect.</summary>
    public const string Hand = "organisation-hand";

    public static AuthenticationBuilder AddOrganisation(this AuthenticationBuilder authentication, OpenIdConnectSettings settings) => authentication
        .AddCookie(Hand, cookie =>
        {
            cookie.Cookie.Name = "moderation-organisation";
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            cookie.SlidingExpiration = false;
        })
        .AddOpenIdConnect(Scheme, connect =>
        {
            connect.Authority = settings.Authority.AbsoluteUri;
            connect.ClientId = settings.ClientId;
            connect.ClientSecret = settings.ClientSecret;
            connect.SignInScheme = Hand;
            connect.ResponseType = OpenIdConnectResponseType.Code;
            connect.UsePkce = true;
            connect.MapInboundClaims = false;
            connect.SaveTokens = false;
            connect.GetClaimsFromUserInfoEndpoint = false;
            connect.RequireHttpsMetadata = !settings.Authority.IsLoopback;
            connect.CallbackPath = "/moderate/sign-in/organisation/callback";
            connect.Scope.Clear();
            connect.Scope.Add("openid");
            connect.ClaimActions.Remove("iss");
            connect.Events.OnRemoteFailure = failure =>
            {
                failure.HandleResponse();
                failure.Response.Redirect("/moderate/sign-in?problem=refused");
                return Task.CompletedTask;
            };
        });
}
