using Moderation.Scoring.Text;

namespace Moderation.Scoring.Features;

/// <summary>
/// Second look at words that training has never seen, for what only a vocabulary can undo: doubled letters ("freee" for "free"), a hidden letter ("fr*e"), leet that
/// can be read two ways (1 as i or l), neighbours that changed places, spaced-out words that lost their boundaries.
/// A word is replaced only when the result is a word training has seen; it never becomes longer, except by the boundaries of joined words.
/// </summary>
internal static class WordRepair
{
    private const int MinLetters = 3;
    private const int MaxLetters = 24;
    private const int MaxRuns = 4;
    private const string HiddenLetters = "iuaoe";

    /// <summary>
    /// Repairs words of the buffer in place. <paramref name="unknown"/> holds start and end of each unknown word, in order.
    /// True when something changed, so that words must be read again.
    /// </summary>
    public static bool Run(TextBuffer buffer, ReadOnlySpan<int> unknown, Vocabulary vocabulary)
    {
        Span<char> repaired = stackalloc char[MaxLetters];
        var hasChanged = false;
        var read = 0;
        var write = 0;
        for (var index = 0; index < unknown.Length; index += 2)
        {
            var (start, end) = (unknown[index], unknown[index + 1]);
            if (!IsCandidate(buffer, start, end))
            {
                continue;
            }

            var size = Repair(buffer, start, end, vocabulary, repaired);
            if (size == 0)
            {
                continue;
            }

            write = Copy(buffer, read, start, write);
            write = Write(buffer, start, end, repaired[..size], write);
            read = end;
            hasChanged = true;
        }

        buffer.Length = hasChanged ? Copy(buffer, read, buffer.Length, write) : buffer.Length;
        return hasChanged;
    }

    private static int Copy(TextBuffer buffer, int read, int end, int write)
    {
        if (read == write)
        {
            return end;
        }

        while (read < end)
        {
            buffer.Move(read++, write++);
        }

        return write;
    }

    // Letters and stars only, and no part of a longer word: "hadn't" must not be read as a misspelt "hand".
    private static bool IsCandidate(TextBuffer buffer, int start, int end)
    {
        if (end - start is < MinLetters or > MaxLetters)
        {
            return false;
        }

        foreach (var c in buffer.Chars.AsSpan(start, end - start))
        {
            if (!(char.IsAsciiLetterLower(c) || c == '*'))
            {
                return false;
            }
        }

        return true;
    }

    // Keeps the offsets of the letters that stay, so that reasons still point at the word as it was written.
    private static int Write(TextBuffer buffer, int read, int end, ReadOnlySpan<char> repaired, int write)
    {
        var skipped = end - read - repaired.Length;
        for (var index = 0; index < repaired.Length; index++)
        {
            while (skipped > 0 && buffer.Chars[read] != repaired[index])
            {
                read++;
                skipped--;
            }

            buffer.Move(read++, write);
            buffer.Chars[write++] = repaired[index];
        }

        return write;
    }

    private static int Repair(TextBuffer buffer, int start, int end, Vocabulary vocabulary, Span<char> repaired)
    {
        var word = buffer.Chars.AsSpan(start, end - start);
        if (word.Contains('*'))
        {
            return FillHidden(word, vocabulary, repaired);
        }

        var size = CutRuns(word, vocabulary, repaired);
        if (size == 0 && buffer.HasLeet && buffer.Marks.AsSpan(start, end - start).ContainsAnyExcept((byte)0))
        {
            size = ReadStrokes(word, buffer.Marks.AsSpan(start, end - start), vocabulary, repaired);
        }

        return size == 0 ? SwapNeighbours(word, vocabulary, repaired) : size;
    }

