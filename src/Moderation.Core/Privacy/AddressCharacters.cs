using System.Buffers;
using System.Globalization;

namespace Moderation.Privacy;

/// <summary>Which characters an e-mail address is made of, as people and mail servers write them (RFC 5322 atoms, RFC 6531 for other scripts).</summary>
internal static class AddressCharacters
{
    private const int MaxInnerSpaces = 2;

    private static readonly SearchValues<char> LocalAscii =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~");

    /// <summary>True for a character of a local part. In a URL its delimiters are not: they end the address.</summary>
    public static bool IsLocal(char c, bool isUrl) =>
        c < 0x80
            ? LocalAscii.Contains(c) && !(isUrl && c is '/' or '?' or '#' or '&' or '=' or ';')
            : IsWordLike(c) || IsInvisible(c);

    /// <summary>True for zero-width and other formatting characters, which hide an address from a scanner and not from a reader.</summary>
    public static bool IsInvisible(char c) => c >= 0x80 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>True for what may stand in a name of any script: letters, digits, marks, symbols and halves of surrogate pairs.</summary>
    public static bool IsWordLike(char c) => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation => false,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.MathSymbol
            or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNotAssigned => true,
    };

    /// <summary>The full stop and what IDNA and compatibility forms read as one.</summary>
    public static bool IsDot(char c) => c is '.' or '\u3002' or '\uFF0E' or '\uFF61' or '\u2024' or '\uFE52';

    /// <summary>Length of <c>[word]</c> at the start of the text, in any case and with up to two spaces inside on either side; 0 when it is not there.</summary>
    public static int ReadBracketed(ReadOnlySpan<char> text, string word, char close)
    {
        int index = SkipSpaces(text, 1);
        if (!text[index..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        index = SkipSpaces(text, index + word.Length);
        return index < text.Length && text[index] == close ? index + 1 : 0;
    }

    /// <summary>Length of <c>[dot]</c> with the spaces around it; 0 when it is not there.</summary>
    public static int ReadSpelledOutDot(ReadOnlySpan<char> text)
    {
        int open = SkipSpaces(text, 0);
        if (open >= text.Length)
        {
            return 0;
        }

        char close = text[open] switch { '[' => ']', '(' => ')', '{' => '}', _ => '\0' };
        if (close == '\0')
        {
            return 0;
        }

        int length = ReadBracketed(text[open..], "dot", close);
        if (length == 0)
        {
            length = ReadBracketed(text[open..], ".", close);
        }

        return length == 0 ? 0 : SkipSpaces(text, open + length);
    }

    private static int SkipSpaces(ReadOnlySpan<char> text, int index)
    {
        int limit = Math.Min(text.Length, index + MaxInnerSpaces);
        while (index < limit && text[index] == ' ')
        {
            index++;
        }

        return index;
    }
}
