using Moderation.Campaigns;
using Moderation.Policies;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Bulk;

/// <summary>
/// Who comes to a campaign after the decision follows it, unless the decision cannot have meant it: nobody gets words approved by hiding them in a text that was approved, and an author the website vouches for
/// is not rejected for naming a domain. Those are left for a person.
/// </summary>
internal sealed class FollowerCheck(SubmissionStore submissions, CampaignStore campaigns)
{
    /// <summary>The rules about links and about how often a text was sent: what everything in a campaign has against it.</summary>
    private static readonly int[] CampaignRules = [12, 13];

    /// <summary>Those of some items that are left for a person.</summary>
    public async Task<IReadOnlySet<SubmissionId>> LeaveAsync(Unit unit, BulkDecision bulk, IReadOnlyList<BulkItem> items, CancellationToken cancellationToken)
    {
        SubmissionKey[] late = [.. items.Where(item => item.IsFollower).Select(item => new SubmissionKey(bulk.Site, item.Submission))];
        if (late.Length == 0 || bulk.CampaignId is not { } campaignId || await campaigns.FindAsync(unit, campaignId, cancellationToken).ConfigureAwait(false) is not { } campaign)
        {
            return new HashSet<SubmissionId>();
        }

        SubmissionKey sampleKey = new(bulk.Site, campaign.Sample);
        IReadOnlyList<Submission> found = await submissions.FindManyAsync(unit, [.. late, sampleKey], cancellationToken).ConfigureAwait(false);
        Submission? sample = found.SingleOrDefault(row => row.Key == sampleKey);
        return found.Where(row => late.Contains(row.Key) && !IsMeant(bulk, campaign, sample, row)).Select(row => row.Key.Id).ToHashSet();
    }

    /// <summary>Whether the decision can have meant a submission that came after it.</summary>
    internal static bool IsMeant(BulkDecision bulk, Campaign campaign, Submission? sample, Submission late) =>
        bulk.IsRejection ? campaign.Kind == CampaignKind.Text || !late.IsAuthorVerified
        : (sample is not null && late.BodyHash.AsSpan().SequenceEqual(sample.BodyHash))
            || PolicyJson.ReadReasons(late.ReasonsJson).All(reason => reason.Rule is null || CampaignRules.Contains(reason.Rule.Value));
}
