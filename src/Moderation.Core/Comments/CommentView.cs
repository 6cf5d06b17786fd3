using System.Text.Json.Serialization;

namespace Moderation.Comments;

/// <summary>A comment as the public sees it: every member is masked, none is derived from an address.</summary>
internal sealed record CommentView
{
    public required Guid Id { get; init; }

    public required Guid? ParentId { get; init; }

    public required CommentAuthor Author { get; init; }

    /// <summary>Plain text as written; the reader's side encodes it.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>An editor's pick.</summary>
    public required bool Featured { get; init; }

    /// <summary>It was removed, and stands here only because something hangs on it: name and text are empty. Written only where it is so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Removed { get; init; }

    /// <summary>Oldest first, nested at most five deep.</summary>
    public required IReadOnlyList<CommentView> Replies { get; init; }
}

/// <summary>What the author chose to show.</summary>
internal sealed record CommentAuthor
{
    public required string Name { get; init; }

    public required string? Url { get; init; }
}
