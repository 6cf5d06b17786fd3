namespace Moderation.Policies;

/// <summary>How many submissions are normal. One more within the window is flagged, never dropped: offices and mobile carriers share a network.</summary>
internal sealed record FloodLimits
{
    /// <summary>Submissions of one author within <see cref="AuthorBurstSeconds"/>.</summary>
    public int AuthorBurst { get; init; } = 1;

    /// <summary>The short window of one author.</summary>
    public int AuthorBurstSeconds { get; init; } = 15;

    /// <summary>Submissions of one author within <see cref="AuthorWindowSeconds"/>.</summary>
    public int AuthorMost { get; init; } = 5;

    /// <summary>The long window of one author.</summary>
    public int AuthorWindowSeconds { get; init; } = 600;

    /// <summary>Submissions from one network within <see cref="NetworkWindowSeconds"/>.</summary>
    public int NetworkMost { get; init; } = 20;

    /// <summary>The window of one network.</summary>
    public int NetworkWindowSeconds { get; init; } = 600;
}
