using Moderation.Labels;
using Moderation.Scoring;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Feedback;

/// <summary>The one label that outside feedback makes of a submission.</summary>
internal static class FeedbackLabel
{
    /// <summary>
    /// Lets the statement count that counts most, of equal ones the last; where none counts the label goes. So what somebody confirmed holds against all that nobody confirmed, whatever was said last.
    /// </summary>
    /// <param name="unit">The transaction that has changed a statement.</param>
    /// <param name="labels">Where labels are kept.</param>
    /// <param name="key">The submission.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WeighAsync(Unit unit, LabelStore labels, SubmissionKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Two people may settle two statements at once: the second waits here, and then reads what the first has said.
        await LabelStore.HoldAsync(unit, key, LabelSource.Feedback, cancellationToken).ConfigureAwait(false);
        Statement? best = (await FeedbackStore.ListAsync(unit, key, cancellationToken).ConfigureAwait(false))
            .Where(said => said.Weight > 0 && (said.IsViolating || MakesAcceptable(said.Category)))
            .OrderByDescending(said => said.Weight).ThenByDescending(said => said.RecordedAt).ThenByDescending(said => said.IsViolating).ThenBy(said => said.Category)
            .FirstOrDefault();
        if (best is null)
        {
            await labels.ForgetAsync(unit, key, LabelSource.Feedback, cancellationToken).ConfigureAwait(false);
            return;
        }

        Label? before = (await LabelStore.ListAsync(unit, key, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Source == LabelSource.Feedback);
        Label label = Of(key, best.KeyId, best.IsViolating ? best.Category : null, best.Weight, now);
        if (before is null || before with { At = now } != label)
        {
            await labels.SetAsync(unit, label, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The label, for those who know it is outside feedback.</summary>
    /// <param name="key">The submission.</param>
    /// <param name="keyId">With which key it was said.</param>
    /// <param name="violated">What the text is; null when it is acceptable.</param>
    /// <param name="weight">How much it counts.</param>
    /// <param name="now">The time.</param>
    public static Label Of(SubmissionKey key, Guid keyId, Category? violated, double weight, DateTimeOffset now) => new()
    {
        Key = key,
        Source = LabelSource.Feedback,
        IsViolating = violated is not null,
        Reason = violated is { } category ? ReasonOf(category) : null,
        Actor = $"key:{keyId:D}",
        Weight = weight,
        At = now,
    };

    /// <summary>That a text is no insult does not make it acceptable; that it is no spam, not toxic or simply welcome does.</summary>
    public static bool MakesAcceptable(Category category) => category is Category.Spam or Category.Toxicity or Category.LikelyToReject;

    /// <summary>The reason of <see cref="LabelReasons"/> that says as much as the category and no more; null for a bare "rejected".</summary>
    private static string? ReasonOf(Category category) => category switch
    {
        Category.Spam => "spam",
        Category.Toxicity or Category.SevereToxicity or Category.Threat => "harassment",
        Category.Insult => "abusive",
        Category.Profanity => "offensive",
        Category.IdentityAttack => "hate",
        Category.LikelyToReject => null,
    };
}
