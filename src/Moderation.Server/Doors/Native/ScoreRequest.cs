using Moderation.Contracts;

namespace Moderation.Server.Doors.Native;

/// <summary>One text to score, or up to 100 as items; exactly one of <c>text</c> and <c>items</c>.</summary>
internal sealed record ScoreRequest
{
    /// <summary>The most items in one request.</summary>
    public const int MaxItems = 100;

    public string? Text { get; init; }

    /// <summary>Name and URL are scored with the text; an address is not looked at.</summary>
    public AuthorDetails? Author { get; init; }

    /// <summary>The page the texts would be posted on: its mode, its word lists and links to its own site count. Left out: the site alone.</summary>
    public PageReference? Page { get; init; }

    public IReadOnlyList<ScoreItem?>? Items { get; init; }
}

/// <summary>One of several texts.</summary>
internal sealed record ScoreItem
{
    /// <summary>Given back as it is.</summary>
    public string? Id { get; init; }

    public string? Text { get; init; }

    public AuthorDetails? Author { get; init; }
}
