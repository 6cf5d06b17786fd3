using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>
/// Says whether two submissions under one id are the same: the same content is answered as before, other content is refused. What counts is
/// what the visitor wrote and where; times, the hidden field and the connection differ from one delivery to the next and do not count.
/// </summary>
internal sealed class ContentHasher(KeyRing ring)
{
    private const int HashBytes = 16;

    private readonly HmacKey _key = new(ring.DeriveKey(KeyPurpose.Text, "content"));

    /// <summary>16 bytes that are equal for equal content.</summary>
    /// <param name="site">The site.</param>
    /// <param name="pageKey">What identifies the page.</param>
    /// <param name="parentId">The parent as it was sent; null for a root.</param>
    /// <param name="authorName">As stored.</param>
    /// <param name="authorEmail">As typed; null when none was given.</param>
    /// <param name="authorUrl">As stored; null when none was given.</param>
    /// <param name="body">As stored.</param>
    public byte[] Hash(SiteId site, string pageKey, Guid? parentId, string authorName, string? authorEmail, string? authorUrl, string body)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(pageKey);
        hash.Add(parentId ?? Guid.Empty);
        hash.Add(authorName);
        hash.Add(authorEmail is null ? null : EmailAddress.Normalise(authorEmail));
        hash.Add(authorUrl);
        hash.Add(body);
        return hash.Compute(_key, HashBytes);
    }
}
