using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Moderation.TestSupport;

/// <summary>Signs tokens by hand, as a website would that uses another library than this service.</summary>
internal static class SomeToken
{
    public const string Secret = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    /// <summary>Claims that are right for the site and the page.</summary>
    public static JsonObject Claims(string site, string page, DateTimeOffset now, string subject = "user-42") => new()
    {
        ["sub"] = subject,
        ["aud"] = site,
        ["page"] = page,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
    };

    public static string Hs256(JsonObject claims, string? kid = "k1", string secret = Secret, string algorithm = "HS256") =>
        Sign(claims, kid, algorithm, input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input));

    public static string Es256(JsonObject claims, ECDsa key, string? kid = "k1", string algorithm = "ES256") =>
        Sign(claims, kid, algorithm, input => key.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public static string Sign(JsonObject claims, string? kid, string algorithm, Func<byte[], byte[]> sign)
    {
        JsonObject header = new() { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (kid is not null)
        {
            header["kid"] = kid;
        }

        string input = $"{Part(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Part(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{input}.{Part(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
