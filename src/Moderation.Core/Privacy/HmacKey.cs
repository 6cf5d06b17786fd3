using System.Security.Cryptography;

namespace Moderation.Privacy;

/// <summary>
/// A key of HMAC-SHA-256 that is used again and again. Each thread keeps the state that the key leaves the function in: setting it up anew for every value costs several
/// times what hashing a short value does. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // Its owners live as long as the process; the states of a thread go with the key.
internal sealed class HmacKey(byte[] key)
#pragma warning restore CA1001
{
    private readonly ThreadLocal<IncrementalHash> states = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        IncrementalHash state = states.Value!;
        state.AppendData(data);
        state.GetHashAndReset(destination);
    }
}
