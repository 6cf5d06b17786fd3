using Moderation.Models;
using Moderation.Policies;
using Moderation.Review;
using Moderation.Scoring;
using Moderation.Server.ModeratorConsole.Desk;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Receipts;

/// <summary>Puts a receipt together from what is stored: the submission, its trail, the policy and the model of its verdict. Whoever calls has checked the site.</summary>
internal sealed class ReceiptReader(ReviewDesk desk, AuditStore audit, CardReader reader, People people, PolicyStore policies, ModelStore models, ModelHost host)
{
    private const int ModelsKnown = 200;

    /// <summary>Null when there is no such submission.</summary>
    public async Task<Receipt?> ReadAsync(SubmissionKey key, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(key, cancellationToken).ConfigureAwait(false) is not { } item)
        {
            return null;
        }

        Submission submission = item.Submission;
        IReadOnlyList<Reason> reasons = PolicyJson.ReadReasons(submission.ReasonsJson);
        ModelRow? model = submission.ModelVersion is { } version
            ? (await models.ListAsync(ModelsKnown, cancellationToken).ConfigureAwait(false)).FirstOrDefault(row => row.Sha256 == version)
            : null;
        Thresholds thresholds = await ThresholdsAsync(submission, model, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> names = await people.NamesAsync(cancellationToken).ConfigureAwait(false);
        return new Receipt
        {
            Item = item,
            Text = (await reader.ReadAsync(key.Site, [submission], cancellationToken).ConfigureAwait(false))[0],
            Bars = ReceiptSentences.Bars(submission.Scores, thresholds, reasons),
            Rules = [.. reasons.Select(ReceiptSentences.Rule)],
            Flip = ReceiptSentences.Flip(submission, reasons, thresholds),
            Model = submission.ModelVersion is null ? "none" : model is null ? submission.ModelVersion[..12] : $"{model.Number} ({submission.ModelVersion[..12]})",
            IsMarkedBySameModel = submission.ModelVersion is null || submission.ModelVersion == host.VersionFor(key.Site),
            Policy = submission.PolicyVersion switch
            {
                null => "none",
                0 => "the default",
                { } number => $"version {number}",
            },
            Trail = ReceiptSentences.Trail(submission, await audit.ListAsync(key, cancellationToken).ConfigureAwait(false), names),
        };
    }

    private async Task<Thresholds> ThresholdsAsync(Submission submission, ModelRow? model, CancellationToken cancellationToken)
    {
        if (submission.PolicyVersion is not { } version || model is null)
        {
            return Thresholds.None;
        }

        PolicyDocument? document = version == 0 ? null : await policies.FindAsync(submission.Key.Site, version, cancellationToken).ConfigureAwait(false);
        Policy policy = document is null ? Policy.Default : PolicyJson.ReadPolicy(document.Document);
        return Thresholds.Resolve(policy.Thresholds, ModelCard.FromJson(model.Card).Thresholds);
    }
}
