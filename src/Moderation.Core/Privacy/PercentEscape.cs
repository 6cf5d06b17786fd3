namespace Moderation.Privacy;

/// <summary>One percent-encoded byte, encoded any number of times: <c>%40</c>, <c>%2540</c>, <c>%252540</c>.</summary>
internal static class PercentEscape
{
    /// <summary>Reads the escape that begins at <paramref name="index"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where the percent sign is expected; may lie behind the end.</param>
    /// <param name="value">The byte, 0 to 255.</param>
    /// <param name="length">UTF-16 characters the escape takes.</param>
    public static bool TryRead(ReadOnlySpan<char> text, int index, out int value, out int length)
    {
        value = 0;
        length = 0;
        if (index >= text.Length || text[index] != '%')
        {
            return false;
        }

        int digits = index + 1;
        while (digits + 3 < text.Length && text[digits] == '2' && text[digits + 1] == '5'
            && char.IsAsciiHexDigit(text[digits + 2]) && char.IsAsciiHexDigit(text[digits + 3]))
        {
            digits += 2;
        }

        if (digits + 1 >= text.Length || !char.IsAsciiHexDigit(text[digits]) || !char.IsAsciiHexDigit(text[digits + 1]))
        {
            return false;
        }

        value = (HexValue(text[digits]) << 4) | HexValue(text[digits + 1]);
        length = digits + 2 - index;
        return true;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
