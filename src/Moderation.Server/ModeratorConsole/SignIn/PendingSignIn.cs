using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Who has given a right password and still owes a code: a protected cookie that counts for five minutes.</summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection)
{
    private const string Name = "moderation-sign-in";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("console/pending-sign-in").ToTimeLimitedDataProtector();

    public void Write(HttpContext context, Guid moderatorId) =>
        context.Response.Cookies.Append(Name, protector.Protect(moderatorId.ToString("D", CultureInfo.InvariantCulture), Lifetime), Options(context));

    public Guid? Read(HttpRequest request)
    {
        try
        {
            return request.Cookies[Name] is { Length: > 0 } value && Guid.TryParse(protector.Unprotect(value), out Guid moderatorId) ? moderatorId : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/moderate/sign-in", MaxAge = Lifetime, IsEssential = true };
}
