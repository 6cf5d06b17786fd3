using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>Recognises the same text on one site without keeping it: a keyed hash, because an unkeyed one of a short text can be guessed.</summary>
internal sealed class BodyHasher(KeyRing ring)
{
    private const int HashBytes = 16;

    private readonly HmacKey _key = new(ring.DeriveKey(KeyPurpose.Text, "body"));

    /// <summary>16 bytes that are equal for equal texts of one site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="normalisedText">The body as the model's normaliser leaves it, so that disguised copies are copies.</param>
    public byte[] Hash(SiteId site, ReadOnlySpan<char> normalisedText)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(normalisedText);
        return hash.Compute(_key, HashBytes);
    }
}
