using Moderation.Sites;

namespace Moderation.Submissions;

/// <summary>Asks for the past of one author whom the website vouches for.</summary>
internal readonly record struct AuthorProbe
{
    public required SiteId Site { get; init; }

    /// <summary>The key of the author.</summary>
    public required byte[] AuthorKey { get; init; }

    /// <summary>Test submissions have a past of their own.</summary>
    public required bool IsTest { get; init; }

    /// <summary>From when approvals and rejections count for trust.</summary>
    public required DateTimeOffset TrustSince { get; init; }

    /// <summary>From when approvals and rejections count for the rate of rejections.</summary>
    public required DateTimeOffset RateSince { get; init; }
}
