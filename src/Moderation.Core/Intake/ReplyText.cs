using System.Text;

namespace Moderation.Intake;

/// <summary>
/// Makes author text storable and changes nothing else: U+0000 and unpaired surrogates become U+FFFD (PostgreSQL refuses them), so does the
/// noncharacter U+FFFE (the framework refuses to normalise it), and the text is brought to Unicode normalisation form C.
/// </summary>
internal static class ReplyText
{
    private const char Replacement = '\uFFFD';
    private const char NotACharacter = '\uFFFE';

    /// <summary>The text as it is stored; the same instance when there is nothing to change, as in every ASCII text.</summary>
    public static string Clean(string text)
    {
        string stored = text.AsSpan().ContainsAny('\0', NotACharacter) || HasUnpairedSurrogate(text) ? ReplaceUnstorable(text) : text;
        return Ascii.IsValid(stored) || stored.IsNormalized(NormalizationForm.FormC) ? stored : stored.Normalize(NormalizationForm.FormC);
    }

    /// <summary>For one-line texts (names, titles): cleaned, control characters and line breaks as spaces, trimmed.</summary>
    public static string CleanLine(string text)
    {
        string cleaned = Clean(text);
        foreach (char c in cleaned)
        {
            if (char.IsControl(c))
            {
                return string.Create(cleaned.Length, cleaned, static (line, source) =>
                {
                    for (int index = 0; index < source.Length; index++)
                    {
                        line[index] = char.IsControl(source[index]) ? ' ' : source[index];
                    }
                }).Trim();
            }
        }

        return cleaned.Trim();
    }

    /// <summary>The length in characters, counted as Unicode code points, as PostgreSQL, PHP's <c>mb_strlen</c> and Python count them.</summary>
    public static int CountChars(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text.Length;
        }

        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>True when a person would see nothing: only white space, control and formatting characters.</summary>
    public static bool IsBlank(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasUnpairedSurrogate(string text)
    {
        int first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int index = first; index >= 0 && index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return true;
            }

            index++;
        }

        return false;
    }

    private static string ReplaceUnstorable(string text) => string.Create(text.Length, text, static (stored, source) =>
    {
        for (int index = 0; index < source.Length; index++)
        {
            if (index + 1 < source.Length && char.IsSurrogatePair(source[index], source[index + 1]))
            {
                stored[index] = source[index];
                stored[index + 1] = source[index + 1];
                index++;
            }
            else
            {
                stored[index] = source[index] is '\0' or NotACharacter || char.IsSurrogate(source[index]) ? Replacement : source[index];
            }
        }
    });
}
