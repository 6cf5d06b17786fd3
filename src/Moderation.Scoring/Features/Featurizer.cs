using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Features;

/// <summary>
/// Turns a normalised text into feature occurrences: words, pairs, pairs with one word between, and character n-grams within tokens. One pass per block.
/// Training and serving call the same methods.
/// </summary>
internal static class Featurizer
{
    public const int MinGram = 2;
    public const int MaxGram = 5;

    /// <summary>A word, the pair it ends, and the pair with one word between.</summary>
    public const int FeaturesPerWord = 3;

    /// <summary>N-grams that start at one character.</summary>
    public const int GramsPerChar = MaxGram - MinGram + 1;

    private const uint PairSalt = 0x51ED270B;
    private const uint SkipSalt = 0x2C1B3C6D;
    private const uint DigitsSalt = 0x12345678;
    private const uint SymbolSalt = 0x0BADF00D;

    private static readonly byte[] AsciiKinds = BuildAsciiKinds();

    /// <summary>Fills the buffer with all occurrences. Unknown words of <paramref name="text"/> are repaired in place on the way (see <see cref="WordRepair"/>).</summary>
    public static void Run(in ScoringInput input, TextBuffer text, Vocabulary vocabulary, FeatureBuffer features)
    {
        Normalization.Run(input.Text, text);
        features.Reset(text.Length);
        AddWords(text, vocabulary, features);
        if (features.UnknownCount > 0 && WordRepair.Run(text, features.UnknownWords.AsSpan(0, features.UnknownCount), vocabulary))
        {
            features.Reset(text.Length);
            AddWords(text, vocabulary, features);
        }

        AddGrams(text, features);
        Signals.Add(input, text, features);
    }

    private static void AddWords(TextBuffer text, Vocabulary vocabulary, FeatureBuffer features)
    {
        if (features.KeepsPositions)
        {
            AddWords<WithPositions>(text.Text, vocabulary, features);
        }
        else
        {
            AddWords<WithoutPositions>(text.Text, vocabulary, features);
        }
    }

    private static void AddGrams(TextBuffer text, FeatureBuffer features)
    {
        // Spaces after the end stand for the one that closes the last token and let the loop read ahead.
        text.EnsureCapacity(text.Length + MaxGram);
        text.Chars.AsSpan(text.Length, MaxGram).Fill(' ');
        if (features.KeepsPositions)
        {
            AddGrams<WithPositions>(text.Chars, text.Length, features);
        }
        else
        {
            AddGrams<WithoutPositions>(text.Chars, text.Length, features);
        }
    }

    /// <summary>Calls back with the hash of every word of letters; how the trainer learns its vocabulary.</summary>
    public static void VisitWords(ReadOnlySpan<char> text, Action<uint> visit)
    {
        for (var index = 0; index < text.Length;)
        {
            if (!TryReadWord(text, ref index, out var hash, out var hasLetters) || !hasLetters)
            {
                continue;
            }

            visit(hash);
        }
    }

