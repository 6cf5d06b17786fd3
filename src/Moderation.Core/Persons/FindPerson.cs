using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Persons;

/// <summary>Finds everything that one person sent: by the exact address, or by an author token. Nothing but keyed hashes is compared.</summary>
internal sealed class FindPerson(Database database, SiteStore sites, EmailSealer sealer, AuthorKeys authorKeys, AuthorTokens tokens)
{
    private const int PageSize = 5_000;

    private const string ByAddressSql = """
        select site_id, id, author_verified, author_key
        from submission
        where author_key = @key
        union
        select site_id, id, author_verified, author_key
        from submission
        where author_verified and email_hash = @hash
        """;

    /// <summary>Everything sent with an address, on one site or on all. What was erased is not found: it has no author.</summary>
    public async Task<IReadOnlyList<SubmissionKey>> ByAddressAsync(string address, SiteId? site, CancellationToken cancellationToken)
    {
        List<SubmissionKey> found = [];
        foreach (SiteId one in await SitesAsync(site, cancellationToken).ConfigureAwait(false))
        {
            // The hashes are of one site: they need no other condition, and each is looked up in the index made for it.
            var arguments = new { hash = sealer.Lookup(one, address), key = authorKeys.Unverified(one, address) };
            found.AddRange((await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(ByAddressSql, arguments, token), cancellationToken).ConfigureAwait(false)).OrderBy(row => row.Id).Select(row => row.ToKey()));
        }

        return found;
    }

    private const string PageSql = """
        select site_id, id, author_verified, author_key
        from submission
        where site_id = @site and id > @after
        order by site_id, id
        limit @limit
        """;

    private const string BySubjectSql = """
        select site_id, id, author_verified, author_key
        from submission
        where site_id = @site and author_verified and author_key = @key
        """;

    /// <summary>
    /// The submission that a token was given for, and where the website vouches for its author, everything else of that author. A token alone proves nothing about a typed address: anybody could have
    /// typed somebody else's.
    /// </summary>
    public async Task<IReadOnlyList<SubmissionKey>> ByTokenAsync(string authorToken, SiteId? site, CancellationToken cancellationToken)
    {
        foreach (SiteId one in await SitesAsync(site, cancellationToken).ConfigureAwait(false))
        {
            if (await FindAsync(one, authorToken, cancellationToken).ConfigureAwait(false) is not { } row)
            {
                continue;
            }

            if (row is not { AuthorVerified: true, AuthorKey: { } key })
            {
                return [row.ToKey()];
            }

            var arguments = new { site = one.Value, key };
            return [.. (await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(BySubjectSql, arguments, token), cancellationToken).ConfigureAwait(false)).OrderBy(found => found.Id).Select(found => found.ToKey())];
        }

        return [];
    }

    /// <summary>Tokens are computed, not stored: the one that fits is looked for. A million submissions take about a second.</summary>
    private async Task<Row?> FindAsync(SiteId site, string authorToken, CancellationToken cancellationToken)
    {
        Guid after = Guid.Empty;
        while (true)
        {
            var arguments = new { site = site.Value, after, limit = PageSize };
            List<Row> page = await database.ReadAsync((unit, token) => unit.QueryAsync<Row>(PageSql, arguments, token), cancellationToken).ConfigureAwait(false);
            if (page.Find(row => tokens.IsValid(site, row.Id, authorToken)) is { } found)
            {
                return found;
            }

            if (page.Count < PageSize)
            {
                return null;
            }

            after = page[^1].Id;
        }
    }

    private async Task<IReadOnlyList<SiteId>> SitesAsync(SiteId? site, CancellationToken cancellationToken) =>
        site is { } one ? [one] : [.. (await sites.ListAsync(cancellationToken).ConfigureAwait(false)).Select(listed => listed.Id)];

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public Guid Id { get; init; }

        public bool AuthorVerified { get; init; }

        public byte[]? AuthorKey { get; init; }

        public SubmissionKey ToKey() => new(Sites.SiteId.Parse(SiteId), new SubmissionId(Id));
    }
}
