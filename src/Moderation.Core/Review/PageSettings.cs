using Moderation.Pages;

namespace Moderation.Review;

/// <summary>What a website wants of one page. Members that are null stay as they are.</summary>
internal sealed record PageSettings
{
    /// <summary>The page, by its address and, where the website has one, its own name for it.</summary>
    public required PageReferenceToResolve Page { get; init; }

    public PageMode? Mode { get; init; }

    /// <summary>True when <see cref="ClosesAt"/> was given, be it as null.</summary>
    public bool HasClosesAt { get; init; }

    /// <summary>From when the page accepts nothing any more; null: the page's own time is taken away.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>Who wants it, for the audit trail: <c>site</c>, <c>cli</c> or <c>moderator:{id}</c>.</summary>
    public required string Actor { get; init; }
}
