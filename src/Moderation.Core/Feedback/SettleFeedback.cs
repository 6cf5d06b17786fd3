using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Feedback;

/// <summary>
/// Somebody of the house says whether outside feedback is right: confirmed it counts like a decision, dismissed it counts nothing. A statement about no stored
/// submission teaches nothing either way: training takes texts from submissions only. Once for each statement; in the audit trail.
/// </summary>
internal sealed class SettleFeedback(Database database, FeedbackStore store, LabelStore labels, AuditStore audit, TimeProvider clock)
{
    /// <summary>False when the site has no such statement or somebody has settled it before.</summary>
    public Task<bool> HandleAsync(SiteId site, Guid statementId, bool isRight, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            DateTimeOffset now = clock.UtcNowMicros();
            if (await store.SettleAsync(unit, site, statementId, isRight, actor, now, token).ConfigureAwait(false) is not { } said)
            {
                return false;
            }

            if (said.Submission is { } id)
            {
                await FeedbackLabel.WeighAsync(unit, labels, new SubmissionKey(site, id), now, token).ConfigureAwait(false);
            }

            await audit.AppendManyAsync(unit, [Entry(said, isRight, actor, now)], token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private static AuditEntry Entry(Statement said, bool isRight, string actor, DateTimeOffset now) => new()
    {
        EntryId = Guid.CreateVersion7(now),
        Site = said.Site,
        SubmissionId = said.Submission,
        Kind = AuditKind.Admin,
        Actor = actor,
        Decision = isRight ? "feedback_confirmed" : "feedback_dismissed",
        Reason = said.Category.ToText(),
        Note = $"key:{said.KeyId:D} said {(said.IsViolating ? "it is" : "it is not")}",
        At = now,
    };
}
