using Moderation.Sites;

namespace Moderation.Authors;

/// <summary>A key with which a website signs identity tokens. Several may be valid at once, so that a website can change from one to the next.</summary>
internal sealed record IdentityKey
{
    public required Guid IdentityKeyId { get; init; }

    public required SiteId Site { get; init; }

    /// <summary>Its name in the header of tokens (<c>kid</c>), unique on its site.</summary>
    public required string Kid { get; init; }

    public required IdentityAlgorithm Algorithm { get; init; }

    /// <summary>The sealed secret; null for a public key.</summary>
    public byte[]? SecretSealed { get; init; }

    /// <summary>The public key as SubjectPublicKeyInfo; null for a secret.</summary>
    public byte[]? PublicKey { get; init; }

    /// <summary>What it is for, in its maker's words.</summary>
    public string? Label { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>From when its tokens are refused; null while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
