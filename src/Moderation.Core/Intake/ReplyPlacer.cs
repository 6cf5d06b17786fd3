using Moderation.Pages;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Intake;

/// <summary>Finds the page, the parent and the root of each reply of a batch, with two statements for the whole batch. Pages not seen before are made.</summary>
internal sealed class ReplyPlacer(PageStore pages, SubmissionStore submissions)
{
    /// <summary>Places replies in the order given; a reply may name an earlier one of the same batch as its parent.</summary>
    /// <param name="unit">Where new pages are made.</param>
    /// <param name="replies">The batch.</param>
    /// <param name="remembered">A page that the caller knows to be as named; null for one that has to be looked up.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    public async Task<IReadOnlyList<PlacedReply>> PlaceAsync(
        Unit unit, IReadOnlyList<PreparedReply> replies, Func<SiteId, PageReferenceToResolve, Page?> remembered, CancellationToken cancellationToken)
    {
        Dictionary<SubmissionKey, Submission> known = await ParentsAsync(unit, replies, cancellationToken).ConfigureAwait(false);
        PlacedReply[] placed = new PlacedReply[replies.Count];
        foreach (IGrouping<SiteId, int> site in Enumerable.Range(0, replies.Count).GroupBy(index => replies[index].Draft.Key.Site))
        {
            int[] indexes = [.. site];
            IReadOnlyList<Page> found = await FindAsync(unit, site.Key, [.. indexes.Select(index => replies[index].PageReference)], remembered, cancellationToken).ConfigureAwait(false);
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

    private async Task<IReadOnlyList<Page>> FindAsync(
        Unit unit, SiteId site, PageReferenceToResolve[] references, Func<SiteId, PageReferenceToResolve, Page?> remembered, CancellationToken cancellationToken)
    {
        Page?[] found = [.. references.Select(reference => remembered(site, reference))];
        int[] missing = [.. Enumerable.Range(0, found.Length).Where(index => found[index] is null)];
        if (missing.Length > 0)
        {
            IReadOnlyList<Page> resolved = await pages.ResolveManyAsync(unit, site, [.. missing.Select(index => references[index])], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < missing.Length; i++)
            {
                found[missing[i]] = resolved[i];
            }
        }

        return found!;
    }

    private async Task<Dictionary<SubmissionKey, Submission>> ParentsAsync(Unit unit, IReadOnlyList<PreparedReply> replies, CancellationToken cancellationToken)
    {
        SubmissionKey[] parents = [.. replies.Where(reply => reply.Draft.ParentId is not null).Select(reply => new SubmissionKey(reply.Draft.Key.Site, reply.Draft.ParentId!.Value)).Distinct()];
        return parents.Length == 0
            ? []
            : (await submissions.FindManyAsync(unit, parents, cancellationToken).ConfigureAwait(false)).ToDictionary(parent => parent.Key);
    }
}
