using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Judging;

/// <summary>The author, or the website on the author's behalf, takes a submission back.</summary>
internal sealed class WithdrawSubmission(Database database, SubmissionStore submissions, PageStore pages, AuditStore audit, EventWriter events, TimeProvider clock)
{
    /// <summary>
    /// Removes a submission that is Received, Flagged or Approved, at once and with its event. Withdrawing twice is once.
    /// The result has no submission when its state does not allow it.
    /// </summary>
    public Task<WithdrawResult> HandleAsync(SubmissionKey key, string actor, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => WithdrawAsync(unit, key, actor, token), cancellationToken);

    private async Task<WithdrawResult> WithdrawAsync(Unit unit, SubmissionKey key, string actor, CancellationToken cancellationToken)
    {
        Submission row = (await submissions.FindManyAsync(unit, [key], cancellationToken).ConfigureAwait(false)).Single();
        if (row.State == SubmissionState.Removed)
        {
            return new WithdrawResult { Submission = row };
        }

        if (!SubmissionStateMachine.TryNext(row.State, SubmissionEvent.Withdraw, out SubmissionState next))
        {
            return new WithdrawResult();
        }

        DateTimeOffset now = clock.UtcNowMicros();
        bool changed = await submissions.ChangeStateAsync(unit, key, row.State, row.Version, next, now, now, cancellationToken).ConfigureAwait(false);
        if (!changed)
        {
            return new WithdrawResult();
        }

        Submission after = row with { State = next, Version = row.Version + 1, DecidedAt = now, EffectiveAt = now };
        await audit.AppendManyAsync(unit, [Entry(row, after, actor, now)], cancellationToken).ConfigureAwait(false);
        Page page = (await pages.FindManyAsync(unit, [row.PageId], cancellationToken).ConfigureAwait(false))[row.PageId];
        await events.AppendAsync(unit, [new StateChange { Before = row.State, After = after, Page = page, DecidedBy = actor, Reasons = [WithdrawnReason] }], cancellationToken).ConfigureAwait(false);
        return new WithdrawResult { Submission = after };
    }

    private static AuditEntry Entry(Submission before, Submission after, string actor, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now),
        Site = before.Key.Site,
        SubmissionId = before.Key.Id,
        Version = after.Version,
        Kind = AuditKind.Withdrawal,
        Actor = actor,
        FromState = before.State,
        ToState = after.State,
        At = now,
    };

    /// <summary>The reason code of a withdrawal.</summary>
    public const string WithdrawnReason = ReasonCodes.Withdrawn;
}

/// <summary>The submission after it was withdrawn; null when its state did not allow it or changed meanwhile.</summary>
internal sealed record WithdrawResult
{
    public Submission? Submission { get; init; }
}
