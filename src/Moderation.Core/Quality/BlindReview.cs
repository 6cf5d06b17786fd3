using Moderation.Labels;
using Moderation.Review;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Quality;

/// <summary>
/// The queue of what was drawn. An answer is what the moderator would decide, and so it is carried out where only the machine has decided: a comment that should not be read is
/// removed, a flagged one is settled. Where it agrees with what stands it labels the text and changes nothing.
/// </summary>
internal sealed class BlindReview(Database database, BlindStore blind, SubmissionStore submissions, AuditStore audit, LabelStore labels, DecideSubmission decide, TimeProvider clock)
{
    /// <summary>What nobody answered in this time is let go: it would say less and less about the model that decides.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromDays(7);

    /// <summary>What waits on a site, oldest first.</summary>
    public Task<IReadOnlyList<BlindItem>> ListAsync(SiteId site, int limit, CancellationToken cancellationToken) =>
        blind.ListWaitingAsync(site, clock.UtcNowMicros() - WaitsFor, limit, cancellationToken);

    /// <summary>Keeps an answer and carries it out. False when a colleague has answered meanwhile.</summary>
    /// <param name="key">The submission.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="reason">Why it should not be read, as a code of <see cref="DecisionReason"/>; null for the other answers.</param>
    /// <param name="actor">The moderator, as the audit trail writes them.</param>
    /// <param name="moderatorId">The moderator.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<bool> AnswerAsync(SubmissionKey key, BlindAnswer answer, string? reason, string actor, Guid moderatorId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        bool isKept = await database.RunAsync((unit, token) => blind.AnswerAsync(unit, key, answer, reason, actor, now, token), cancellationToken).ConfigureAwait(false);
        if (!isKept || answer == BlindAnswer.Unsure || await submissions.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return isKept;
        }

        bool isDecided = (await audit.LastDecisionsAsync([key], cancellationToken).ConfigureAwait(false)).ContainsKey(key);
        if (!isDecided && DecisionFor(row.State, answer) is { } decision)
        {
            // Claimed or decided in this moment: whoever is at it decides, and the answer stands for the estimates.
            await decide.HandleAsync(
                new DecisionRequest { Key = key, Decision = decision, Reason = reason, Actor = actor, DecidedBy = actor, ExpectedVersion = row.Version, ModeratorId = moderatorId }, cancellationToken).ConfigureAwait(false);
        }
        else if (!isDecided && row.State is SubmissionState.Approved or SubmissionState.Rejected && LabelReasons.IsLabel(reason))
        {
            Label label = new() { Key = key, IsViolating = answer == BlindAnswer.Violating, Reason = reason, Actor = actor, At = now };
            await database.RunAsync((unit, token) => labels.SetAsync(unit, label, token), cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static Decision? DecisionFor(SubmissionState state, BlindAnswer answer) => (state, answer) switch
    {
        (SubmissionState.Approved, BlindAnswer.Violating) => Decision.Remove,
        (SubmissionState.Flagged, BlindAnswer.Violating) => Decision.Reject,
        (SubmissionState.Flagged or SubmissionState.Rejected, BlindAnswer.Acceptable) => Decision.Approve,
        _ => null,
    };
}
