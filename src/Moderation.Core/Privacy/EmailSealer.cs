using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>
/// Seals e-mail addresses for the store, and is the one class that opens them. AES-256-GCM; the sealed bytes are bound to their site and
/// submission, so that a row copied over another one does not open. Also seals what else has to be opened again: dead letters, which hold
/// addresses as well, and secrets of sites and people.
/// </summary>
/// <remarks>
/// Layout: 1 byte layout (1), 2 bytes key version (big-endian), 12 bytes nonce, 16 bytes tag, then the text. Every record has an AES key of
/// its own, derived from the version's key and the record's name: random nonces then never meet under one key, however many are sealed.
/// </remarks>
internal sealed class EmailSealer(KeyRing ring, RandomNumberGenerator random)
{
    private const byte Layout = 1;
    private const int HeaderBytes = 3;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int OverheadBytes = HeaderBytes + NonceBytes + TagBytes;
    private const int LookupBytes = 32;

    private readonly ConcurrentDictionary<(int Version, string Use), HmacKey> _sealingKeys = new();
    private readonly HmacKey _lookupKey = new(ring.DeriveKey(KeyPurpose.Lookup, "email"));

    /// <summary>Seals the address of a submission's author.</summary>
    public byte[] Seal(SiteId site, Guid submissionId, string address) =>
        Seal("email", NameOf(site.Value, submissionId), Encoding.UTF8.GetBytes(address));

    /// <summary>Opens what <see cref="Seal(SiteId, Guid, string)"/> sealed.</summary>
    /// <exception cref="CryptographicException">It was sealed for another submission, with a key this ring does not have, or was changed.</exception>
    public string Open(SiteId site, Guid submissionId, ReadOnlySpan<byte> sealedAddress) =>
        Encoding.UTF8.GetString(Open("email", NameOf(site.Value, submissionId), sealedAddress));

    /// <summary>Seals the content of a dead letter.</summary>
    public byte[] SealDeadLetter(Guid deadLetterId, ReadOnlySpan<byte> payload) => Seal("dead-letter", NameOf("", deadLetterId), payload);

    /// <summary>Opens what <see cref="SealDeadLetter"/> sealed.</summary>
    /// <exception cref="CryptographicException">It belongs to another dead letter, was sealed with a key this ring does not have, or was changed.</exception>
    public byte[] OpenDeadLetter(Guid deadLetterId, ReadOnlySpan<byte> sealedPayload) => Open("dead-letter", NameOf("", deadLetterId), sealedPayload);

    /// <summary>Seals a secret that this program must be able to use again. What only has to be recognised is hashed instead.</summary>
    /// <param name="kind">What kind of secret, such as <c>totp</c>; kinds share no key.</param>
    /// <param name="record">The id of the record that owns it.</param>
    /// <param name="secret">The secret.</param>
    public byte[] SealSecret(string kind, Guid record, ReadOnlySpan<byte> secret) => Seal($"secret/{kind}", NameOf("", record), secret);

    /// <summary>Opens what <see cref="SealSecret"/> sealed.</summary>
    /// <exception cref="CryptographicException">It belongs to another record or kind, was sealed with a key this ring does not have, or was changed.</exception>
    public byte[] OpenSecret(string kind, Guid record, ReadOnlySpan<byte> sealedSecret) => Open($"secret/{kind}", NameOf("", record), sealedSecret);

    /// <summary>Seals an address anew, with the newest key.</summary>
    public byte[] Renew(SiteId site, Guid submissionId, ReadOnlySpan<byte> sealedAddress) => Renew("email", NameOf(site.Value, submissionId), sealedAddress);

    /// <summary>Seals a dead letter anew, with the newest key.</summary>
    public byte[] RenewDeadLetter(Guid deadLetterId, ReadOnlySpan<byte> sealedPayload) => Renew("dead-letter", NameOf("", deadLetterId), sealedPayload);

    /// <summary>Seals a secret anew, with the newest key.</summary>
    public byte[] RenewSecret(string kind, Guid record, ReadOnlySpan<byte> sealedSecret) => Renew($"secret/{kind}", NameOf("", record), sealedSecret);

    /// <summary>
    /// What finds an address again without revealing it: equal for all spellings of one address on one site, and different on every site, so
    /// that the store does not link readers across publishers. 32 bytes.
    /// </summary>
    public byte[] Lookup(SiteId site, string address)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(EmailAddress.Normalise(address));
        return hash.Compute(_lookupKey, LookupBytes);
    }

    /// <summary>The key version that something was sealed with; null when it was not sealed by this class.</summary>
    public static int? VersionOf(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length >= OverheadBytes && sealedBytes[0] == Layout ? BinaryPrimitives.ReadUInt16BigEndian(sealedBytes[1..]) : null;

    private static byte[] NameOf(string site, Guid id) => Encoding.UTF8.GetBytes($"{site}|{id:D}");

    private byte[] Renew(string use, byte[] name, ReadOnlySpan<byte> sealedBytes)
    {
        byte[] plain = Open(use, name, sealedBytes);
        byte[] renewed = Seal(use, name, plain);
        CryptographicOperations.ZeroMemory(plain);
        return renewed;
    }

    private byte[] Seal(string use, byte[] name, ReadOnlySpan<byte> plain)
    {
        int version = ring.CurrentSealingVersion;
        byte[] result = new byte[OverheadBytes + plain.Length];
        Span<byte> header = result.AsSpan(0, HeaderBytes);
        Span<byte> nonce = result.AsSpan(HeaderBytes, NonceBytes);
        header[0] = Layout;
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)version);
        random.GetBytes(nonce);
        using AesGcm cipher = CreateCipher(version, use, name);
        cipher.Encrypt(nonce, plain, result.AsSpan(OverheadBytes), result.AsSpan(HeaderBytes + NonceBytes, TagBytes), AssociatedData(header, name));
        return result;
    }

    private byte[] Open(string use, byte[] name, ReadOnlySpan<byte> sealedBytes)
    {
        int version = VersionOf(sealedBytes) ?? throw new CryptographicException("These bytes were not sealed by this program.");
        byte[] plain = new byte[sealedBytes.Length - OverheadBytes];
        using AesGcm cipher = CreateCipher(version, use, name);
        cipher.Decrypt(
            sealedBytes.Slice(HeaderBytes, NonceBytes),
            sealedBytes[OverheadBytes..],
            sealedBytes.Slice(HeaderBytes + NonceBytes, TagBytes),
            plain,
            AssociatedData(sealedBytes[..HeaderBytes], name));
        return plain;
    }

    private AesGcm CreateCipher(int version, string use, byte[] name)
    {
        if (!_sealingKeys.TryGetValue((version, use), out HmacKey? sealingKey))
        {
            byte[] derived = ring.DeriveSealingKey(version, $"seal/{use}") ?? throw new CryptographicException($"The key ring has no sealing key of version {version}.");
            sealingKey = _sealingKeys.GetOrAdd((version, use), _ => new HmacKey(derived));
        }

        Span<byte> recordKey = stackalloc byte[KeyRing.KeyBytes];
        sealingKey.Hash(name, recordKey);
        var cipher = new AesGcm(recordKey, TagBytes);
        CryptographicOperations.ZeroMemory(recordKey);
        return cipher;
    }

    private static byte[] AssociatedData(ReadOnlySpan<byte> header, byte[] name) => [.. header, .. name];
}
