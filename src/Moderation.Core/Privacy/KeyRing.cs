using System.Security.Cryptography;
using System.Text;

namespace Moderation.Privacy;

/// <summary>
/// The secrets of an installation, in memory: one 256-bit master per <see cref="KeyPurpose"/>, and the versioned keys that seal addresses.
/// Every key that is used is derived from a master by HKDF, so that no two purposes share one. Kept outside the database: a dump alone reveals
/// nothing. Read from its file by <see cref="KeyRingFile"/>.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>Bytes of every master and every sealing key.</summary>
    public const int KeyBytes = 32;

    private readonly IReadOnlyDictionary<KeyPurpose, byte[]> _masters;
    private readonly KeyRingSource? _source;
    private volatile SealingKeys _sealing;

    /// <summary>Takes the keys as they are; <see cref="KeyRingFile"/> has checked that all are there and have the right length.</summary>
    /// <param name="masters">One for each purpose.</param>
    /// <param name="sealingKeys">By version.</param>
    /// <param name="source">Where sealing keys are read again from, because they are rotated while processes serve; null when they stay as they are.</param>
    public KeyRing(IReadOnlyDictionary<KeyPurpose, byte[]> masters, IReadOnlyDictionary<int, byte[]> sealingKeys, KeyRingSource? source = null)
    {
        _masters = masters;
        _sealing = new SealingKeys(sealingKeys, sealingKeys.Keys.Max());
        _source = source;
        Fingerprint = ComputeFingerprint();
    }

    /// <summary>The version that new addresses are sealed with: the highest, from 1. A process notices within two seconds that another one added a key.</summary>
    public int CurrentSealingVersion
    {
        get
        {
            ReadAgain(isNeeded: false);
            return _sealing.Current;
        }
    }

    /// <summary>The versions there are.</summary>
    public IReadOnlyList<int> SealingVersions => [.. _sealing.Keys.Keys.Order()];

    /// <summary>
    /// 32 hex digits that name this ring and reveal nothing of it. They stand in the store, and a process with another ring refuses to start.
    /// Sealing keys are not part of it, because they rotate.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>A key of <see cref="KeyBytes"/> bytes for one use.</summary>
    /// <param name="purpose">Which master it comes from.</param>
    /// <param name="use">Names the use within the purpose.</param>
    public byte[] DeriveKey(KeyPurpose purpose, string use) => Derive(_masters[purpose], use, KeyBytes);

    /// <summary>The sealing key of a version for one use; null when this ring does not have that version.</summary>
    public byte[]? DeriveSealingKey(int version, string use)
    {
        if (!_sealing.Keys.ContainsKey(version))
        {
            // Sealed by a process that read the ring later.
            ReadAgain(isNeeded: true);
        }

        return _sealing.Keys.TryGetValue(version, out byte[]? key) ? Derive(key, use, KeyBytes) : null;
    }

    private void ReadAgain(bool isNeeded)
    {
        if (_source?.Read(isNeeded) is { } keys)
        {
            _sealing = new SealingKeys(keys, keys.Keys.Max());
        }
    }

    private static byte[] Derive(byte[] master, string use, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, length, info: Encoding.UTF8.GetBytes($"moderation/{use}"));

    private string ComputeFingerprint()
    {
        byte[] all = new byte[_masters.Count * KeyBytes];
        int offset = 0;
        foreach (KeyPurpose purpose in Enum.GetValues<KeyPurpose>())
        {
            _masters[purpose].CopyTo(all, offset);
            offset += KeyBytes;
        }

        string fingerprint = Convert.ToHexStringLower(Derive(all, "fingerprint", KeyBytes / 2));
        CryptographicOperations.ZeroMemory(all);
        return fingerprint;
    }

    private sealed record SealingKeys(IReadOnlyDictionary<int, byte[]> Keys, int Current);
}
