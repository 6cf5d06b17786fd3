namespace Moderation.Submissions;

/// <summary>A state, and what else about a submission decides where it can go from there.</summary>
/// <param name="State">The state.</param>
internal readonly record struct SubmissionStanding(SubmissionState State)
{
    /// <summary>True for a flagged submission that was never scored: only that one can be judged again.</summary>
    public bool IsUnscored { get; init; }

    /// <summary>True for a removed submission that its author withdrew: nobody else can bring it back.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>The state before the last decision, which <see cref="SubmissionEvent.DecisionReopen"/> leads back to; null when no person decided.</summary>
    public SubmissionState? Before { get; init; }

    /// <summary>A state without anything special about it.</summary>
    public static implicit operator SubmissionStanding(SubmissionState state) => new(state);
}
