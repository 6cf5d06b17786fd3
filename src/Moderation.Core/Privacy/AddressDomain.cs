using System.Buffers;

namespace Moderation.Privacy;

/// <summary>Reads the part of an e-mail address behind the at sign.</summary>
internal static class AddressDomain
{
    private const int MaxLiteralChars = 48;
    private const int DotsOfNumericAddress = 3;

    private static readonly SearchValues<char> LiteralCharacters = SearchValues.Create("0123456789abcdefABCDEFIPvp.:");

    private enum Unit
    {
        None,
        Letter,
        Other,
        Invisible,
        Dot,
    }

    /// <summary>
    /// Reads as far as a domain can reach. It is one when it has a dot and a label with a letter behind it, or is an IPv4 address,
    /// or an address literal in square brackets: "10@1.50" is a price.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        if (start < text.Length && text[start] == '[')
        {
            return TryReadLiteral(text, start, out end);
        }

        bool isDomain = false;
        bool labelHasLetter = false;
        int labelLength = 0;
        int dots = 0;
        int index = start;
        while (index < text.Length)
        {
            Unit unit = ReadUnit(text, index, out int length);
            if (unit == Unit.None || (unit == Unit.Dot && labelLength == 0))
            {
                break;
            }

            index += length;
            if (unit == Unit.Dot)
            {
                dots++;
                labelLength = 0;
                labelHasLetter = false;
                continue;
            }

            if (unit != Unit.Invisible)
            {
                labelLength++;
                labelHasLetter |= unit == Unit.Letter;
                end = index;
                isDomain |= (dots >= 1 && labelHasLetter) || dots >= DotsOfNumericAddress;
            }
        }

        return isDomain;
    }

    private static Unit ReadUnit(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        char c = text[index];
        if (c == '%')
        {
            return PercentEscape.TryRead(text, index, out int value, out length) ? Classify((char)value, isByte: true) : Unit.None;
        }

        if (c is '[' or '(' or '{' or ' ')
        {
            length = AddressCharacters.ReadSpelledOutDot(text[index..]);
            return length > 0 ? Unit.Dot : Unit.None;
        }

        return Classify(c, isByte: false);
    }

    private static Unit Classify(char c, bool isByte)
    {
        if (AddressCharacters.IsDot(c))
        {
            return Unit.Dot;
        }

        if (char.IsAsciiLetter(c))
        {
            return Unit.Letter;
        }

        if (char.IsAsciiDigit(c) || c is '-' or '_')
        {
            return Unit.Other;
        }

        if (c < 0x80)
        {
            return Unit.None;
        }

        // A byte above 7F is part of an encoded letter of another script.
        if (isByte)
        {
            return Unit.Letter;
        }

        return AddressCharacters.IsInvisible(c) ? Unit.Invisible
            : AddressCharacters.IsWordLike(c) ? Unit.Letter
            : Unit.None;
    }

    private static bool TryReadLiteral(ReadOnlySpan<char> text, int start, out int end)
    {
        ReadOnlySpan<char> inside = text[(start + 1)..Math.Min(text.Length, start + 1 + MaxLiteralChars)];
        int close = inside.IndexOf(']');
        end = start + close + 2;
        return close > 0 && inside[..close].IndexOfAny('.', ':') >= 0 && !inside[..close].ContainsAnyExcept(LiteralCharacters);
    }
}
