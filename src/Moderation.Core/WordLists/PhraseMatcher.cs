using Moderation.Scoring;

namespace Moderation.WordLists;

/// <summary>A phrase that was found.</summary>
/// <param name="Phrase">Its number in the order it was given.</param>
/// <param name="Start">First UTF-16 offset in the normalised text.</param>
/// <param name="Length">How long it is there.</param>
internal readonly record struct FoundPhrase(int Phrase, int Start, int Length);

/// <summary>
/// Finds any of many phrases in a text, word by word, in one pass: the automaton of Aho and Corasick over words instead of letters. Its time grows with the text and with
/// what is found, not with the number of phrases. Immutable and thread-safe.
/// </summary>
internal sealed class PhraseMatcher
{
    /// <summary>The most words of one phrase.</summary>
    public const int MaxWords = 16;

    private const int Root = 0;
    private const int None = -1;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _wordIds;
    private readonly List<State> _states = [new State(None, None, 0)];

    // Most phrases have one word: their first step is an array, only later ones are looked up.
    private readonly List<int> _first = [];
    private readonly Dictionary<(int State, int Word), int> _next = [];

    /// <summary>Builds the automaton from normalised phrases. Equal phrases count as one, the first; a phrase without a word is never found.</summary>
    public PhraseMatcher(IReadOnlyList<string> phrases)
    {
        _wordIds = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int phrase = 0; phrase < phrases.Count; phrase++)
        {
            Add(phrases[phrase], phrase);
        }

        Link();
    }

    /// <summary>The number of words of a normalised phrase.</summary>
    public static int CountWords(ReadOnlySpan<char> phrase)
    {
        int count = 0;
        WordTokens words = new(phrase);
        while (words.MoveNext())
        {
            count++;
        }

        return count;
    }

    /// <summary>Every occurrence of every phrase, in the order of where they end.</summary>
    public IEnumerable<FoundPhrase> Find(NormalizedText text) => Find(text.Text);

    internal List<FoundPhrase> Find(string normalized) => Find(normalized, out _);

    /// <param name="normalized">The text.</param>
    /// <param name="steps">How many states were looked at: at most two for each word, whatever the phrases are.</param>
    internal List<FoundPhrase> Find(string normalized, out long steps)
    {
        steps = 0;
        List<FoundPhrase> found = [];
        if (_first.Count == 0)
        {
            return found;
        }

        // Where the last words began, for the start of a phrase that ends here.
        Span<int> starts = stackalloc int[MaxWords];
        int state = Root;
        int index = 0;
        WordTokens words = new(normalized);
        while (words.MoveNext())
        {
            starts[index % MaxWords] = words.Start;
            state = _wordIds.TryGetValue(words.Current, out int word) ? Step(state, word, ref steps) : Root;
            for (int ending = state; ending > Root; ending = _states[ending].Ending)
            {
                if (_states[ending].Phrase >= 0)
                {
                    int start = starts[(index - _states[ending].Depth + 1) % MaxWords];
                    found.Add(new FoundPhrase(_states[ending].Phrase, start, words.Start + words.Length - start));
                }
            }

            index++;
        }

        return found;
    }

    private void Add(string phrase, int number)
    {
        int state = Root;
        WordTokens words = new(phrase);
        while (words.MoveNext())
        {
            if (!_wordIds.TryGetValue(words.Current, out int word))
            {
                word = _words.Count;
                _words.Add(words.Current.ToString(), word);
                _first.Add(Root);
            }

            int next = Next(state, word);
            if (next == Root)
            {
                next = _states.Count;
                _states.Add(new State(state, word, _states[state].Depth + 1));
                if (state == Root)
                {
                    _first[word] = next;
                }
                else
                {
                    _next.Add((state, word), next);
                }
            }

            state = next;
        }

        if (state != Root)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(_states[state].Depth, MaxWords);
            _states[state].Phrase = _states[state].Phrase < 0 ? number : _states[state].Phrase;
        }
    }

    /// <summary>Where to go on when the next word does not fit, from the shortest phrases to the longest.</summary>
    private void Link()
    {
        long steps = 0;
        foreach (State state in _states.Where(state => state.Depth > 1).OrderBy(state => state.Depth))
        {
            state.Fallback = Step(_states[state.Parent].Fallback, state.Word, ref steps);
            State fallback = _states[state.Fallback];
            state.Ending = fallback.Phrase >= 0 ? state.Fallback : fallback.Ending;
        }
    }

    private int Step(int state, int word, ref long steps)
    {
        while (true)
        {
            steps++;
            int next = Next(state, word);
            if (next != Root || state == Root)
            {
                return next;
            }

            state = _states[state].Fallback;
        }
    }

    private int Next(int state, int word) => state == Root ? _first[word] : _next.GetValueOrDefault((state, word), Root);

    private sealed class State(int parent, int word, int depth)
    {
        public int Parent { get; } = parent;

        public int Word { get; } = word;

        /// <summary>How many words lead here.</summary>
        public int Depth { get; } = depth;

        /// <summary>The phrase that ends here; negative when none does.</summary>
        public int Phrase { get; set; } = None;

        /// <summary>The longest other beginning of a phrase that the words read so far end with.</summary>
        public int Fallback { get; set; } = Root;

        /// <summary>The longest shorter phrase that ends here as well; the root when there is none.</summary>
        public int Ending { get; set; } = Root;
    }
}
