using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>What became of a decision.</summary>
internal enum DecisionOutcome
{
    /// <summary>The state changed.</summary>
    Done,

    /// <summary>The submission is already as the decision wants it; nothing changed.</summary>
    AlreadySo,

    /// <summary>There is no such submission.</summary>
    Unknown,

    /// <summary>Its state does not allow the decision.</summary>
    NotAllowed,

    /// <summary>Somebody decided since it was looked at; nothing changed.</summary>
    Stale,

    /// <summary>A colleague is looking at it; nothing changed.</summary>
    Claimed,
}

/// <summary>The outcome with the submission as it is now.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Submission">Null when there is none.</param>
/// <param name="Claim">Who has it, when that is why nothing changed.</param>
internal sealed record DecisionResult(DecisionOutcome Outcome, Submission? Submission, ReviewClaim? Claim = null);
