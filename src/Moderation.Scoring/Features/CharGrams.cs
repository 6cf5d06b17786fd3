using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Moderation.Scoring.Text;

namespace Moderation.Scoring.Features;

/// <summary>
/// Character n-grams of 4 and 5 within tokens, the spaces at a token's ends included. The hottest loop of the product: four characters are one 64-bit number, and
/// what is no gram or has been seen is passed over without a branch.
/// </summary>
internal static class CharGrams
{
    public const int Shortest = 4;
    public const int Longest = 5;

    /// <summary>Grams that start at one character.</summary>
    public const int PerChar = Longest - Shortest + 1;

    private const ulong FirstMultiplier = 0x9E3779B97F4A7C15;
    private const ulong SecondMultiplier = 0xD6E8FEB86659FD93;
    private const ulong FifthMultiplier = 0xC2B2AE3D27D4EB4F;

    /// <summary>Fills the buffer's grams: each bucket once, or every occurrence with its place where positions are kept.</summary>
    public static void Add(TextBuffer text, FeatureBuffer features)
    {
        // Spaces after the end stand for the one that closes the last token and let the loop read ahead.
        text.EnsureCapacity(text.Length + Longest + 1);
        text.Chars.AsSpan(text.Length, Longest + 1).Fill(' ');
        features.CharCount = features.KeepsPositions ? AddWithPositions(text.Chars, text.Length, features) : AddOnce(text.Chars, text.Length, features.Chars, features.SeenChars);
    }

    // The caller has made room for every gram and for reading ahead, so nothing is checked again here.
    private static int AddOnce(char[] chars, int length, int[] grams, ulong[] seenChars)
    {
        ref var text = ref MemoryMarshal.GetArrayDataReference(chars);
        ref var list = ref MemoryMarshal.GetArrayDataReference(grams);
        ref var seen = ref MemoryMarshal.GetArrayDataReference(seenChars);
        var count = 0;
        // From the space before the first token on.
        var four = (Read(ref text, 0) << 16) | ' ';
        ulong isLetter1 = IsNoSpace(text), isLetter2 = IsNoSpace(Unsafe.Add(ref text, 1));
        for (var next = 3; next < length + 3; next++)
        {
            var fifth = Unsafe.Add(ref text, next);
            var isLetter3 = IsNoSpace(Unsafe.Add(ref text, next - 1));
            var isFour = isLetter1 & isLetter2;
            count = Insert(ref list, ref seen, count, HashOfFour(four), isFour);
            count = Insert(ref list, ref seen, count, HashOfFive(four, fifth), isFour & isLetter3);
            four = Read(ref text, next - 3);
            (isLetter1, isLetter2) = (isLetter2, isLetter3);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Insert(ref int list, ref ulong seen, int count, int place, ulong isGram)
    {
        ref var word = ref Unsafe.Add(ref seen, place >> 6);
        var isNew = (~word >> (place & 63)) & isGram;
        word |= isGram << (place & 63);
        Unsafe.Add(ref list, count) = FeatureSpace.FirstChar + place;
        return count + (int)isNew;
    }

    private static int AddWithPositions(char[] text, int length, FeatureBuffer features)
    {
        var count = 0;
        for (var start = -1; start < length; start++)
        {
            var four = start < 0 ? (Read(ref text[0], 0) << 16) | ' ' : Read(ref text[0], start);
            if (text[start + 1] == ' ' || text[start + 2] == ' ')
            {
                continue;
            }

            AddAt(HashOfFour(four), start, Shortest);
            if (text[start + 3] != ' ')
            {
                AddAt(HashOfFive(four, text[start + 4]), start, Longest);
            }
        }

        return count;

        void AddAt(int place, int start, int size)
        {
            features.CharPositions[2 * count] = Math.Max(start, 0);
            features.CharPositions[(2 * count) + 1] = Math.Clamp(start + size, 1, length);
            features.Chars[count++] = FeatureSpace.FirstChar + place;
        }
    }

    // Little-endian, like every machine this runs on; the artefact's writer refuses others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ref char text, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref text, at)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong IsNoSpace(char c) => c != ' ' ? 1UL : 0UL;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HashOfFour(ulong four) => Last(four * FirstMultiplier);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HashOfFive(ulong four, char fifth) => Last((four * SecondMultiplier) + (fifth * FifthMultiplier));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Last(ulong hash) => (int)(((hash ^ (hash >> 32)) * FirstMultiplier) >> (64 - FeatureSpace.CharBits));
}