    private static int FillHidden(ReadOnlySpan<char> word, Vocabulary vocabulary, Span<char> repaired)
    {
        var hidden = word.IndexOf('*');
        if (hidden == 0 || hidden == word.Length - 1 || word.LastIndexOf('*') != hidden)
        {
            return 0;
        }

        // The most common word that fits; among equals the first.
        word.CopyTo(repaired);
        var (found, best) = ('\0', 0);
        foreach (var letter in HiddenLetters)
        {
            repaired[hidden] = letter;
            var rank = vocabulary.RankOf(Hash(repaired[..word.Length]));
            (found, best) = rank > best ? (letter, rank) : (found, best);
        }

        repaired[hidden] = found;
        return best == 0 ? 0 : word.Length;
    }

    // Tries every choice of one or two letters per run, the shortest word first.
    private static int CutRuns(ReadOnlySpan<char> word, Vocabulary vocabulary, Span<char> repaired)
    {
        var runs = 0;
        for (var index = 1; index < word.Length; index++)
        {
            runs += word[index] == word[index - 1] && (index < 2 || word[index] != word[index - 2]) ? 1 : 0;
        }

        if (runs is 0 or > MaxRuns)
        {
            return 0;
        }

        // The last choice keeps every run, which is the unknown word itself.
        for (var kept = 0; kept < (1 << runs) - 1; kept++)
        {
            var size = 0;
            var run = 0;
            for (var index = 0; index < word.Length; index++)
            {
                if (index > 0 && word[index] == word[index - 1])
                {
                    var isKept = (kept >> run & 1) != 0;
                    run += index + 1 == word.Length || word[index + 1] != word[index] ? 1 : 0;
                    if (!isKept)
                    {
                        continue;
                    }
                }

                repaired[size++] = word[index];
            }

            if (size >= 2 && IsKnown(repaired[..size], vocabulary))
            {
                return size;
            }
        }

        return 0;
    }

    // A stroke can be an i or an l: every choice for the first few that were read as either, the fewest changes first.
    private static int ReadStrokes(ReadOnlySpan<char> word, ReadOnlySpan<byte> marks, Vocabulary vocabulary, Span<char> repaired)
    {
        Span<int> places = stackalloc int[MaxRuns];
        var count = 0;
        for (var index = 0; index < word.Length && count < places.Length; index++)
        {
            if (word[index] is 'i' or 'l' && marks[index] != 0)
            {
                places[count++] = index;
            }
        }

        word.CopyTo(repaired);
        for (var choice = 1; choice < 1 << count; choice++)
        {
            for (var place = 0; place < count; place++)
            {
                repaired[places[place]] = (choice >> place & 1) == 0 ? word[places[place]] : word[places[place]] == 'i' ? 'l' : 'i';
            }

            if (IsKnown(repaired[..word.Length], vocabulary))
            {
                return word.Length;
            }
        }

        return 0;
    }

    // Only inside the word, where readers do not notice, and only when there is one answer.
    private static int SwapNeighbours(ReadOnlySpan<char> word, Vocabulary vocabulary, Span<char> repaired)
    {
        if (word.Length < 4)
        {
            return 0;
        }

        var found = -1;
        word.CopyTo(repaired);
        for (var index = 1; index + 1 < word.Length; index++)
        {
            (repaired[index], repaired[index + 1]) = (word[index + 1], word[index]);
            if (word[index] != word[index + 1] && IsKnown(repaired[..word.Length], vocabulary))
            {
                if (found >= 0)
                {
                    return 0;
                }

                found = index;
            }

            (repaired[index], repaired[index + 1]) = (word[index], word[index + 1]);
        }

        if (found < 0)
        {
            return 0;
        }

        (repaired[found], repaired[found + 1]) = (word[found + 1], word[found]);
        return word.Length;
    }

    private static bool IsKnown(ReadOnlySpan<char> word, Vocabulary vocabulary) => vocabulary.Contains(Hash(word));

    private static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = FeatureSpace.Seed;
        foreach (var c in word)
        {
            hash = FeatureSpace.Append(hash, c);
        }

        return hash;
    }
}
