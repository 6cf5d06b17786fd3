using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Moderation.Accounts;
using Moderation.Server.ModeratorConsole.SignIn;

namespace Moderation.Server.ModeratorConsole.Account;

/// <summary>What the forms of the account page do: password, second factor, sessions. Each answers with a redirect.</summary>
internal static class AccountEndpoints
{
    private const string Page = "/moderate/account";

    public static void MapAccount(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup(Page).RequireAuthorization(ConsolePolicies.SignedIn).AddEndpointFilter<RouteGroupBuilder, FormToken>().ExcludeFromDescription();
        group.MapPost("/password", PasswordAsync);
        group.MapPost("/second-factor/begin", BeginAsync);
        group.MapPost("/second-factor/remove", RemoveAsync);
        group.MapPost("/sessions/end", EndAsync);
    }

    private static async Task<RedirectHttpResult> PasswordAsync(
        [FromForm] string? current, [FromForm] string? password, [FromForm] string? again, HttpContext context, ManageModerators manage, CancellationToken cancellationToken)
    {
        SignedIn signedIn = Me(context);
        if (password != again)
        {
            return To("again");
        }

        if (Passwords.Problem(password, signedIn.Moderator.Name) is not null || password == current)
        {
            return To("weak");
        }

        return To(await manage.ChangePasswordAsync(signedIn, current ?? "", password!, cancellationToken).ConfigureAwait(false) ? "password-changed" : "wrong");
    }

    private static async Task<RedirectHttpResult> BeginAsync(HttpContext context, ManageModerators manage, CancellationToken cancellationToken)
    {
        // Somebody who sits down at an open browser must not be able to replace a second factor: it is taken away first, with the password.
        if (!Me(context).Moderator.HasSecondFactor)
        {
            await manage.BeginSecondFactorAsync(Me(context).Moderator, cancellationToken).ConfigureAwait(false);
        }

        return TypedResults.LocalRedirect(Page + "/second-factor");
    }

    private static async Task<RedirectHttpResult> RemoveAsync([FromForm] string? current, HttpContext context, ManageModerators manage, CancellationToken cancellationToken)
    {
        SignedIn signedIn = Me(context);
        return To(await manage.RemoveSecondFactorAsync(signedIn.Moderator, current ?? "", cancellationToken).ConfigureAwait(false) ? "second-factor-off" : "wrong");
    }

    private static async Task<RedirectHttpResult> EndAsync([FromForm] Guid? session, HttpContext context, ManageModerators manage, CancellationToken cancellationToken)
    {
        await manage.EndSessionsAsync(Me(context), session, cancellationToken).ConfigureAwait(false);
        return To("signed-out");
    }

    private static SignedIn Me(HttpContext context) => context.SignedIn();

    private static RedirectHttpResult To(string said) => TypedResults.LocalRedirect($"{Page}?said={said}");
}
