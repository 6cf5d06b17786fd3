using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace YourWebsite;

/// <summary>Signs identity tokens (HS256) with which a website vouches for the author of a reply. .NET 9 or later, no package.</summary>
public static class IdentityTokenSigner
{
    /// <summary>A token that is good for an hour, for one site and one page.</summary>
    /// <param name="secret">What "moderation identity-keys add" showed. Its bytes are the key, as they are.</param>
    /// <param name="kid">The name of that key.</param>
    /// <param name="site">The id of the site.</param>
    /// <param name="page">The page.id you send with the reply, or its page.url where you send no id.</param>
    /// <param name="subject">Who the author is on your website: always the same for the same person.</param>
    /// <param name="name">The name you vouch for, which is shown whatever was typed; null if you vouch for none.</param>
    /// <param name="now">The time.</param>
    public static string Sign(string secret, string kid, string site, string page, string subject, string? name, DateTimeOffset now)
    {
        Dictionary<string, object?> header = new() { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = kid };
        Dictionary<string, object?> claims = new()
        {
            ["sub"] = subject,
            ["aud"] = site,
            ["page"] = page,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["name"] = name,
        };
        string input = $"{Part(header)}.{Part(claims)}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Part(Dictionary<string, object?> value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
