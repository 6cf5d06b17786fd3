namespace Moderation.TestSupport;

/// <summary>What readers of a small town write, each text another one.</summary>
internal static class LocalNews
{
    private static readonly string[] Subjects = ["ferry", "library", "market", "school", "tram", "orchard", "harbour", "museum", "bakery", "playground", "lighthouse", "station", "choir", "garden", "mill", "quay"];
    private static readonly string[] Places = ["by the river", "near the town hall", "behind the church", "on the north bank", "at the old mill", "along the canal", "in the valley", "past the crossing"];
    private static readonly string[] Times = ["in spring", "last autumn", "on Sunday", "this morning", "before the holidays", "after the rain", "in the evening", "at midday"];
    private static readonly string[] Opinions = ["was a pleasure to visit", "looks better than it used to", "deserves the new roof", "is open again at last", "was quieter than I remember", "has friendly people working there", "made my children happy", "is worth the walk"];

    /// <summary>A friendly text of its own for each number.</summary>
    public static string Friendly(int number)
    {
        string first = $"The {Pick(Subjects, ref number)} {Pick(Places, ref number)} {Pick(Opinions, ref number)} {Pick(Times, ref number)}";
        return $"{first}, and the {Pick(Subjects, ref number)} {Pick(Places, ref number)} {Pick(Opinions, ref number)} too. Thank you for the article.";
    }

    /// <summary>A text that shares hardly three words in a row with that of another number.</summary>
    public static string Unlike(int number)
    {
        Random random = new(number);
        string[] words = [.. Subjects, .. Places, .. Times, .. Opinions];
        return string.Join(", ", Enumerable.Range(0, 7).Select(_ => words[random.Next(words.Length)])) + $", said number {number}.";
    }

    private static string Pick(string[] words, ref int number)
    {
        string word = words[number % words.Length];
        number /= words.Length;
        return word;
    }
}
