using System.Globalization;

namespace Moderation.Policies;

/// <summary>The host a link leads to, in the one form in which hosts are compared: lower case, in ASCII (<c>xn--</c>), without <c>www.</c> and port.</summary>
internal static class LinkHost
{
    private const int MaxChars = 253;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Null when the link names no host that could exist, as in an anchor without an address.</summary>
    public static string? Of(string text, LinkSpan link)
    {
        ReadOnlySpan<char> address = text.AsSpan(link.Start, link.End - link.Start);
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        address = scheme >= 0 ? address[(scheme + 3)..] : address;
        int end = address.IndexOfAny("/?#\\");
        address = end >= 0 ? address[..end] : address;

        // What stands before the at sign is no host: http://bank.example@evil.example leads to evil.example.
        address = address[(address.LastIndexOf('@') + 1)..];
        int port = address.IndexOf(':');
        return Canonical(port >= 0 ? address[..port] : address);
    }

    /// <summary>A host as people write it in the one form; null when it is none.</summary>
    public static string? Canonical(ReadOnlySpan<char> host)
    {
        host = host.Trim().Trim('.');
        if (host.Length is 0 or > MaxChars || host.IndexOf('.') < 0)
        {
            return null;
        }

        string lower = host.ToString().ToLowerInvariant();
        if (!System.Text.Ascii.IsValid(lower))
        {
            try
            {
                lower = Idn.GetAscii(lower);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }

        return lower.StartsWith("www.", StringComparison.Ordinal) && lower.IndexOf('.', 4) > 0 ? lower[4..] : lower;
    }
}
