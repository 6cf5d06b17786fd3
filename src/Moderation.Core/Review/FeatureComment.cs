using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Review;

/// <summary>Makes a comment an editor's pick, or takes that back. Only what the public may read can be picked; the state does not change and nothing is announced.</summary>
internal sealed class FeatureComment(Database database, SubmissionStore submissions, AuditStore audit, TimeProvider clock)
{
    /// <summary>Doing it twice is the same as once.</summary>
    public Task<DecisionResult> HandleAsync(SubmissionKey key, bool isFeatured, string actor, CancellationToken cancellationToken) =>
        database.RunAsync((unit, token) => SetAsync(unit, key, isFeatured, actor, token), cancellationToken);

    private async Task<DecisionResult> SetAsync(Unit unit, SubmissionKey key, bool isFeatured, string actor, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(unit, key, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return new DecisionResult(DecisionOutcome.Unknown, null);
        }

        if (row.IsFeatured == isFeatured)
        {
            return new DecisionResult(DecisionOutcome.AlreadySo, row);
        }

        if ((isFeatured && row.State != SubmissionState.Approved) || !await submissions.SetFeaturedAsync(unit, row, isFeatured, cancellationToken).ConfigureAwait(false))
        {
            return new DecisionResult(DecisionOutcome.NotAllowed, row);
        }

        AuditEntry entry = new()
        {
            EntryId = Guid.CreateVersion7(clock.GetUtcNow()),
            Site = key.Site,
            SubmissionId = key.Id,
            Version = row.Version,
            Kind = AuditKind.Feature,
            Actor = actor,
            Decision = isFeatured ? "feature" : "unfeature",
            At = clock.UtcNowMicros(),
        };
        await audit.AppendManyAsync(unit, [entry], cancellationToken).ConfigureAwait(false);
        return new DecisionResult(DecisionOutcome.Done, row with { IsFeatured = isFeatured });
    }
}
