using Moderation.Accounts;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Where a browser keeps its session: a cookie that no script reads and no other site sends along.</summary>
internal static class SessionCookie
{
    private const string Name = "moderation-session";

    /// <summary>Over TLS the name binds the cookie to this host; without TLS browsers would refuse such a name.</summary>
    private const string SecureName = "__Host-moderation-session";

    public static string? Read(HttpRequest request) => request.Cookies[request.IsHttps ? SecureName : Name];

    public static void Write(HttpContext context, IssuedSession issued) =>
        context.Response.Cookies.Append(context.Request.IsHttps ? SecureName : Name, issued.Token, Options(context, issued.Session.ExpiresAt));

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(context.Request.IsHttps ? SecureName : Name, Options(context, null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
