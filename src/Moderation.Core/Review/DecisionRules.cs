using Moderation.Labels;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Review;

/// <summary>What a decision means for a submission as it stands. Pure.</summary>
internal static class DecisionRules
{
    private const string ModeratorActor = "moderator:";

    /// <summary>The standing that follows from the row and its trail.</summary>
    public static SubmissionStanding Standing(Submission row, IReadOnlyList<AuditEntry> trail)
    {
        AuditEntry? last = trail.LastOrDefault(entry => entry.Version == row.Version && entry.Kind is AuditKind.Decision or AuditKind.Withdrawal);
        return new SubmissionStanding(row.State)
        {
            IsUnscored = row.State == SubmissionState.Flagged && row.ModelVersion is null,
            IsWithdrawn = last?.Kind == AuditKind.Withdrawal,
            Before = last?.Kind == AuditKind.Decision ? last.FromState : null,
        };
    }

    /// <summary>Whether everything is already as the decision wants it.</summary>
    public static bool IsInForce(Decision decision, SubmissionStanding standing) => decision switch
    {
        Decision.Approve or Decision.Restore => standing.State == SubmissionState.Approved,
        Decision.Reject => standing.State == SubmissionState.Rejected,
        Decision.Remove => standing.State == SubmissionState.Removed,
        Decision.Reopen => false,
    };

    /// <summary>What happens to the submission.</summary>
    public static SubmissionEvent EventOf(Decision decision) => decision switch
    {
        Decision.Approve => SubmissionEvent.DecisionApprove,
        Decision.Reject => SubmissionEvent.DecisionReject,
        Decision.Remove => SubmissionEvent.DecisionRemove,
        Decision.Restore => SubmissionEvent.DecisionRestore,
        Decision.Reopen => SubmissionEvent.DecisionReopen,
    };

    /// <summary>The line of the audit trail.</summary>
    public static AuditEntry Entry(DecisionRequest request, Submission before, Submission after, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now),
        Site = before.Key.Site,
        SubmissionId = before.Key.Id,
        Version = after.Version,
        Kind = AuditKind.Decision,
        Actor = request.Actor,
        FromState = before.State,
        ToState = after.State,
        Decision = request.Decision.ToText(),
        Reason = request.Reason,
        Note = request.Note,
        At = now,
    };

    /// <summary>
    /// What the decision that stands says about the text; after an undo that is an earlier one, or none. Null: nothing is said, as by a program's decision, by one about a test, or for a reason that is not
    /// about the text.
    /// </summary>
    /// <param name="row">The submission.</param>
    /// <param name="trail">Its trail, the new decision in it.</param>
    /// <param name="weight">What a decision about many together counts for each.</param>
    public static Label? LabelOf(Submission row, IReadOnlyList<AuditEntry> trail, double weight)
    {
        if (row.IsTest || DecisionInForce.Of(trail) is not { } standing || !standing.Actor.StartsWith(ModeratorActor, StringComparison.Ordinal) || !LabelReasons.IsLabel(standing.Reason))
        {
            return null;
        }

        bool isViolating = standing.ToState is SubmissionState.Rejected or SubmissionState.Removed;
        return new Label { Key = row.Key, IsViolating = isViolating, Reason = isViolating ? standing.Reason : null, Actor = standing.Actor, Weight = ReferenceEquals(standing, trail[^1]) ? weight : 1, At = standing.At };
    }
}
