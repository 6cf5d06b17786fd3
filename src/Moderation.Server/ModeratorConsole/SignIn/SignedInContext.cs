using Moderation.Accounts;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Who a request is from.</summary>
internal static class SignedInContext
{
    /// <summary>The person signed in. Throws where the route lets in anybody.</summary>
    public static SignedIn SignedIn(this HttpContext context) =>
        context.Features.Get<SignedIn>() ?? throw new InvalidOperationException($"Nobody is signed in at {context.Request.Path}, and the route asks who.");
}
