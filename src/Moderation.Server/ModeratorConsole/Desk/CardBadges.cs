using Moderation.Authors;
using Moderation.Judging;
using Moderation.Policies;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.ModeratorConsole.Desk;

/// <summary>
/// What is known about the authors of cards, in a word or two each. Blocks, identity keys and policies are remembered; the past of all authors together costs two statements, each looking at no more than
/// a hundred submissions of one.
/// </summary>
internal sealed class CardBadges(AuthorStandings standings, AuthorHistories histories, SiteIdentityKeys identities, TimeProvider clock)
{
    /// <summary>One list for each submission, in their order.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Badge>>> ReadAsync(SiteId site, SitePolicy policy, IReadOnlyList<Submission> submissions, CancellationToken cancellationToken)
    {
        IReadOnlyList<AuthorStanding> found = await standings.FindAsync(submissions, new Dictionary<SiteId, SitePolicy> { [site] = policy }, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        IReadOnlySet<UInt128> unknown = await histories.FindUnknownAsync([.. submissions.Where(one => !one.IsAuthorVerified).Select(one => one.AuthorKey).OfType<byte[]>()], cancellationToken).ConfigureAwait(false);
        bool hasIdentities = (await identities.CurrentAsync(site, cancellationToken).ConfigureAwait(false)).Count > 0;
        return [.. submissions.Select((submission, index) => Of(submission, found[index], IsNew(submission, found[index], policy.Policy.Authors, unknown), hasIdentities))];
    }

    /// <summary>The badges of one author. Pure.</summary>
    /// <param name="submission">What they wrote.</param>
    /// <param name="standing">What speaks for or against them.</param>
    /// <param name="isNew">Nothing of theirs has been approved yet.</param>
    /// <param name="hasIdentities">The site vouches for some authors, so that it says something when it does not.</param>
    public static IReadOnlyList<Badge> Of(Submission submission, AuthorStanding standing, bool isNew, bool hasIdentities)
    {
        List<Badge> badges = [];
        void Add(bool isSo, string text, string sentence, string kind = "")
        {
            if (isSo)
            {
                badges.Add(new Badge(text, sentence, kind));
            }
        }

        Add(standing.IsBlocked, "blocked", "This author is blocked.", "bad");
        Add(standing.ResemblesBlocked, "like a blocked one", "The name or the address is that of a blocked author; anyone can type it.", "bad");
        Add(isNew, "new", submission.IsAuthorVerified ? "The website vouches for this author, of whom little has been approved yet." : "Nothing under this address has been approved yet.", "warn");
        Add(standing.IsTrusted, "trusted", "The website vouches for this author, of whom enough was approved lately and nothing rejected.", "good");
        Add(submission.IsAuthorVerified, "verified", "The website vouches for this author.");
        Add(hasIdentities && !submission.IsAuthorVerified, "unverified", "The website does not vouch for this author: anyone can type this name.");
        Add(submission.AuthorKey is null, "no address", "No address and no account: nothing tells this author from others of the same name.");
        Add(submission.ReplacesId is not null, "edited", "The author sent this in place of an earlier text.");
        return badges;
    }

    private static bool IsNew(Submission submission, AuthorStanding standing, AuthorLimits limits, IReadOnlySet<UInt128> unknown) =>
        submission.IsAuthorVerified ? standing.Approved < limits.NewBelowApproved : submission.AuthorKey is { } key && unknown.Contains(AuthorHistories.KeyOf(key));
}

/// <summary>A word about an author on a card.</summary>
/// <param name="Text">The word.</param>
/// <param name="Sentence">What it means.</param>
/// <param name="Kind"><c>good</c>, <c>warn</c>, <c>bad</c>, or empty.</param>
internal sealed record Badge(string Text, string Sentence, string Kind);
