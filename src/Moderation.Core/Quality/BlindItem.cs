using Moderation.Submissions;

namespace Moderation.Quality;

/// <summary>Which part of a day's submissions an item stands for. Each part is sampled by itself, because the doubtful ones tell most.</summary>
internal enum BlindPart
{
    /// <summary>Approved by the policy, with a score just below a threshold at which it is flagged.</summary>
    Near,

    /// <summary>Approved by the policy, with every score far from its threshold.</summary>
    Far,

    /// <summary>Flagged or rejected by the policy.</summary>
    Stopped,
}

/// <summary>What a moderator says who was not told what the machine thinks.</summary>
internal enum BlindAnswer
{
    /// <summary>May be read.</summary>
    Acceptable,

    /// <summary>Should not be read.</summary>
    Violating,

    /// <summary>Could not say.</summary>
    Unsure,
}

/// <summary>A submission that was drawn for blind review.</summary>
internal sealed record BlindItem
{
    public required SubmissionKey Key { get; init; }

    /// <summary>The day it was received, <c>2026-11-24</c>, in UTC.</summary>
    public required string Day { get; init; }

    public required BlindPart Part { get; init; }

    /// <summary>How many submissions of its part and day it stands for: the inverse of the chance to be drawn. At least 1.</summary>
    public required double Weight { get; init; }

    /// <summary>The model that had scored it.</summary>
    public required string ModelVersion { get; init; }

    public required DateTimeOffset DrawnAt { get; init; }

    /// <summary>Null as long as nobody has answered.</summary>
    public BlindAnswer? Answer { get; init; }

    /// <summary>Why it should not be read, as a code.</summary>
    public string? Reason { get; init; }

    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }
}
