using Moderation.Pages;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>Finds the page, the parent and the root of each reply of a batch, with two statements for the whole batch. Pages not seen before are made.</summary>
internal sealed class ReplyPlacer(PageStore pages, SubmissionStore submissions)
{
    /// <summary>Places replies in the order given; a reply may name an earlier one of the same batch as its parent.</summary>
    public async Task<IReadOnlyList<PlacedReply>> PlaceAsync(Unit unit, IReadOnlyList<PreparedReply> replies, CancellationToken cancellationToken)
    {
        Dictionary<SubmissionKey, Submission> known = await ParentsAsync(unit, replies, cancellationToken).ConfigureAwait(false);
        PlacedReply[] placed = new PlacedReply[replies.Count];
        foreach (IGrouping<SiteId, int> site in Enumerable.Range(0, replies.Count).GroupBy(index => replies[index].Draft.Key.Site))
        {
            int[] indexes = [.. site];
            IReadOnlyList<Page> found = await pages.ResolveManyAsync(unit, site.Key, [.. indexes.Select(index => Reference(replies[index]))], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < indexes.Length; i++)
            {
                placed[indexes[i]] = Place(replies[indexes[i]].Draft, found[i], known);
                known.TryAdd(placed[indexes[i]].Submission.Key, placed[indexes[i]].Submission);
            }
        }

        return placed;
    }

    private static PlacedReply Place(Submission draft, Page page, Dictionary<SubmissionKey, Submission> known)
    {
        // What a test key sent is gone after a day: a real reply never hangs on it.
        Submission? parent = draft.ParentId is { } parentId && known.TryGetValue(new SubmissionKey(draft.Key.Site, parentId), out Submission? found)
            && found.PageId == page.PageId && (draft.IsTest || !found.IsTest)
            ? found
            : null;
        return new PlacedReply
        {
            Submission = draft with { PageId = page.PageId, ParentId = parent?.Key.Id, RootId = parent?.RootId ?? draft.Key.Id },
            Page = page,
            IsParentUnknown = draft.ParentId is not null && parent is null,
        };
    }

    private static PageReferenceToResolve Reference(PreparedReply reply) => new() { Url = reply.PageUrl, ExternalId = reply.PageExternalId, Title = reply.PageTitle, IsVouchedFor = reply.IsVouchedFor };

    private async Task<Dictionary<SubmissionKey, Submission>> ParentsAsync(Unit unit, IReadOnlyList<PreparedReply> replies, CancellationToken cancellationToken)
    {
        SubmissionKey[] parents = [.. replies.Where(reply => reply.Draft.ParentId is not null).Select(reply => new SubmissionKey(reply.Draft.Key.Site, reply.Draft.ParentId!.Value)).Distinct()];
        return parents.Length == 0
            ? []
            : (await submissions.FindManyAsync(unit, parents, cancellationToken).ConfigureAwait(false)).ToDictionary(parent => parent.Key);
    }
}
