namespace Moderation.Scoring.Features;

/// <summary>
/// The words training has seen, as two bits each in a bitmap: no word can be read back, and about one unknown word in 400 is taken for known.
/// </summary>
internal sealed class Vocabulary(ulong[] bits)
{
    private const int BitCount = 1 << 21;
    private const uint FrequentSalt = 0xA511E9B3;

    /// <summary>Steps of frequency that are told apart; each is three times the one before.</summary>
    public const int MaxRank = 6;

    /// <summary>Size of the bitmap in bytes, a part of the artefact's layout.</summary>
    public const int Bytes = BitCount / 8;

    public ulong[] Bits { get; } = bits;

    public static Vocabulary CreateEmpty() => new(new ulong[BitCount / 64]);

    public void Add(uint hash)
    {
        var (first, second) = Places(hash);
        Bits[first >> 6] |= 1UL << (int)(first & 63);
        Bits[second >> 6] |= 1UL << (int)(second & 63);
    }

    /// <summary>True when the word with this hash (see <see cref="FeatureSpace.Append"/>) was added.</summary>
    public bool Contains(uint hash)
    {
        var (first, second) = Places(hash);
        return ((Bits[first >> 6] >> (int)(first & 63)) & (Bits[second >> 6] >> (int)(second & 63)) & 1) != 0;
    }

    /// <summary>Marks a word as frequent, besides adding it; the more texts have it, the higher its rank.</summary>
    public void AddFrequent(uint hash, int rank = 1)
    {
        Add(hash);
        for (var step = 1; step <= Math.Min(rank, MaxRank); step++)
        {
            Add(hash ^ (FrequentSalt * (uint)step));
        }
    }

    /// <summary>How common a word is: 0 unknown, 1 known, then one more for every step of frequency.</summary>
    public int RankOf(uint hash)
    {
        if (!Contains(hash))
        {
            return 0;
        }

        var rank = 0;
        while (rank < MaxRank && Contains(hash ^ (FrequentSalt * (uint)(rank + 1))))
        {
            rank++;
        }

        return rank + 1;
    }

    /// <summary>True when the word with this hash was added as frequent.</summary>
    public bool ContainsFrequent(uint hash) => Contains(hash ^ FrequentSalt);

    private static (uint First, uint Second) Places(uint hash)
    {
        var mixed = FeatureSpace.Mix(hash);
        return (mixed & (BitCount - 1), FeatureSpace.Mix(mixed + 0x632BE5AB) & (BitCount - 1));
    }
}
