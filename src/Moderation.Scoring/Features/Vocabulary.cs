namespace Moderation.Scoring.Features;

/// <summary>
/// The words training has seen, as two bits each in a bitmap: no word can be read back, and about one unknown word in 400 is taken for known.
/// </summary>
internal sealed class Vocabulary(ulong[] bits)
{
    private const int BitCount = 1 << 21;
    private const uint FrequentSalt = 0xA511E9B3;

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

    /// <summary>Marks a word as frequent, besides adding it.</summary>
    public void AddFrequent(uint hash)
    {
        Add(hash);
        Add(hash ^ FrequentSalt);
    }

    /// <summary>True when the word with this hash was added as frequent.</summary>
    public bool ContainsFrequent(uint hash) => Contains(hash ^ FrequentSalt);

    private static (uint First, uint Second) Places(uint hash)
    {
        var mixed = FeatureSpace.Mix(hash);
        return (mixed & (BitCount - 1), FeatureSpace.Mix(mixed + 0x632BE5AB) & (BitCount - 1));
    }
}
