namespace Moderation.Privacy;

/// <summary>One spelling of the at sign. <paramref name="Length"/> 0: there is none here.</summary>
/// <param name="Length">UTF-16 characters the spelling takes.</param>
/// <param name="IsSpelledOut">True for <c>[at]</c>, around which people leave spaces.</param>
internal readonly record struct AtSign(int Length, bool IsSpelledOut)
{
    private static readonly string[] Entities = ["&#64;", "&#064;", "&#x40;", "&#x0040;", "&commat;"];

    /// <summary>Reads the at sign that begins at <paramref name="index"/>, if one does.</summary>
    public static AtSign Read(ReadOnlySpan<char> text, int index) => text[index] switch
    {
        '@' or '＠' or '﹫' => new AtSign(1, IsSpelledOut: false),
        '%' => ReadEscape(text, index),
        '&' => ReadEntity(text[index..]),
        '[' => ReadBracket(text[index..], ']'),
        '(' => ReadBracket(text[index..], ')'),
        '{' => ReadBracket(text[index..], '}'),
        _ => default,
    };

    private static AtSign ReadEscape(ReadOnlySpan<char> text, int index)
    {
        if (!PercentEscape.TryRead(text, index, out int value, out int length))
        {
            return default;
        }

        if (value == '@')
        {
            return new AtSign(length, IsSpelledOut: false);
        }

        // The full-width and the small at sign are three bytes of UTF-8: EF BC A0 and EF B9 AB.
        return value == 0xEF
            && PercentEscape.TryRead(text, index + length, out int second, out int secondLength)
            && PercentEscape.TryRead(text, index + length + secondLength, out int third, out int thirdLength)
            && (second, third) is (0xBC, 0xA0) or (0xB9, 0xAB)
            ? new AtSign(length + secondLength + thirdLength, IsSpelledOut: false)
            : default;
    }

    private static AtSign ReadEntity(ReadOnlySpan<char> text)
    {
        foreach (string entity in Entities)
        {
            if (text.StartsWith(entity, StringComparison.OrdinalIgnoreCase))
            {
                return new AtSign(entity.Length, IsSpelledOut: false);
            }
        }

        return default;
    }

    private static AtSign ReadBracket(ReadOnlySpan<char> text, char close)
    {
        int length = AddressCharacters.ReadBracketed(text, "at", close);
        if (length == 0)
        {
            length = AddressCharacters.ReadBracketed(text, "@", close);
        }

        return new AtSign(length, IsSpelledOut: true);
    }
}
