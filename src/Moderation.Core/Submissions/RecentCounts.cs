namespace Moderation.Submissions;

/// <summary>
/// The answer to a <see cref="RecentProbe"/>: what was received from the time the probe names up to the submission, the submission itself left out. Each count stops
/// at <see cref="Limit"/> rows looked at, so that a flood of a million equal texts costs no more than a hundred.
/// </summary>
internal sealed record RecentCounts
{
    /// <summary>The most rows one count looks at, the newest first. More than any limit a policy may set.</summary>
    public const int Limit = 100;

    public required SubmissionKey Key { get; init; }

    /// <summary>Submissions with the same text on the same page.</summary>
    public required int SamePage { get; init; }

    /// <summary>Other pages with the same text.</summary>
    public required int OtherPages { get; init; }

    /// <summary>Other author names with the same text.</summary>
    public required int OtherNames { get; init; }

    /// <summary>Submissions of the same author within the short time.</summary>
    public required int AuthorBurst { get; init; }

    /// <summary>Submissions of the same author within the long time.</summary>
    public required int Author { get; init; }

    /// <summary>Submissions from the same network.</summary>
    public required int Network { get; init; }

    /// <summary>The answer about a submission that is like no other and the first of its author and its network.</summary>
    public static RecentCounts Nothing(SubmissionKey key) => new() { Key = key, SamePage = 0, OtherPages = 0, OtherNames = 0, AuthorBurst = 0, Author = 0, Network = 0 };
}
