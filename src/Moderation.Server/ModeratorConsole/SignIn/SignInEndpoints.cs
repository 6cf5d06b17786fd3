using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Moderation.Accounts;
using SignInResult = Moderation.Accounts.SignInResult;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>What the forms of the sign-in pages do. Each answers with a redirect; the pages say what became of it.</summary>
internal static class SignInEndpoints
{
    private const string Page = "/moderate/sign-in";

    /// <summary>Anybody may send these forms: nobody holds more memory with one than a name and a password take.</summary>
    private const int MaxFormBytes = 64 * 1024;

    public static void MapSignIn(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("/moderate").AddEndpointFilter<RouteGroupBuilder, FormToken>().WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes)).ExcludeFromDescription();
        group.MapPost("/sign-in", PasswordAsync);
        group.MapPost("/sign-in/code", CodeAsync);
        group.MapPost("/sign-out", SignOutAsync).RequireAuthorization(ConsolePolicies.SignedIn);
        group.MapGet("/sign-in/organisation", Organisation);
        group.MapGet("/sign-in/organisation/done", OrganisationDoneAsync);
    }

    private static async Task<RedirectHttpResult> PasswordAsync(
        [FromForm] string? name, [FromForm] string? password, [FromForm] string? back, HttpContext context, Accounts.SignIn signIn, PendingSignIn pending, SignInLimits limits, CancellationToken cancellationToken)
    {
        if (!limits.TryTake(context))
        {
            return To(Page, "slow", back);
        }

        SignInResult result = await signIn.WithPasswordAsync(name, password, DeviceName.Of(context.Request), cancellationToken).ConfigureAwait(false);
        if (result.Outcome != SignInOutcome.CodeNeeded)
        {
            return Finish(context, result, Page, back);
        }

        pending.Write(context, result.Moderator!.ModeratorId);
        return To(Page + "/code", null, back);
    }

    private static async Task<RedirectHttpResult> CodeAsync(
        [FromForm] string? code, [FromForm] string? back, HttpContext context, Accounts.SignIn signIn, PendingSignIn pending, SignInLimits limits, CancellationToken cancellationToken)
    {
        if (pending.Read(context.Request) is not { } moderatorId)
        {
            return To(Page, "late", back);
        }

        if (!limits.TryTake(context))
        {
            return To(Page + "/code", "slow", back);
        }

        return Finish(context, await signIn.WithCodeAsync(moderatorId, code, DeviceName.Of(context.Request), cancellationToken).ConfigureAwait(false), Page + "/code", back);
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context, ManageModerators manage, CancellationToken cancellationToken)
    {
        SignedIn signedIn = context.SignedIn();
        await manage.EndSessionsAsync(signedIn, signedIn.Session.SessionId, cancellationToken).ConfigureAwait(false);
        SessionCookie.Forget(context);
        return TypedResults.LocalRedirect(Page);
    }

    private static Results<ChallengeHttpResult, NotFound> Organisation(string? back, IAuthenticationSchemeProvider schemes, Settings.ServerSettings settings) => settings.OpenIdConnect is null
        ? TypedResults.NotFound()
        : TypedResults.Challenge(new AuthenticationProperties { RedirectUri = Page + "/organisation/done" + (IsOurs(back) ? $"?back={Uri.EscapeDataString(back!)}" : "") }, [OrganisationSignIn.Scheme]);

    private static async Task<Results<RedirectHttpResult, NotFound>> OrganisationDoneAsync(string? back, HttpContext context, Accounts.SignIn signIn, Settings.ServerSettings settings, CancellationToken cancellationToken)
    {
        if (settings.OpenIdConnect is not { } provider)
        {
            return TypedResults.NotFound();
        }

        AuthenticateResult external = await context.AuthenticateAsync(OrganisationSignIn.Hand).ConfigureAwait(false);
        await context.SignOutAsync(OrganisationSignIn.Hand).ConfigureAwait(false);
        if (external.Principal?.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            return To(Page, "refused", back);
        }

        string issuer = external.Principal.FindFirstValue("iss") ?? provider.Authority.AbsoluteUri.TrimEnd('/');
        return Finish(context, await signIn.WithExternalAsync(issuer, subject, DeviceName.Of(context.Request), cancellationToken).ConfigureAwait(false), Page, back, refusal: "unknown");
    }

    private static RedirectHttpResult Finish(HttpContext context, SignInResult result, string page, string? back, string refusal = "refused")
    {
        if (result is not { Outcome: SignInOutcome.Done, Session: { } session, Moderator: { } moderator })
        {
            return To(page, refusal, back);
        }

        SessionCookie.Write(context, session);
        PendingSignIn.Forget(context);
        return TypedResults.LocalRedirect(moderator.MustChangePassword ? "/moderate/account" : IsOurs(back) ? back! : "/moderate");
    }

    private static RedirectHttpResult To(string page, string? problem, string? back) =>
        TypedResults.LocalRedirect(page + QueryString.Create(new Dictionary<string, string?> { ["problem"] = problem, ["back"] = IsOurs(back) ? back : null }.Where(pair => pair.Value is not null)));

    /// <summary>Only a page of the console is come back to: nobody is led elsewhere by a link to the sign-in.</summary>
    private static bool IsOurs(string? back) =>
        back is not null && back.Length < 2_000 && !HoldsAnAddress(back) && !back.Contains('\\', StringComparison.Ordinal) && !back.Any(char.IsControl)
        && (back == "/moderate" || back.StartsWith("/moderate/", StringComparison.Ordinal) || back.StartsWith("/moderate?", StringComparison.Ordinal) || back == "/admin" || back.StartsWith("/admin/", StringComparison.Ordinal) || back.StartsWith("/admin?", StringComparison.Ordinal));

    private static bool HoldsAnAddress(string back) => back.Contains('@', StringComparison.Ordinal) || back.Contains("%40", StringComparison.Ordinal);
}
