using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Moderation.Privacy;

/// <summary>
/// Hides e-mail addresses that were typed where they do not belong: in a name, a URL or a body. Used at every public and outgoing edge,
/// and to recognise URL parameters that hold one. Prefers hiding too much: nothing of the local part, nor of the domain, is shown.
/// </summary>
/// <remarks>
/// Recognised: <c>user@host.tld</c> in any script, full-width forms, <c>user%40host.tld</c> at any depth of percent-encoding, the HTML entities
/// of the at sign, <c>user [at] host [dot] tld</c> in round, square and curly brackets, quoted local parts and address literals.
/// Runs in time linear in the length of the text, whatever the text is.
/// </remarks>
internal static class AddressMask
{
    /// <summary>What stands in a text instead of an address. Needs no translation.</summary>
    public const string Shown = "…@…";

    /// <summary>What stands in a URL instead of an address; legal in every part of one.</summary>
    public const string ShownInUrl = "masked";

    /// <summary>True when the text holds at least one address.</summary>
    public static bool Contains(ReadOnlySpan<char> text) => new AddressScanner(text, isUrl: false).MoveNext();

    /// <summary>The text with every address replaced by <see cref="Shown"/>; the same instance when it holds none, null for null.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Mask(string? text) => Replace(text, isUrl: false, Shown);

    /// <summary>
    /// The URL with every address replaced by <see cref="ShownInUrl"/>. Here <c>/ ? # &amp; = ;</c> end an address,
    /// so that the rest of the URL stays what it was.
    /// </summary>
    [return: NotNullIfNotNull(nameof(url))]
    public static string? MaskUrl(string? url) => Replace(url, isUrl: true, ShownInUrl);

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Replace(string? text, bool isUrl, string shown)
    {
        if (text is null)
        {
            return null;
        }

        var scanner = new AddressScanner(text, isUrl);
        if (!scanner.MoveNext())
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        int written = 0;
        do
        {
            // "a@b.example@c.example" is two addresses that share their middle: one mask covers both.
            if (scanner.Start >= written)
            {
                masked.Append(text, written, scanner.Start - written).Append(shown);
            }

            written = Math.Max(written, scanner.End);
        }
        while (scanner.MoveNext());

        return masked.Append(text, written, text.Length - written).ToString();
    }
}
