using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Moderation.Campaigns;

/// <summary>
/// What a text is compared by: keyed hashes of its words and of its pairs of neighbouring words, each once, in order. Up to <see cref="MaxHashes"/> it is the whole set, so that a likeness is exact; of a
/// longer text the lowest hashes stand for all of them, the same ones in every text that has them. Without the key of the ring nothing can be learnt of the words.
/// </summary>
internal sealed class WordSketch
{
    /// <summary>About 250 words.</summary>
    public const int MaxHashes = 512;

    /// <summary>A text of fewer different words is like another only if all its words and pairs are the same: three words are shared by chance.</summary>
    public const int ShortWords = 6;

    /// <summary>From so many different words on a text is long.</summary>
    public const int LongWords = 16;

    /// <summary>Two texts are alike when they share at least two fifths of their words and pairs. Changing one word in four leaves that much; another text on the same topic shares about a tenth.</summary>
    public const double LeastLikeness = 0.4;

    /// <summary>As <see cref="LeastLikeness"/>, when both are long: less is left to chance.</summary>
    public const double LeastLikenessOfLong = 0.35;

    /// <summary>How many of its keys a text is looked for by among those that belong to no campaign: two texts that are just alike have one in common in 98 of 100 cases, and one of a wave with one of the others surely.</summary>
    private const int SearchKeys = 8;

    /// <summary>The hashes set so many bits of a mask, by which most pairs of texts are told apart without a look at the hashes.</summary>
    private const int MaskBits = 1024;

    private readonly uint[] hashes;

    private readonly int words;

    private readonly ulong[] mask = new ulong[MaskBits / 64];

    /// <summary>How many hashes set a bit that another one had set.</summary>
    private readonly int hidden;

    private uint[]? fewKeys;

    private WordSketch(uint[] hashes)
    {
        this.hashes = hashes;
        hidden = hashes.Length;
        foreach (uint hash in hashes)
        {
            words += IsPair(hash) ? 0 : 1;
            ref ulong part = ref mask[(int)(hash >> 1) & (mask.Length - 1)];
            ulong bit = 1UL << (int)(hash >> 26);
            hidden -= (part & bit) == 0 ? 1 : 0;
            part |= bit;
        }
    }

    /// <summary>No text: nothing to compare.</summary>
    public bool IsEmpty => hashes.Length == 0;

    /// <summary>Of how many hashes it consists.</summary>
    public int Count => hashes.Length;

    private bool IsShort => words < ShortWords;

    /// <summary>The sketch of a text.</summary>
    /// <param name="normalised">The text as the model's normaliser leaves it, so that disguised copies are copies.</param>
    /// <param name="key">The key of the installation.</param>
    public static WordSketch Of(ReadOnlySpan<char> normalised, ulong key)
    {
        // A word and a pair for every character at most.
        uint[] found = ArrayPool<uint>.Shared.Rent(2 * normalised.Length);
        int count = 0;
        ulong before = 0;
        foreach (Range range in new WordRanges(normalised))
        {
            ulong word = Hash(normalised[range], key);
            found[count++] = Cut(word, isPair: false);
            if (before != 0)
            {
                found[count++] = Cut(Mix((before * 31) + word), isPair: true);
            }

            before = word;
        }

        WordSketch sketch = new(LowestOfEach(found.AsSpan(0, count)));
        ArrayPool<uint>.Shared.Return(found);
        return sketch;
    }

    /// <summary>As <see cref="ToBytes"/> wrote it.</summary>
    public static WordSketch FromBytes(byte[] bytes)
    {
        uint[] hashes = new uint[bytes.Length / sizeof(uint)];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)));
        }

        return new WordSketch(hashes);
    }

    /// <summary>The bytes that are stored: four for each hash.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[hashes.Length * sizeof(uint)];
        for (int i = 0; i < hashes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), hashes[i]);
        }

        return bytes;
    }

    private static uint[] LowestOfEach(Span<uint> found)
    {
        found.Sort();
        int count = 0;
        for (int i = 0; i < found.Length && count < MaxHashes; i++)
        {
            if (count == 0 || found[i] != found[count - 1])
            {
                found[count++] = found[i];
            }
        }

        return found[..count].ToArray();
    }

    /// <summary>The share of words and pairs that both have, 0 to 1 (Jaccard): of all they have together, or of the lowest <see cref="MaxHashes"/> of those.</summary>
    public double LikenessTo(WordSketch other)
    {
        ReadOnlySpan<uint> one = hashes;
        ReadOnlySpan<uint> two = other.hashes;
        int i = 0, j = 0, both = 0, all = 0;
        while (all < MaxHashes && (i < one.Length || j < two.Length))
        {
            all++;
            if (j == two.Length || (i < one.Length && one[i] < two[j]))
            {
                i++;
            }
            else if (i == one.Length || two[j] < one[i])
            {
                j++;
            }
            else
            {
                both++;
                i++;
                j++;
            }
        }

        return all == 0 ? 0 : (double)both / all;
    }

    /// <summary>Whether the texts are copies of each other with small changes.</summary>
    /// <param name="other">The other text.</param>
    /// <param name="likeness">As <see cref="LikenessTo"/> when they are; else any number below.</param>
    public bool IsLike(WordSketch other, out double likeness)
    {
        double least = Math.Min(words, other.words) switch
        {
            < ShortWords => 1,
            < LongWords => LeastLikeness,
            _ => LeastLikenessOfLong,
        };
        likeness = CanReach(other, least) ? LikenessTo(other) : 0;
        return likeness >= least;
    }

    /// <summary>False only when the likeness is less for certain: no more hashes can be common than bits of both masks, and those that hide behind them.</summary>
    private bool CanReach(WordSketch other, double least)
    {
        if (Count + other.Count > MaxHashes)
        {
            // The lowest hashes stand for all, and how many are compared is not known before.
            return true;
        }

        int common = Math.Min(hidden, other.hidden);
        for (int i = 0; i < mask.Length; i++)
        {
            common += BitOperations.PopCount(mask[i] & other.mask[i]);
        }

        common = Math.Min(common, Math.Min(Count, other.Count));
        return (double)common / (Count + other.Count - common) >= least;
    }

    /// <summary>
    /// Keys of which two texts that are alike always share one: all pairs. (Texts of w different words that share no pair have a likeness of at most w / (3w - 2), which is less
    /// than what is asked for from <see cref="ShortWords"/> and from <see cref="LongWords"/> up.) Of a short text, which is only like its equals, the lowest hash.
    /// </summary>
    public IEnumerable<uint> AllKeys() => IsEmpty ? [] : IsShort ? [hashes[0]] : hashes.Where(IsPair);

    /// <summary>A few of <see cref="AllKeys"/>, the same in every text that has them.</summary>
    public ReadOnlySpan<uint> FewKeys => fewKeys ??= [.. AllKeys().Take(SearchKeys)];

    private static bool IsPair(uint hash) => (hash & 1) == 1;

    /// <summary>The last bit says what was hashed.</summary>
    private static uint Cut(ulong hash, bool isPair) => ((uint)(hash >> 32) & ~1u) | (isPair ? 1u : 0u);

    /// <summary>Numbers count as one word: prices and tickets are the first thing that changes from copy to copy.</summary>
    private static ulong Hash(ReadOnlySpan<char> word, ulong key)
    {
        ulong hash = key ^ 0xCBF29CE484222325;
        if (word.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            word = "0";
        }

        foreach (ushort letter in MemoryMarshal.Cast<char, ushort>(word))
        {
            hash = (hash ^ letter) * 0x100000001B3;
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
