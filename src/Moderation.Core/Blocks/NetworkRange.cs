using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Moderation.Blocks;

/// <summary>A network such as <c>203.0.113.0/24</c>. Addresses of IPv4 within IPv6 (<c>::ffff:…</c>) are taken for what they are.</summary>
internal readonly record struct NetworkRange
{
    /// <summary>The widest networks that can be blocked: a typing mistake must not shut out a continent.</summary>
    public const int LeastPrefixV4 = 8;

    /// <inheritdoc cref="LeastPrefixV4"/>
    public const int LeastPrefixV6 = 16;

    private NetworkRange(bool isV6, int prefix, UInt128 bits)
    {
        IsV6 = isV6;
        Prefix = prefix;
        Bits = bits;
    }

    public bool IsV6 { get; }

    /// <summary>How many leading bits count.</summary>
    public int Prefix { get; }

    /// <summary>The leading bits, at the top of the number; the others are 0.</summary>
    public UInt128 Bits { get; }

    /// <summary>Reads an address or a network in CIDR form; bits behind the prefix are cut. False for anything else and for a network that is too wide.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NetworkRange range)
    {
        range = default;
        string[] parts = (text ?? "").Trim().Split('/');
        bool looksRight = parts[0].Contains(':', StringComparison.Ordinal) || parts[0].AsSpan().Count('.') == 3;
        if (parts.Length > 2 || !looksRight || !IPAddress.TryParse(parts[0], out IPAddress? address) || parts[0].Contains('%', StringComparison.Ordinal))
        {
            return false;
        }

        (bool isV6, UInt128 bits) = BitsOf(address);
        int width = isV6 ? 128 : 32;
        int prefix = width;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || address.IsIPv4MappedToIPv6))
        {
            return false;
        }

        if (prefix > width || prefix < (isV6 ? LeastPrefixV6 : LeastPrefixV4))
        {
            return false;
        }

        range = Of(isV6, prefix, bits);
        return true;
    }

    /// <summary>The network of that width around an address.</summary>
    public static NetworkRange Of(bool isV6, int prefix, UInt128 bits) => new(isV6, prefix, bits & (UInt128.MaxValue << (128 - prefix)));

    /// <summary>An address as bits at the top of a number.</summary>
    public static (bool IsV6, UInt128 Bits) BitsOf(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        plain.TryWriteBytes(bytes, out _);
        return (plain.AddressFamily == AddressFamily.InterNetworkV6, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The canonical CIDR form.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes[..(IsV6 ? 16 : 4)])}/{Prefix}");
    }
}
