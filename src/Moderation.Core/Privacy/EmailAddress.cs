using System.Globalization;

namespace Moderation.Privacy;

/// <summary>What the service knows about the form of an e-mail address. Whether it exists, only a mail can tell.</summary>
internal static class EmailAddress
{
    /// <summary>True when the text can be an address: something, an at sign, something, and no white space or control character.</summary>
    public static bool IsPlausible(string address)
    {
        int sign = address.LastIndexOf('@');
        if (sign <= 0 || sign == address.Length - 1)
        {
            return false;
        }

        foreach (char c in address)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The form in which two spellings of one address are equal: trimmed, NFC, lower-case, the domain as punycode and without a final dot.
    /// The local part is lower-cased too: no mail provider in use tells cases apart.
    /// </summary>
    public static string Normalise(string address)
    {
        string trimmed = address.Trim();
        string text = (trimmed.IsNormalized() ? trimmed : trimmed.Normalize()).ToLowerInvariant();
        int sign = text.LastIndexOf('@');
        return sign < 0 ? text : string.Concat(text.AsSpan(0, sign + 1), ToPunycode(text[(sign + 1)..].TrimEnd('.')));
    }

    private static string ToPunycode(string domain)
    {
        if (System.Text.Ascii.IsValid(domain))
        {
            return domain;
        }

        try
        {
            return new IdnMapping().GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Not a legal name in any alphabet; it is compared as it was typed.
            return domain;
        }
    }
}
