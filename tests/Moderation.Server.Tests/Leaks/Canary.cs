using System.Security.Cryptography;
using System.Text;

namespace Moderation.Server.Tests.Leaks;

/// <summary>An address that is planted in one place and searched everywhere, in every form in which it could come out.</summary>
internal sealed record Canary(string Where, string Address)
{
    /// <summary>As it is, in other cases, percent-encoded, in base64, and as the unkeyed hashes that avatars and user ids are made of.</summary>
    public IEnumerable<(string Form, string Text)> Forms()
    {
        string lower = Address.ToLowerInvariant();
        byte[] bytes = Encoding.UTF8.GetBytes(lower);
        yield return ("plain", lower);
        yield return ("local part", lower[..lower.IndexOf('@', StringComparison.Ordinal)]);
        yield return ("percent-encoded", Uri.EscapeDataString(lower));
        yield return ("base64", Convert.ToBase64String(bytes).TrimEnd('='));
        yield return ("base64url", Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        foreach ((string name, byte[] hash) in Hashes(bytes))
        {
            yield return (name, Convert.ToHexStringLower(hash));
            yield return (name + " in base64", Convert.ToBase64String(hash).TrimEnd('='));
        }
    }

    /// <summary>The forms found in a text; letters are compared without case, except those of base64.</summary>
    public IEnumerable<string> FoundIn(string text)
    {
        foreach ((string form, string searched) in Forms())
        {
            bool isBase64 = form.Contains("base64", StringComparison.Ordinal);
            if (text.Contains(searched, isBase64 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{Where} as {form}";
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Hash)> Hashes(byte[] bytes)
    {
#pragma warning disable CA5350, CA5351 // What leaks elsewhere are just these weak hashes; the test looks for them.
        yield return ("MD5", MD5.HashData(bytes));
        yield return ("SHA-1", SHA1.HashData(bytes));
#pragma warning restore CA5350, CA5351
        yield return ("SHA-256", SHA256.HashData(bytes));
    }
}
