using static Moderation.Submissions.SubmissionEvent;
using static Moderation.Submissions.SubmissionState;

namespace Moderation.Submissions;

/// <summary>The one place that knows which changes of state there are. Pure; every write names the state it started from.</summary>
internal static class SubmissionStateMachine
{
    /// <summary>The state that an event leads to.</summary>
    /// <exception cref="InvalidOperationException">The event cannot happen in this state.</exception>
    public static SubmissionState Next(SubmissionStanding from, SubmissionEvent change) =>
        TryNext(from, change, out SubmissionState next)
            ? next
            : throw new InvalidOperationException($"{change} cannot happen to a submission that is {from}.");

    /// <summary>
    /// The state that an event leads to; false when it cannot happen in this state, which is an answer where people race each other
    /// (two moderators, an author who withdraws meanwhile).
    /// </summary>
    public static bool TryNext(SubmissionStanding from, SubmissionEvent change, out SubmissionState next)
    {
        SubmissionState? found = Find(from, change);
        next = found ?? from.State;
        return found is not null;
    }

    private static SubmissionState? Find(SubmissionStanding from, SubmissionEvent change) => (from.State, change) switch
    {
        (Received, VerdictApprove) => Approved,
        (Received, VerdictFlag) => Flagged,
        (Received, VerdictReject) => Rejected,
        (Received, ScoringImpossible) => Flagged,

        (Flagged, VerdictApprove) when from.IsUnscored => Approved,
        (Flagged, VerdictFlag) when from.IsUnscored => Flagged,
        (Flagged, VerdictReject) when from.IsUnscored => Rejected,

        (Flagged, DecisionApprove) => Approved,
        (Flagged, DecisionReject) => Rejected,
        (Approved, DecisionRemove) => Removed,
        (Approved, ReportsReachedThreshold) => Flagged,
        (Approved, WordListApplied) => Flagged,
        (Rejected, DecisionApprove) => Approved,
        (Removed, DecisionRestore) when !from.IsWithdrawn => Approved,
        (Approved or Rejected or Removed, DecisionReopen) when !from.IsWithdrawn => StateBefore(from),

        (Received or Flagged or Approved, Withdraw) => Removed,
        (Received or Flagged or Approved or Rejected or Removed, Erase) => Erased,

        _ => null,
    };

    /// <summary>Undo leads to what a person changed. A verdict is not undone but overruled, and nothing leads back to Received or out of Erased.</summary>
    private static SubmissionState? StateBefore(SubmissionStanding from) =>
        from.Before is Flagged or Approved or Rejected or Removed && from.Before != from.State ? from.Before : null;
}
