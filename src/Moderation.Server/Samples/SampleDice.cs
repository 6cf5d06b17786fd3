using System.Buffers.Binary;

namespace Moderation.Server.Samples;

/// <summary>
/// A small seeded generator (SplitMix64: Steele, Lea and Flood, 2014). The framework's own does not promise the same numbers in its next version,
/// and a seed is only worth writing down when it gives the same replies again.
/// </summary>
internal sealed class SampleDice(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>A number from 0 to 1, 1 excluded.</summary>
    public double NextShare() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with that probability.</summary>
    public bool Falls(double probability) => NextShare() < probability;

    /// <summary>A number from 0 to <paramref name="count"/>, which is excluded and at least 1.</summary>
    public int Next(int count) => (int)(Next() % (ulong)count);

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>A UUID of version 7 (RFC 9562) whose random bits come from the seed. Unlike <see cref="Guid.CreateVersion7(DateTimeOffset)"/> it can be made again.</summary>
    public Guid NextId(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)time.ToUnixTimeMilliseconds() << 16) | 0x7000 | (Next() & 0x0FFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (Next() >> 2));
        return new Guid(bytes, bigEndian: true);
    }
}
