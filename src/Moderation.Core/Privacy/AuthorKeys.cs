using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>
/// The key under which the submissions of one author on one site are counted (flood, duplicates, history). 16 bytes; never public,
/// and different on every site.
/// </summary>
internal sealed class AuthorKeys(KeyRing ring)
{
    private const int KeyBytes = 16;

    private readonly HmacKey _key = new(ring.DeriveKey(KeyPurpose.Lookup, "author"));

    /// <summary>An author the website vouches for.</summary>
    /// <param name="site">The site.</param>
    /// <param name="subject">The <c>sub</c> of the identity token.</param>
    public byte[] Verified(SiteId site, string subject) => Hash(site, "verified", subject);

    /// <summary>
    /// An author who only typed an address: enough to count, never enough to trust, and never equal to a verified one.
    /// </summary>
    public byte[] Unverified(SiteId site, string address) => Hash(site, "typed", EmailAddress.Normalise(address));

    /// <summary>A typed name, to recognise a blocked one. Never equal to the key of an author.</summary>
    /// <param name="site">The site.</param>
    /// <param name="foldedName">The name without what people change to escape a block.</param>
    public byte[] Named(SiteId site, string foldedName) => Hash(site, "name", foldedName);

    private byte[] Hash(SiteId site, string kind, string name)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(kind);
        hash.Add(name);
        return hash.Compute(_key, KeyBytes);
    }
}
