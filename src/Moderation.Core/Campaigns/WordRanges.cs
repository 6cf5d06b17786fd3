using System.Globalization;

namespace Moderation.Campaigns;

/// <summary>
/// The words of a normalised text: runs of letters and digits. In scripts that put no spaces between words every letter is one. A text without any letter is read sign by sign, so that a flood of one emoji
/// is one too.
/// </summary>
internal ref struct WordRanges(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private readonly bool hasWords = HasWords(text);
    private int start;
    private int end;

    public readonly Range Current => start..end;

    public readonly WordRanges GetEnumerator() => this;

    public bool MoveNext()
    {
        start = end;
        while (start < text.Length && !IsPart(text[start]))
        {
            start++;
        }

        if (start == text.Length)
        {
            return false;
        }

        end = start + 1;
        if (!hasWords || IsUnspaced(text[start]))
        {
            return true;
        }

        while (end < text.Length && IsPart(text[end]) && !IsUnspaced(text[end]))
        {
            end++;
        }

        return true;
    }

    private readonly bool IsPart(char letter) => hasWords ? IsOfWord(letter) : !char.IsWhiteSpace(letter);

    private static bool HasWords(ReadOnlySpan<char> text)
    {
        foreach (char letter in text)
        {
            if (IsOfWord(letter))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfWord(char letter) => char.IsAscii(letter)
        ? char.IsAsciiLetterOrDigit(letter)
        : char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Thai and its neighbours, kana and ideographs; and what takes two UTF-16 units, mostly emoji, half by half.</summary>
    private static bool IsUnspaced(char letter) => char.IsSurrogate(letter) || letter is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') or (>= '\u3040' and <= '\u9FFF');
}
