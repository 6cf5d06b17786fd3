using Moderation.Pages;

namespace Moderation.Comments;

/// <summary>The comments of one page, a part at a time.</summary>
internal sealed record ThreadView
{
    public required ThreadPage Page { get; init; }

    /// <summary>All comments of the page that the public may read, also those of other parts.</summary>
    public required long Count { get; init; }

    /// <summary>Roots, oldest first.</summary>
    public required IReadOnlyList<CommentView> Comments { get; init; }

    /// <summary>Cursor of the next part for <c>?after=</c>; null at the end.</summary>
    public required string? Next { get; init; }
}

/// <summary>The page of a thread.</summary>
internal sealed record ThreadPage
{
    public required string Url { get; init; }

    public required string? Title { get; init; }

    public required PageMode Mode { get; init; }
}