    private static void AddWords<TPositions>(ReadOnlySpan<char> text, Vocabulary vocabulary, FeatureBuffer features)
    {
        var words = features.Words;
        var count = 0;
        uint previous = 0, beforePrevious = 0;
        int previousStart = 0, beforePreviousStart = 0;
        var wordIndex = 0;
        for (var index = 0; index < text.Length;)
        {
            var start = index;
            if (!TryReadWord(text, ref index, out var hash, out var hasLetters))
            {
                continue;
            }

            if (hasLetters)
            {
                features.LetterWords++;
                if (vocabulary.Contains(hash))
                {
                    features.KnownWords++;
                }
                else
                {
                    features.AddUnknown(start, index);
                }
            }

            Add<TPositions>(features, words, ref count, FeatureSpace.WordBucket(hash), start, index);
            if (wordIndex > 0)
            {
                Add<TPositions>(features, words, ref count, FeatureSpace.WordBucket(FeatureSpace.Append(previous ^ PairSalt, hash)), previousStart, index);
            }

            if (wordIndex > 1)
            {
                Add<TPositions>(features, words, ref count, FeatureSpace.WordBucket(FeatureSpace.Append(beforePrevious ^ SkipSalt, hash)), beforePreviousStart, index);
            }

            (beforePrevious, previous) = (previous, hash);
            (beforePreviousStart, previousStart) = (previousStart, start);
            wordIndex++;
        }

        features.WordCount = count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TPositions>(FeatureBuffer features, int[] words, ref int count, int bucket, int start, int end)
    {
        if (typeof(TPositions) == typeof(WithPositions))
        {
            features.WordPositions[2 * count] = start;
            features.WordPositions[(2 * count) + 1] = end;
        }

        words[count++] = bucket;
    }

    // Reads the word at index, or passes over one character that is none. Digits alone are a word by their number, apostrophes inside a word are left out.
    private static bool TryReadWord(ReadOnlySpan<char> text, ref int index, out uint hash, out bool hasLetters)
    {
        hash = FeatureSpace.Seed;
        hasLetters = false;
        var start = index;
        while (index < text.Length)
        {
            var c = text[index];
            var kind = KindOf(c);
            if (kind == Kind.Letter)
            {
                hasLetters = true;
            }
            else if (kind != Kind.Digit)
            {
                if (c == '\'' && hasLetters && index + 1 < text.Length && KindOf(text[index + 1]) == Kind.Letter)
                {
                    index++;
                    continue;
                }

                break;
            }

            hash = FeatureSpace.Append(hash, c);
            index++;
        }

        if (index > start)
        {
            if (!hasLetters)
            {
                hash = FeatureSpace.Append(DigitsSalt, (uint)Math.Min(index - start, 12));
            }

            return true;
        }

        var isSymbol = KindOf(text[index]) == Kind.Symbol;
        var isPair = char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]);
        hash = FeatureSpace.Append(SymbolSalt, isPair ? (uint)char.ConvertToUtf32(text[index], text[index + 1]) : text[index]);
        index += isPair ? 2 : 1;
        return isSymbol;
    }

    // N-grams of each token between spaces, the spaces themselves included at its ends. Unrolled: this is the hottest loop of the product.
    private static void AddGrams<TPositions>(char[] text, int length, FeatureBuffer features)
    {
        var grams = features.Chars;
        var count = 0;
        if (length == 0)
        {
            return;
        }

        // The space before the first token.
        count = AddFrom<TPositions>(' ', ref text[0], -1, length, grams, count, features);
        for (var start = 0; start < length; start++)
        {
            count = AddFrom<TPositions>(text[start], ref text[start + 1], start, length, grams, count, features);
        }

        features.CharCount = count;
    }

    // The caller has made room for every gram and for reading ahead, so nothing is checked again here. The count goes by value to stay in a register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddFrom<TPositions>(char first, ref char next, int start, int length, int[] grams, int count, FeatureBuffer features)
    {
        var hash = FeatureSpace.Append(FeatureSpace.Append(FeatureSpace.Seed, first), next);
        AddGram<TPositions>(hash, start, 2, length, grams, count++, features);
        if (next == ' ')
        {
            return count;
        }

        var second = Unsafe.Add(ref next, 1);
        hash = FeatureSpace.Append(hash, second);
        AddGram<TPositions>(hash, start, 3, length, grams, count++, features);
        if (second == ' ')
        {
            return count;
        }

        var third = Unsafe.Add(ref next, 2);
        hash = FeatureSpace.Append(hash, third);
        AddGram<TPositions>(hash, start, 4, length, grams, count++, features);
        if (third == ' ')
        {
            return count;
        }

        AddGram<TPositions>(FeatureSpace.Append(hash, Unsafe.Add(ref next, 3)), start, 5, length, grams, count++, features);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddGram<TPositions>(uint hash, int start, int size, int length, int[] grams, int index, FeatureBuffer features)
    {
        if (typeof(TPositions) == typeof(WithPositions))
        {
            features.CharPositions[2 * index] = Math.Max(start, 0);
            features.CharPositions[(2 * index) + 1] = Math.Clamp(start + size, 1, length);
        }

        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(grams), index) = FeatureSpace.CharBucket(hash);
    }

    private enum Kind : byte
    {
        Other,
        Letter,
        Digit,
        Symbol,
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Kind KindOf(char c) => c < 0x80 ? (Kind)AsciiKinds[c] : KindOfOther(c);

    private static Kind KindOfOther(char c) => char.IsLetter(c) ? Kind.Letter : char.IsDigit(c) ? Kind.Digit : c >= 0x2100 ? Kind.Symbol : Kind.Other;

    // A star is a letter: "sh*p" is a word in which one letter is hidden.
    private static byte[] BuildAsciiKinds()
    {
        var kinds = new byte[128];
        for (var c = 0; c < 128; c++)
        {
            kinds[c] = (byte)(char.IsAsciiLetter((char)c) || c == '*' ? Kind.Letter : char.IsAsciiDigit((char)c) ? Kind.Digit : Kind.Other);
        }

        return kinds;
    }

    private readonly struct WithPositions;

    private readonly struct WithoutPositions;
}
