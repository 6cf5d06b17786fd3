using System.Buffers.Binary;
using Moderation.Sites;

namespace Moderation.Submissions;

/// <summary>
/// What became of an author's submissions. Rejected also counts what a person removed; neither counts what the author withdrew, nor what was rejected because a page was
/// closed or somebody was blocked, which says nothing about the text. No count goes beyond <see cref="Limit"/>.
/// </summary>
internal sealed record AuthorPast
{
    /// <summary>The most rows that one count looks at.</summary>
    public const int Limit = 100;

    /// <summary>Approved at any time.</summary>
    public required int Approved { get; init; }

    /// <summary>Approved since <see cref="AuthorProbe.TrustSince"/>.</summary>
    public required int ApprovedForTrust { get; init; }

    /// <summary>Rejected since <see cref="AuthorProbe.TrustSince"/>.</summary>
    public required int RejectedForTrust { get; init; }

    /// <summary>Approved since <see cref="AuthorProbe.RateSince"/>.</summary>
    public required int ApprovedForRate { get; init; }

    /// <summary>Rejected since <see cref="AuthorProbe.RateSince"/>.</summary>
    public required int RejectedForRate { get; init; }
}

/// <summary>An author within a site; the first 16 bytes of a keyed hash tell any two apart.</summary>
internal readonly record struct AuthorId(SiteId Site, bool IsTest, UInt128 Key)
{
    public static AuthorId Of(SiteId site, bool isTest, byte[] authorKey) => new(site, isTest, BinaryPrimitives.ReadUInt128BigEndian(authorKey));
}
