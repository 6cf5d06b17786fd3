using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Features;

/// <summary>Words, pairs, and pairs with one word between; on the way it counts which words training has seen.</summary>
internal static class WordGrams
{
    /// <summary>A word, the pair it ends, and the pair with one word between.</summary>
    public const int PerWord = 3;

    private const uint PairSalt = 0x51ED270B;
    private const uint SkipSalt = 0x2C1B3C6D;

    /// <summary>Fills the buffer's words: each bucket once, or every occurrence with its place where positions are kept.</summary>
    public static void Add(TextBuffer text, Vocabulary vocabulary, FeatureBuffer features)
    {
        if (features.KeepsPositions)
        {
            Add<WithPositions>(text.Text, vocabulary, features);
        }
        else
        {
            Add<WithoutPositions>(text.Text, vocabulary, features);
        }
    }

    private static void Add<TPositions>(ReadOnlySpan<char> text, Vocabulary vocabulary, FeatureBuffer features)
    {
        var words = features.Words;
        var count = 0;
        uint previous = 0, beforePrevious = 0;
        int previousStart = 0, beforePreviousStart = 0;
        var wordIndex = 0;
        for (var index = 0; index < text.Length;)
        {
            var start = index;
            if (!WordReader.TryRead(text, ref index, out var hash, out var hasLetters))
            {
                continue;
            }

            if (hasLetters)
            {
                features.LetterWords++;
                if (vocabulary.Contains(hash))
                {
                    features.KnownWords++;
                    features.FrequentWords += vocabulary.ContainsFrequent(hash) ? 1 : 0;
                }
                else
                {
                    features.AddUnknown(start, index);
                }
            }

            count = Insert<TPositions>(features, words, count, FeatureSpace.WordBucket(hash), start, index);
            if (wordIndex > 0)
            {
                count = Insert<TPositions>(features, words, count, FeatureSpace.WordBucket(FeatureSpace.Append(previous ^ PairSalt, hash)), previousStart, index);
            }

            if (wordIndex > 1)
            {
                count = Insert<TPositions>(features, words, count, FeatureSpace.WordBucket(FeatureSpace.Append(beforePrevious ^ SkipSalt, hash)), beforePreviousStart, index);
            }

            (beforePrevious, previous) = (previous, hash);
            (beforePreviousStart, previousStart) = (previousStart, start);
            wordIndex++;
        }

        features.WordCount = count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Insert<TPositions>(FeatureBuffer features, int[] words, int count, int bucket, int start, int end)
    {
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words), count) = bucket;
        if (typeof(TPositions) == typeof(WithPositions))
        {
            features.WordPositions[2 * count] = start;
            features.WordPositions[(2 * count) + 1] = end;
            return count + 1;
        }

        ref var word = ref features.SeenWords[(bucket - FeatureSpace.FirstWord) >> 6];
        var isNew = (int)(~word >> (bucket & 63)) & 1;
        word |= 1UL << (bucket & 63);
        return count + isNew;
    }

    private readonly struct WithPositions;

    private readonly struct WithoutPositions;
}
