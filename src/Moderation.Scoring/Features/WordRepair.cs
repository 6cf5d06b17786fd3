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

    public static void Run(TextBuffer buffer, Vocabulary vocabulary)
    {
        Span<char> repaired = stackalloc char[MaxLetters];
        var read = 0;
        var write = 0;
        var text = buffer.Chars;
        var length = buffer.Length;
        var hasMoved = false;
        while (read < length)
        {
            if (!IsLetter(text[read]))
            {
                if (hasMoved)
                {
                    buffer.Move(read, write);
                }

                read++;
                write++;
                continue;
            }

            var end = read;
            var hash = FeatureSpace.Seed;
            while (end < length && IsLetter(text[end]))
            {
                hash = FeatureSpace.Append(hash, text[end++]);
            }

            var letters = end - read;
            var size = letters is >= MinLetters and <= MaxLetters && !vocabulary.Contains(hash) && StandsAlone(text, read, end, length)
                ? Repair(buffer, read, end, vocabulary, repaired)
                : 0;
            if (size == 0)
            {
                for (; read < end; read++, write++)
                {
                    if (hasMoved)
                    {
                        buffer.Move(read, write);
                    }
                }

                continue;
            }

            hasMoved |= size != letters;
            write = Write(buffer, read, end, repaired[..size], write);
            read = end;
        }

        buffer.Length = write;
    }

    // "hadn't" is one word: its first half must not be read as a misspelt "hand".
    private static bool StandsAlone(char[] text, int start, int end, int length) =>
        (start == 0 || !(text[start - 1] == '\'' || char.IsLetterOrDigit(text[start - 1])))
        && (end == length || !(text[end] == '\'' || char.IsLetterOrDigit(text[end])));

    private static bool IsLetter(char c) => char.IsAsciiLetterLower(c) || c == '*';

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
        if (size == 0 && buffer.HasMarks && buffer.Marks.AsSpan(start, end - start).ContainsAnyExcept((byte)0))
        {
            size = ReadAsL(word, buffer.Marks.AsSpan(start, end - start), vocabulary, repaired);
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

        word.CopyTo(repaired);
        foreach (var letter in HiddenLetters)
        {
            repaired[hidden] = letter;
            if (IsKnown(repaired[..word.Length], vocabulary))
            {
                return word.Length;
            }
        }

        return 0;
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

    private static int ReadAsL(ReadOnlySpan<char> word, ReadOnlySpan<byte> marks, Vocabulary vocabulary, Span<char> repaired)
    {
        // Each "i" that was read from a disguise, alone first, then all of them.
        word.CopyTo(repaired);
        for (var index = 0; index < word.Length; index++)
        {
            if (word[index] == 'i' && marks[index] != 0)
            {
                repaired[index] = 'l';
                if (IsKnown(repaired[..word.Length], vocabulary))
                {
                    return word.Length;
                }

                repaired[index] = 'i';
            }
        }

        for (var index = 0; index < word.Length; index++)
        {
            repaired[index] = word[index] == 'i' && marks[index] != 0 ? 'l' : word[index];
        }

        return IsKnown(repaired[..word.Length], vocabulary) ? word.Length : 0;
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

    private static bool IsKnown(ReadOnlySpan<char> word, Vocabulary vocabulary)
    {
        var hash = FeatureSpace.Seed;
        foreach (var c in word)
        {
            hash = FeatureSpace.Append(hash, c);
        }

        return vocabulary.Contains(hash);
    }
}
