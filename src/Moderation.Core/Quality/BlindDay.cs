using Moderation.Sites;

namespace Moderation.Quality;

/// <summary>A day of a site from which a sample was drawn.</summary>
internal sealed record BlindDay
{
    public required SiteId Site { get; init; }

    /// <summary>The day in UTC, <c>2026-11-24</c>.</summary>
    public required string Day { get; init; }

    /// <summary>Submissions in each part, whether drawn or not.</summary>
    public required int Near { get; init; }

    /// <inheritdoc cref="Near"/>
    public required int Far { get; init; }

    /// <inheritdoc cref="Near"/>
    public required int Stopped { get; init; }

    public required DateTimeOffset DrawnAt { get; init; }
}
