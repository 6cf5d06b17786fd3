using Moderation.Policies;
using Moderation.Scoring;

namespace Moderation.WordLists;

/// <summary>The word lists of one site, ready to be looked for. Immutable and thread-safe.</summary>
internal sealed class WordListMatcher
{
    /// <summary>Of more different entries in one text no more is told, those of lists that reject first.</summary>
    public const int MaxEntries = 50;

    /// <summary>Of more places of one entry no more is told.</summary>
    public const int MaxPlaces = 8;

    private readonly IReadOnlyList<WordList> _lists;
    private readonly PhraseMatcher _phrases;
    private readonly List<List<(int List, string Entry)>> _owners = [];

    public WordListMatcher(IReadOnlyList<WordList> lists)
    {
        _lists = lists;
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        List<string> phrases = [];
        for (int list = 0; list < lists.Count; list++)
        {
            foreach (string entry in lists[list].Entries)
            {
                string phrase = TextNormalizer.Normalize(entry).Text;
                if (!numbers.TryGetValue(phrase, out int number))
                {
                    numbers.Add(phrase, number = phrases.Count);
                    phrases.Add(phrase);
                    _owners.Add(new List<(int, string)>(1));
                }

                _owners[number].Add((list, entry));
            }
        }

        _phrases = new PhraseMatcher(phrases);
    }

    /// <summary>A site without lists.</summary>
    public static WordListMatcher Empty { get; } = new([]);

    /// <summary>The entries that are in a text, of the lists that count on its page at that time, with their places in the text as written.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="pageId">Its page; null: only lists of the whole site count.</param>
    /// <param name="at">When it was received.</param>
    /// <param name="only">The one list to look for; null: all.</param>
    public IReadOnlyList<WordMatch> Match(string text, Guid? pageId, DateTimeOffset at, Guid? only = null)
    {
        bool[] counts = [.. _lists.Select(list => list.Counts(pageId, at) && (only is null || list.Id == only))];
        return counts.Contains(true) ? Match(TextNormalizer.Normalize(text), counts) : [];
    }

    private List<WordMatch> Match(NormalizedText text, bool[] counts)
    {
        Dictionary<(int List, string Entry), int> places = [];
        int[] entries = new int[3];
        List<WordMatch> matches = [];
        foreach (FoundPhrase found in _phrases.Find(text))
        {
            foreach ((int list, string entry) in _owners[found.Phrase])
            {
                if (!counts[list])
                {
                    continue;
                }

                Verdict action = _lists[list].Action;
                int before = places.GetValueOrDefault((list, entry));
                if (before < MaxPlaces && (before > 0 || entries[(int)action]++ < MaxEntries))
                {
                    places[(list, entry)] = before + 1;
                    (int start, int end) = text.OriginalRange(found.Start, found.Length);
                    matches.Add(new WordMatch(_lists[list].Name, entry, action, start, end));
                }
            }
        }

        return matches;
    }
}
