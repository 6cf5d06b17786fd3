using Moderation.Labels;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Feedback;

/// <summary>Somebody of the house says that outside feedback is right: from then on it counts like a decision.</summary>
internal sealed class ConfirmFeedback(Database database, FeedbackStore store, LabelStore labels, TimeProvider clock)
{
    /// <summary>False when the site has no such statement or it was confirmed before.</summary>
    public Task<bool> HandleAsync(SiteId site, Guid statementId, string actor, CancellationToken cancellationToken) => database.RunAsync(
        async (unit, token) =>
        {
            DateTimeOffset now = clock.UtcNowMicros();
            if (await store.ConfirmAsync(unit, site, statementId, actor, now, token).ConfigureAwait(false) is not { } said)
            {
                return false;
            }

            if (said.Submission is { } id)
            {
                Label? label = (await LabelStore.ListAsync(unit, new SubmissionKey(site, id), token).ConfigureAwait(false)).FirstOrDefault(one => one.Source == LabelSource.Feedback);
                if (label is not null && label.IsViolating == said.Value >= 0.5)
                {
                    await labels.SetAsync(unit, label with { Weight = 1, At = now }, token).ConfigureAwait(false);
                }
            }

            return true;
        },
        cancellationToken);
}
