using Moderation.Scoring;
using Moderation.Submissions;

namespace Moderation.Search;

/// <summary>What a person looks for. Everything that is set has to be so.</summary>
internal sealed record SearchQuery
{
    /// <summary>Words, and phrases of several, that stand in the text or in the author's name.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words { get; init; } = [];

    /// <summary>The beginning of a word of the author's name, or more of it.</summary>
    public string? Author { get; init; }

    /// <summary>A part of the page's address or title.</summary>
    public string? Page { get; init; }

    /// <summary>A domain that a link leads to, or one above it.</summary>
    public string? Domain { get; init; }

    public SubmissionState? State { get; init; }

    /// <summary>A reason code of the newest verdict.</summary>
    public string? Reason { get; init; }

    /// <summary>Scores at or above a number; without a category any of them.</summary>
    public IReadOnlyList<(Category? Category, double Least)> Scores { get; init; } = [];

    /// <summary>Who decided: a name, <c>me</c>, or <c>policy</c> for what no person decided.</summary>
    public string? By { get; init; }

    /// <summary>Received at or after the beginning of this day (UTC).</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received before the end of this day (UTC).</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The exact address of the author; for admins alone, and never kept.</summary>
    public string? Email { get; init; }
}
