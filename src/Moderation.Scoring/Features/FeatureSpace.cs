using System.Runtime.CompilerServices;

namespace Moderation.Scoring.Features;

/// <summary>
/// The one hashed space of every model: words and word pairs, then character n-grams, then signals and author words. The layout is part of the artefact's version.
/// </summary>
internal static class FeatureSpace
{
    public const int WordBits = 18;
    public const int CharBits = 18;
    public const int FirstWord = 0;
    public const int FirstChar = 1 << WordBits;
    public const int FirstSignal = FirstChar + (1 << CharBits);

    /// <summary>Rows for signals with a meaning of their own, see <see cref="Signals"/>.</summary>
    public const int SignalCount = 64;

    /// <summary>Rows that tell the sources of training texts apart; used while training, zero in every artefact.</summary>
    public const int FirstSource = FirstSignal + SignalCount;
    public const int SourceCount = 64;

    /// <summary>Rows for hashed words of the author's name and web address.</summary>
    public const int FirstAuthor = FirstSource + SourceCount;
    public const int AuthorBits = 13;

    public const int Size = FirstAuthor + (1 << AuthorBits);

    private const uint Multiplier = 0x9E3779B1;

    /// <summary>Start of a hash over characters.</summary>
    public const uint Seed = 0x2545F491;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint hash, uint value) => (hash + value) * Multiplier;

    /// <summary>Spreads every input bit over all output bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WordBucket(uint hash) => FirstWord + (int)(Mix(hash) >> (32 - WordBits));

    public static int AuthorBucket(uint hash) => FirstAuthor + (int)(Mix(hash) >> (32 - AuthorBits));
}
