using System.Collections.Frozen;

namespace Moderation.Policies;

/// <summary>Recognises an IBAN: a country, its length, and a checksum that is right. One number in ninety-seven passes by chance, so the length of the country counts too.</summary>
internal static class IbanReader
{
    private static readonly FrozenDictionary<string, int> Lengths = Parse(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 "
        + "IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 "
        + "SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20");

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup = Lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads the number whose first check digit is at <paramref name="digit"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digit">A digit.</param>
    /// <param name="floor">What lies before was read already.</param>
    /// <param name="start">Where the number begins.</param>
    /// <param name="end">Where it ends.</param>
    public static bool TryRead(string text, int digit, int floor, out int start, out int end)
    {
        start = digit - 2;
        end = digit;
        if (start < floor || !char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1]) || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
        {
            return false;
        }

        Span<char> country = [char.ToUpperInvariant(text[start]), char.ToUpperInvariant(text[start + 1])];
        if (!Lookup.TryGetValue(country, out int length))
        {
            return false;
        }

        Span<char> characters = stackalloc char[length];
        int read = 0;
        bool isAfterGap = false;
        int index = start;
        for (; index < text.Length && read < length; index++)
        {
            if (char.IsAsciiLetterOrDigit(text[index]))
            {
                characters[read++] = char.ToUpperInvariant(text[index]);
                isAfterGap = false;
            }
            else if (isAfterGap || text[index] is not (' ' or '-' or '\u00A0' or '\u202F'))
            {
                return false;
            }
            else
            {
                isAfterGap = true;
            }
        }

        end = index;
        return read == length && (index == text.Length || !char.IsLetterOrDigit(text[index])) && IsChecked(characters);
    }

    /// <summary>The first four characters go to the end, letters count from 10, and the remainder by 97 is 1.</summary>
    private static bool IsChecked(ReadOnlySpan<char> characters)
    {
        int remainder = 0;
        for (int i = 0; i < characters.Length; i++)
        {
            char c = characters[(i + 4) % characters.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }

    private static FrozenDictionary<string, int> Parse(string table) =>
        table.Split(' ').ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry[2..], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
