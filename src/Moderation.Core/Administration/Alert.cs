using Moderation.Sites;

namespace Moderation.Administration;

/// <summary>What people are woken for.</summary>
internal enum AlertKind
{
    /// <summary>A text that may threaten somebody was flagged.</summary>
    Threat,

    /// <summary>A submission has waited for a person longer than it should.</summary>
    LateReview,

    /// <summary>Much of what waits could not be scored.</summary>
    Unscored,

    /// <summary>Something could not be judged at all.</summary>
    Errors,
}

/// <summary>One thing that people are to be told.</summary>
internal sealed record Alert
{
    public required AlertKind Kind { get; init; }

    /// <summary>Null: the installation.</summary>
    public required SiteId? Site { get; init; }

    /// <summary>Tells this occurrence from the next of the same kind.</summary>
    public required string Mark { get; init; }

    /// <summary>What is wrong, in a sentence without anything that anybody typed.</summary>
    public required string Text { get; init; }
}
