namespace Moderation.Review;

/// <summary>Whether a reply repeats what it answers, so that removing that is not enough. Pure.</summary>
internal static class Quotes
{
    /// <summary>So many words in a row are no accident.</summary>
    public const int LeastWords = 12;

    /// <summary>True when a reply has at least <see cref="LeastWords"/> words in a row of a text, however they are written and whatever stands between them.</summary>
    public static bool AtLength(string text, string reply)
    {
        string[] words = Words(text);
        if (words.Length < LeastWords)
        {
            return false;
        }

        HashSet<string> runs = [.. Runs(words)];
        return Runs(Words(reply)).Any(runs.Contains);
    }

    private static IEnumerable<string> Runs(string[] words)
    {
        for (int start = 0; start + LeastWords <= words.Length; start++)
        {
            yield return string.Join(' ', words.AsSpan(start, LeastWords).ToArray());
        }
    }

    private static string[] Words(string text) =>
        new string([.. text.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
