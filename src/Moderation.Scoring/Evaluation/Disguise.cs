using System.Text;

namespace Moderation.Scoring.Evaluation;

/// <summary>One way to hide words from a machine and not from a reader, applied to every word it fits.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Apply">Rewrites a text; the random source decides where there is a choice.</param>
public sealed record Disguise(string Name, Func<string, Random, string> Apply)
{
    private const string LeetFrom = "aeiostlbg";
    private const string LeetTo = "431057189";
    private const string SignFrom = "aisl";
    private const string SignTo = "@!$|";
    private const string CyrillicFrom = "aceopxyisjABCEHKMOPTXY";
    private const string CyrillicTo = "асеорхуіѕјАВСЕНКМОРТХУ";

    /// <summary>The ten disguises of the evaluation.</summary>
    public static IReadOnlyList<Disguise> All { get; } =
    [
        new("leet digits", (text, random) => Letters(text, (c, _) => Swap(c, LeetFrom, LeetTo))),
        new("leet signs", (text, random) => InnerLetters(text, c => Swap(c, SignFrom, SignTo))),
        new("look-alike letters", (text, random) => Letters(text, (c, _) => Swap(c, CyrillicFrom, CyrillicTo))),
        new("spaced-out letters", (text, random) => Between(text, " ", "   ")),
        new("dotted letters", (text, random) => Between(text, ".", " ")),
        new("zero-width characters", (text, random) => Between(text, "\u200B", " ")),
        new("repeated letters", (text, random) => Repeat(text, random)),
        new("combining marks", (text, random) => Letters(text, (c, _) => c + "\u0336")),
        new("styled letters", (text, random) => Letters(text, (c, _) => Styled(c))),
        new("hidden vowels", (text, random) => HideVowels(text, random)),
    ];

    private static string Swap(char c, string from, string to)
    {
        var place = from.IndexOf(c, StringComparison.Ordinal);
        return place < 0 ? c.ToString() : to[place].ToString();
    }

    // Mathematical bold letters.
    private static string Styled(char c) => c switch
    {
        >= 'a' and <= 'z' => char.ConvertFromUtf32(0x1D41A + c - 'a'),
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(0x1D400 + c - 'A'),
        _ => c.ToString(),
    };

    private static string Letters(string text, Func<char, int, string> change)
    {
        var result = new StringBuilder(text.Length * 2);
        for (var index = 0; index < text.Length; index++)
        {
            result.Append(char.IsAsciiLetter(text[index]) ? change(text[index], index) : text[index].ToString());
        }

        return result.ToString();
    }

    private static string InnerLetters(string text, Func<char, string> change) => Letters(
        text,
        (c, index) => index > 0 && index + 1 < text.Length && char.IsAsciiLetter(text[index - 1]) && char.IsAsciiLetter(text[index + 1]) ? change(c) : c.ToString());

    // Letters of a word apart by one string, words apart by another.
    private static string Between(string text, string inside, string outside) => string.Join(
        outside,
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => Letters(
            word,
            (c, index) => index + 1 < word.Length && char.IsAsciiLetter(word[index + 1]) ? c + inside : c.ToString())));

    // One letter of every word of three or more stands three to five times.
    private static string Repeat(string text, Random random) => Words(
        text, 3, word => random.Next(word.Length), (word, place) => word[..place] + new string(word[place], 3 + random.Next(3)) + word[(place + 1)..]);

    private static string HideVowels(string text, Random random) => Words(
        text,
        4,
        word =>
        {
            var vowels = Enumerable.Range(1, word.Length - 2).Where(index => "aeiouAEIOU".Contains(word[index], StringComparison.Ordinal)).ToArray();
            return vowels.Length == 0 ? -1 : vowels[random.Next(vowels.Length)];
        },
        (word, place) => word[..place] + "*" + word[(place + 1)..]);

    private static string Words(string text, int minLetters, Func<string, int> choose, Func<string, int, string> change)
    {
        var result = new StringBuilder(text.Length * 2);
        for (var index = 0; index < text.Length;)
        {
            var start = index;
            while (index < text.Length && char.IsAsciiLetter(text[index]))
            {
                index++;
            }

            var word = text[start..index];
            var place = word.Length >= minLetters ? choose(word) : -1;
            result.Append(place < 0 ? word : change(word, place));
            if (index < text.Length)
            {
                result.Append(text[index++]);
            }
        }

        return result.ToString();
    }
}
