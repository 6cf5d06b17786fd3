using System.Globalization;
using System.Security.Cryptography;
using Moderation.Privacy;

namespace Moderation.Server.ModeratorConsole.SignIn;

/// <summary>Who has given a right password and still owes a code: a cookie that only this installation can write and that counts for five minutes.</summary>
internal sealed class PendingSignIn(SiteKeys keys, TimeProvider clock)
{
    private const string Name = "moderation-sign-in";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public void Write(HttpContext context, Guid moderatorId)
    {
        string text = $"{moderatorId:N}.{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        context.Response.Cookies.Append(Name, $"{text}.{Convert.ToHexStringLower(Sign(text))}", Options(context));
    }

    public Guid? Read(HttpRequest request)
    {
        string[] parts = (request.Cookies[Name] ?? "").Split('.');
        return parts.Length == 3
            && parts[2].Length == 2 * SHA256.HashSizeInBytes && parts[2].All(char.IsAsciiHexDigitLower)
            && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(parts[2]), Sign($"{parts[0]}.{parts[1]}"))
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long until) && clock.GetUtcNow().ToUnixTimeSeconds() < until
            && Guid.TryParseExact(parts[0], "N", out Guid moderatorId)
            ? moderatorId
            : null;
    }

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private byte[] Sign(string text) => keys.Hash($"pending-sign-in:{text}");

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/moderate/sign-in", MaxAge = Lifetime, IsEssential = true };
}
