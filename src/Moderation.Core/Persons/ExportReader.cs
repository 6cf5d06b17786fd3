using Moderation.Pages;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Persons;

/// <summary>Reads submissions with their page and their trail for an export, a part at a time. No address is in it: typed ones are masked as at every edge, sealed ones stay sealed.</summary>
internal sealed class ExportReader(Database database, SubmissionStore submissions, PageStore pages, AuditStore audit)
{
    private const int PageSize = 500;

    private const string KeysSql = """
        select id
        from submission
        where site_id = @site and id > @after and not is_test
        order by site_id, id
        limit @limit
        """;

    /// <summary>Everything of a site, by id.</summary>
    public async IAsyncEnumerable<ExportedSubmission> ReadSiteAsync(SiteId site, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid after = Guid.Empty;
        while (true)
        {
            var arguments = new { site = site.Value, after, limit = PageSize };
            List<Guid> ids = await database.ReadAsync((unit, token) => unit.QueryAsync<Guid>(KeysSql, arguments, token), cancellationToken).ConfigureAwait(false);
            foreach (ExportedSubmission one in await ReadAsync([.. ids.Select(id => new SubmissionKey(site, new SubmissionId(id)))], cancellationToken).ConfigureAwait(false))
            {
                yield return one;
            }

            if (ids.Count < PageSize)
            {
                yield break;
            }

            after = ids[^1];
        }
    }

    /// <summary>These submissions in this order; unknown ones are left out.</summary>
    public async Task<IReadOnlyList<ExportedSubmission>> ReadAsync(IReadOnlyList<SubmissionKey> keys, CancellationToken cancellationToken)
    {
        List<ExportedSubmission> read = [];
        foreach (SubmissionKey[] part in keys.Chunk(PageSize))
        {
            Dictionary<SubmissionKey, Submission> rows = (await submissions.FindManyAsync(part, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Key);
            IReadOnlyDictionary<Guid, Page> ofPages = await pages.FindManyAsync([.. rows.Values.Select(row => row.PageId).Distinct()], cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<SubmissionKey, IReadOnlyList<AuditEntry>> trails =
                await database.ReadAsync((unit, token) => audit.ListManyAsync(unit, part, token), cancellationToken).ConfigureAwait(false);
            read.AddRange(part.Where(rows.ContainsKey).Select(key => Export(rows[key], ofPages[rows[key].PageId], trails.GetValueOrDefault(key) ?? [])));
        }

        return read;
    }

    private static ExportedSubmission Export(Submission row, Page page, IReadOnlyList<AuditEntry> trail) => new()
    {
        Id = row.Key.Id.Value,
        Site = row.Key.Site.Value,
        Page = new ExportedPage(AddressMask.MaskUrl(page.Url) ?? "", AddressMask.Mask(page.ExternalId), AddressMask.Mask(page.Title)),
        ParentId = row.ParentId?.Value,
        Author = new ExportedAuthor(AddressMask.Mask(row.AuthorName), AddressMask.MaskUrl(row.AuthorUrl)),
        Body = AddressMask.Mask(row.Body),
        SubmittedAt = row.SubmittedAt,
        State = row.State,
        DecidedAt = row.DecidedAt,
        Verdict = row.Verdict,
        Scores = row.Scores,
        ModelVersion = row.ModelVersion,
        PolicyVersion = row.PolicyVersion,
        Featured = row.IsFeatured,
        Decisions =
        [
            .. trail.Where(entry => entry.Kind == AuditKind.Decision)
                .Select(entry => new ExportedDecision(entry.Decision ?? "", entry.Reason, AddressMask.Mask(entry.Note), entry.Actor, entry.FromState, entry.ToState, entry.At)),
        ],
    };
}
