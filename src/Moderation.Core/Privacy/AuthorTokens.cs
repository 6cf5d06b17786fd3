using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Moderation.Sites;

namespace Moderation.Privacy;

/// <summary>
/// The token that whoever posted a submission sees and withdraws it with: <c>at_</c> and 43 characters of base64url. Computed from the
/// submission's name, so that nothing is stored and posting again gives the same token.
/// </summary>
internal sealed class AuthorTokens(KeyRing ring)
{
    /// <summary>What every author token begins with.</summary>
    public const string Prefix = "at_";

    private const int TokenBytes = 32;

    private readonly byte[] _key = ring.DeriveKey(KeyPurpose.Credential, "author-token");

    /// <summary>The token of a submission.</summary>
    public string For(SiteId site, Guid submissionId)
    {
        using var hash = new KeyedHash();
        hash.Add(site.Value);
        hash.Add(submissionId);
        return Prefix + Base64Url.EncodeToString(hash.Compute(_key, TokenBytes));
    }

    /// <summary>True for the token of exactly this submission. Takes the same time however much of a wrong one is right.</summary>
    public bool IsValid(SiteId site, Guid submissionId, string? token) =>
        token is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(For(site, submissionId)), Encoding.UTF8.GetBytes(token));
}
