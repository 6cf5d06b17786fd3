using System.Buffers.Text;
using System.Security.Cryptography;
using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>Makes the keys of sites and the hashes they are stored as. Keys are shown once and stored only hashed.</summary>
internal sealed class SiteKeys(KeyRing ring)
{
    /// <summary>What an API key begins with.</summary>
    public const string ApiKeyPrefix = "mk_";

    /// <summary>What a public site key begins with.</summary>
    public const string PublicKeyPrefix = "pk_";

    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int ApiKeyChars = 32;
    private const int AkismetKeyBytes = 6;
    private const int SaltBytes = 16;
    private const int PublicKeyBytes = 24;
    private const int HashBytes = 32;
    private const int HintChars = 6;

    private readonly HmacKey _hashKey = new(ring.DeriveKey(KeyPurpose.Credential, "api-key"));
    private readonly byte[] _publicKey = ring.DeriveKey(KeyPurpose.Credential, "public-key");

    /// <summary>A new API key: <c>mk_</c> and 32 letters and digits, 190 bits.</summary>
    public static string NewApiKey(RandomNumberGenerator random)
    {
        Span<char> key = stackalloc char[ApiKeyChars];
        Span<byte> one = stackalloc byte[1];
        for (int index = 0; index < key.Length; index++)
        {
            // 248 is the highest multiple of 62 that fits a byte: above it, some characters would be likelier than others.
            do
            {
                random.GetBytes(one);
            }
            while (one[0] >= 248);

            key[index] = Base62[one[0] % Base62.Length];
        }

        return string.Concat(ApiKeyPrefix, key);
    }

    /// <summary>
    /// A new key for Akismet clients: 12 lower-case hex digits, because WordPress strips everything else. 48 bits are few: failures have to be
    /// counted and slowed down.
    /// </summary>
    public static string NewAkismetKey(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[AkismetKeyBytes];
        random.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>A new salt for <see cref="PublicKey"/>; another salt is another public key.</summary>
    public static string NewSalt(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[SaltBytes];
        random.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>What lists may show of a key: its first six characters, of a short key a quarter.</summary>
    public static string HintOf(string key) => key[..Math.Min(HintChars, key.Length / 4)];

    /// <summary>The public key of a site: <c>pk_</c> and 32 characters of base64url. Computed, so that it can be listed and is yet stored only hashed.</summary>
    public string PublicKey(SiteId site, string salt)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(salt);
        return PublicKeyPrefix + Base64Url.EncodeToString(hash.Compute(_publicKey, PublicKeyBytes));
    }

    /// <summary>What is stored of any key, and looked up when one is presented. 32 bytes.</summary>
    public byte[] Hash(string key)
    {
        using var hash = new KeyedHash();
        hash.Add(key);
        return hash.Compute(_hashKey, HashBytes);
    }
}
