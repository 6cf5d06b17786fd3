using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Moderation.Privacy;

/// <summary>
/// HMAC-SHA-256 over several fields. Every field is preceded by its length, so that "ab" + "c" and "a" + "bc" differ, and an absent field
/// differs from an empty one. Dispose it: the buffer is wiped and given back.
/// </summary>
internal ref struct KeyedHash
{
    private const int InitialBytes = 512;
    private const int LengthBytes = sizeof(int);

    private byte[] _buffer;
    private int _length;

    /// <summary>Begins with no field.</summary>
    public KeyedHash() => _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);

    /// <summary>Adds a text; null is a field of its own.</summary>
    public void Add(string? text)
    {
        if (text is null)
        {
            AddLength(-1);
            return;
        }

        Add(text.AsSpan());
    }

    /// <summary>Adds a text.</summary>
    public void Add(scoped ReadOnlySpan<char> text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        AddLength(count);
        Encoding.UTF8.GetBytes(text, Reserve(count));
    }

    /// <summary>Adds bytes.</summary>
    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    /// <summary>Adds an id, in the byte order of its text.</summary>
    public void Add(Guid id) => id.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    /// <summary>The first <paramref name="length"/> bytes (at most 32) of the hash of everything added.</summary>
    public readonly byte[] Compute(byte[] key, int length)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, _buffer.AsSpan(0, _length), hash);
        return hash[..length].ToArray();
    }

    /// <inheritdoc cref="Compute(byte[], int)"/>
    public readonly byte[] Compute(HmacKey key, int length)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Hash(_buffer.AsSpan(0, _length), hash);
        return hash[..length].ToArray();
    }

    /// <summary>Wipes what was added.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _length));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void AddLength(int length) => BinaryPrimitives.WriteInt32BigEndian(Reserve(LengthBytes), length);

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _length));
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        Span<byte> reserved = _buffer.AsSpan(_length, count);
        _length += count;
        return reserved;
    }
}
