using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>
/// Turns a visitor's address into a keyed hash of its network: the /24 of IPv4, the /48 of IPv6. The address itself is never kept.
/// 16 bytes, different on every site and every day (UTC).
/// </summary>
/// <remarks>A count over ten minutes therefore starts anew at midnight UTC: the price of a hash that cannot be followed from day to day.</remarks>
internal sealed class NetworkHasher(KeyRing ring)
{
    private const int HashBytes = 16;
    private const int Ipv4NetworkBytes = 3;
    private const int Ipv6NetworkBytes = 6;
    private const int KeptDays = 4;

    private readonly byte[] _saltKey = ring.DeriveKey(KeyPurpose.Network, "daily");
    private readonly HmacKey _stableKey = new(ring.DeriveKey(KeyPurpose.Network, "blocks"));
    private readonly ConcurrentDictionary<int, HmacKey> _saltByDay = new();

    /// <summary>The hash of the day on which <paramref name="at"/> lies.</summary>
    public byte[] Hash(SiteId site, IPAddress address, DateTimeOffset at) => Hash(SaltOf(at), site, address);

    /// <summary>The hash that stays the same from day to day: only for networks that are blocked.</summary>
    public byte[] StableHash(SiteId site, IPAddress address) => Hash(_stableKey, site, address);

    /// <summary>Recognises who reported a comment before; the same reader's reports of two comments have nothing in common.</summary>
    public byte[] ReporterHash(SiteId site, Guid submission, IPAddress address)
    {
        using var hash = new KeyedHash();
        hash.Add("report");
        hash.Add(submission);
        hash.Add(Hash(_stableKey, site, address));
        return hash.Compute(_stableKey, HashBytes);
    }

    /// <summary>Recognises the same blocked network when it is blocked again.</summary>
    public byte[] RangeHash(SiteId site, string range)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(range);
        return hash.Compute(_stableKey, HashBytes);
    }

    private static byte[] Hash(HmacKey key, SiteId site, IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(bytes[..(plain.AddressFamily == AddressFamily.InterNetwork ? Ipv4NetworkBytes : Ipv6NetworkBytes)]);
        return hash.Compute(key, HashBytes);
    }

    private HmacKey SaltOf(DateTimeOffset at)
    {
        int day = DateOnly.FromDateTime(at.UtcDateTime).DayNumber;
        if (_saltByDay.TryGetValue(day, out HmacKey? salt))
        {
            return salt;
        }

        // Yesterday's salt is forgotten: only the ring can make it again.
        if (_saltByDay.Count >= KeptDays)
        {
            _saltByDay.Clear();
        }

        Span<byte> dayBytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(dayBytes, day);
        return _saltByDay[day] = new HmacKey(HMACSHA256.HashData(_saltKey, dayBytes));
    }
}
