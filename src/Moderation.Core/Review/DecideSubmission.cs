using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Review;

/// <summary>
/// Carries out a decision of a person or of a site's own program: the state, the audit trail and the event change together. The state changes at once; the public sees it
/// ten seconds later, so that an undo in time is never noticed. Removing takes effect at once.
/// </summary>
internal sealed class DecideSubmission(Database database, SubmissionStore submissions, PageStore pages, AuditStore audit, SeenDomains domains, EventWriter events, DecisionSignal signal, TimeProvider clock, LabelStore labels)
{
    /// <summary>How long a decision can be undone before anybody outside sees it.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromSeconds(10);

    private const string ModeratorActor = "moderator:";

    /// <summary>A decision that is in force already changes nothing, so that sending it twice is the same as once.</summary>
    public async Task<DecisionResult> HandleAsync(DecisionRequest request, CancellationToken cancellationToken)
    {
        DecisionResult result = await database.RunAsync((unit, token) => DecideAsync(unit, request, token), cancellationToken).ConfigureAwait(false);
        if (result.Outcome == DecisionOutcome.Done)
        {
            signal.Announce(request.Key);
        }

        return result;
    }

    private async Task<DecisionResult> DecideAsync(Unit unit, DecisionRequest request, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(unit, request.Key, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return new DecisionResult(DecisionOutcome.Unknown, null);
        }

        if (request.ExpectedVersion is { } seen && seen != row.Version)
        {
            return new DecisionResult(DecisionOutcome.Stale, row);
        }

        if (request.ModeratorId is { } moderatorId
            && await ReviewClaims.FindAsync(unit, request.Key, clock.UtcNowMicros(), cancellationToken).ConfigureAwait(false) is { } claim && claim.ModeratorId != moderatorId)
        {
            return new DecisionResult(DecisionOutcome.Claimed, row, claim);
        }

        IReadOnlyList<AuditEntry> trail = await audit.ListAsync(unit, request.Key, cancellationToken).ConfigureAwait(false);
        SubmissionStanding standing = Standing(row, trail);
        if (IsInForce(request.Decision, standing))
        {
            return new DecisionResult(DecisionOutcome.AlreadySo, row);
        }

        if (!SubmissionStateMachine.TryNext(standing, EventOf(request.Decision), out SubmissionState next))
        {
            return new DecisionResult(DecisionOutcome.NotAllowed, row);
        }

        DateTimeOffset now = clock.UtcNowMicros();
        DateTimeOffset effectiveAt = request.Decision == Decision.Remove ? now : now + UndoWindow;
        if (!await submissions.ChangeStateAsync(unit, request.Key, row.State, row.Version, next, now, effectiveAt, cancellationToken).ConfigureAwait(false))
        {
            // Somebody decided between the look and the write.
            return new DecisionResult(request.ExpectedVersion is null ? DecisionOutcome.NotAllowed : DecisionOutcome.Stale, row);
        }

        Submission after = row with { State = next, Version = row.Version + 1, DecidedAt = now, EffectiveAt = effectiveAt };
        AuditEntry entry = Entry(request, row, after, now);
        await audit.AppendManyAsync(unit, [entry], cancellationToken).ConfigureAwait(false);
        if (next == SubmissionState.Approved && !row.IsTest)
        {
            await domains.NoteAsync(unit, SeenDomains.In(row.Key.Site, row.Body), cancellationToken).ConfigureAwait(false);
        }

        await ReviewClaims.ForgetAsync(unit, request.Key, cancellationToken).ConfigureAwait(false);
        await LabelAsync(unit, row, [.. trail, entry], cancellationToken).ConfigureAwait(false);
        Page page = (await pages.FindManyAsync(unit, [row.PageId], cancellationToken).ConfigureAwait(false))[row.PageId];

        // What nobody has seen yet is not told any more: this decision takes its place.
        await events.UnsendAsync(unit, row, now, cancellationToken).ConfigureAwait(false);
        StateChange change = new() { Before = row.State, After = after, Page = page, DecidedBy = request.DecidedBy, Reasons = request.Reason is null ? [] : [request.Reason] };
        await events.AppendAsync(unit, [change], cancellationToken).ConfigureAwait(false);
        return new DecisionResult(DecisionOutcome.Done, after);
    }

    /// <summary>
    /// The decision that stands says what the text is; after an undo that is an earlier one, or none. A program's decision says nothing, nor does one about a test, or for a reason that is
    /// not about the text.
    /// </summary>
    private Task LabelAsync(Unit unit, Submission row, IReadOnlyList<AuditEntry> trail, CancellationToken cancellationToken)
    {
        if (row.IsTest || DecisionInForce.Of(trail) is not { } standing || !standing.Actor.StartsWith(ModeratorActor, StringComparison.Ordinal) || !LabelReasons.IsLabel(standing.Reason))
        {
            return labels.ForgetAsync(unit, row.Key, LabelSource.Decision, cancellationToken);
        }

        bool isViolating = standing.ToState is SubmissionState.Rejected or SubmissionState.Removed;
        Label label = new() { Key = row.Key, IsViolating = isViolating, Reason = isViolating ? standing.Reason : null, Actor = standing.Actor, At = standing.At };
        return labels.SetAsync(unit, label, cancellationToken);
    }

    private static SubmissionStanding Standing(Submission row, IReadOnlyList<AuditEntry> trail)
    {
        AuditEntry? last = trail.LastOrDefault(entry => entry.Version == row.Version && entry.Kind is AuditKind.Decision or AuditKind.Withdrawal);
        return new SubmissionStanding(row.State)
        {
            IsUnscored = row.State == SubmissionState.Flagged && row.ModelVersion is null,
            IsWithdrawn = last?.Kind == AuditKind.Withdrawal,
            Before = last?.Kind == AuditKind.Decision ? last.FromState : null,
        };
    }

    private static bool IsInForce(Decision decision, SubmissionStanding standing) => decision switch
    {
        Decision.Approve or Decision.Restore => standing.State == SubmissionState.Approved,
        Decision.Reject => standing.State == SubmissionState.Rejected,
        Decision.Remove => standing.State == SubmissionState.Removed,
        Decision.Reopen => false,
    };

    private static SubmissionEvent EventOf(Decision decision) => decision switch
    {
        Decision.Approve => SubmissionEvent.DecisionApprove,
        Decision.Reject => SubmissionEvent.DecisionReject,
        Decision.Remove => SubmissionEvent.DecisionRemove,
        Decision.Restore => SubmissionEvent.DecisionRestore,
        Decision.Reopen => SubmissionEvent.DecisionReopen,
    };

    private static AuditEntry Entry(DecisionRequest request, Submission before, Submission after, DateTimeOffset now) => new()
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
}
