using Moderation.Blocks;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Judging;

/// <summary>Finds out about the authors of a batch: blocks from memory, the past of those the website vouches for with one statement.</summary>
internal sealed class AuthorStandings(AuthorHistories histories, SiteBlocks blocks, BlockNames names)
{
    /// <summary>One for each submission, in their order.</summary>
    /// <param name="submissions">The batch.</param>
    /// <param name="policies">The policy of each of its sites.</param>
    /// <param name="now">The time the windows end at.</param>
    /// <param name="cancellationToken">Ends the look into the store.</param>
    public async Task<IReadOnlyList<AuthorStanding>> FindAsync(
        IReadOnlyList<Submission> submissions, IReadOnlyDictionary<SiteId, SitePolicy> policies, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Dictionary<SiteId, BlockList> lists = new(policies.Count);
        foreach (SiteId site in policies.Keys)
        {
            lists[site] = await blocks.CurrentAsync(site, cancellationToken).ConfigureAwait(false);
        }

        AuthorProbe[] probes = [.. submissions.Where(IsVerified).Select(submission => Probe(submission, policies[submission.Key.Site].Policy.Authors, now))];
        IReadOnlyDictionary<AuthorId, AuthorPast> pasts = await histories.CountAsync(probes, cancellationToken).ConfigureAwait(false);
        return [.. submissions.Select(submission => IsVerified(submission)
            ? OfVerified(submission, pasts[AuthorId.Of(submission.Key.Site, submission.IsTest, submission.AuthorKey!)], lists[submission.Key.Site], policies[submission.Key.Site].Policy.Authors, now)
            : OfUnverified(submission, lists[submission.Key.Site], now))];
    }

    private static bool IsVerified(Submission submission) => submission is { IsAuthorVerified: true, AuthorKey: not null };

    private static AuthorProbe Probe(Submission submission, AuthorLimits limits, DateTimeOffset now) => new()
    {
        Site = submission.Key.Site,
        AuthorKey = submission.AuthorKey!,
        IsTest = submission.IsTest,
        TrustSince = now.AddDays(-limits.TrustedDays),
        RateSince = now.AddDays(-limits.RejectionDays),
    };

    private static AuthorStanding OfVerified(Submission submission, AuthorPast past, BlockList list, AuthorLimits limits, DateTimeOffset now) => new()
    {
        IsBlocked = list.IsSubjectBlocked(submission.AuthorKey!, now),
        IsTrusted = past.ApprovedForTrust >= limits.TrustedApproved && past.RejectedForTrust == 0,
        Approved = past.Approved,
        Decisions = past.ApprovedForRate + past.RejectedForRate,
        Rejections = past.RejectedForRate,
    };

    private AuthorStanding OfUnverified(Submission submission, BlockList list, DateTimeOffset now)
    {
        bool isAddress = submission.EmailHash is { } address && list.IsAddressBlocked(address, now);
        bool isName = !isAddress && list.HasNames && list.IsNameBlocked(names.Hash(submission.Key.Site, submission.AuthorName), now);
        return isAddress || isName ? new AuthorStanding { ResemblesBlocked = true } : AuthorStanding.Nobody;
    }
}
