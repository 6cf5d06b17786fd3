using System.Globalization;

namespace Moderation.Server.Demo;

/// <summary>An avatar made of the shown name alone: nothing is fetched, and nothing is derived from an address.</summary>
internal static class Initials
{
    /// <summary>How many colours the style sheet has (<c>tone-0</c> and on).</summary>
    public const int Tones = 6;

    /// <summary>The first letter of the first and of the last word, as readers see letters; a dot when the name has no letter or digit.</summary>
    public static string Of(string name)
    {
        string[] words = [.. name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(FirstLetter).OfType<string>()];
        return words.Length switch
        {
            0 => "·",
            1 => words[0],
            _ => words[0] + words[^1],
        };
    }

    /// <summary>A colour that stays the same for a name (FNV-1a over its characters).</summary>
    public static int ToneOf(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return (int)(hash % Tones);
    }

    /// <summary>The first letter or digit with at most one of the marks on it: a tower of marks is no initial.</summary>
    private static string? FirstLetter(string word)
    {
        int position = 0;
        while (position < word.Length)
        {
            int length = StringInfo.GetNextTextElementLength(word, position);
            if (char.IsLetterOrDigit(word, position))
            {
                string letter = word.Substring(position, Math.Min(length, char.IsHighSurrogate(word[position]) ? 2 : length > 1 && !char.IsSurrogate(word[position + 1]) ? 2 : 1));
                return letter.ToUpper(CultureInfo.InvariantCulture);
            }

            position += length;
        }

        return null;
    }
}
