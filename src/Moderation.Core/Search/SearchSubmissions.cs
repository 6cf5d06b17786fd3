using Moderation.Accounts;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Time;

namespace Moderation.Search;

/// <summary>Searches for a person. An address is looked for by an admin alone, exactly, through its keyed hash, and that it was done is written down.</summary>
internal sealed class SearchSubmissions(SearchStore store, ModeratorStore moderators, EmailSealer sealer, AuditStore audit, Database database, TimeProvider clock)
{
    private const int PageOfKeys = 500;

    /// <summary>How many statements one page or one count takes: with <see cref="SearchStore.Window"/> each, the last ten thousand submissions.</summary>
    private const int MostLooks = 5;

    /// <summary>Reads a query for somebody. With a problem there is nothing to look for.</summary>
    public async Task<(SearchTerms? Terms, IReadOnlyList<string> Problems)> ReadAsync(SiteId site, string? text, Moderator me, CancellationToken cancellationToken)
    {
        (SearchQuery query, IReadOnlyList<string> problems) = SearchParser.Parse(text);
        List<string> all = [.. problems];
        SearchTerms terms = new() { Query = query };
        if (query.By is { } by)
        {
            string? actor = by.Equals("me", StringComparison.OrdinalIgnoreCase) ? me.Actor
                : (await moderators.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(known => Is(known.Name, by) || Is(known.DisplayName, by))?.Actor;
            bool isByPolicy = by.Equals("policy", StringComparison.OrdinalIgnoreCase);
            terms = terms with { Actor = isByPolicy ? null : actor, IsByPolicy = isByPolicy };
            if (actor is null && !isByPolicy)
            {
                all.Add("by: needs the name of somebody with an account, me, or policy.");
            }
        }

        if (query.Email is { } email)
        {
            if (!me.IsAdmin)
            {
                all.Add("email: is for admins.");
            }
            else if (all.Count == 0)
            {
                terms = terms with { EmailHash = sealer.Lookup(site, email) };
                await NoteAsync(site, me, cancellationToken).ConfigureAwait(false);
            }
        }

        return (all.Count == 0 ? terms : null, all);
    }

    /// <summary>
    /// A page of what is found, and the place from which the next page goes on; null when there is none. Looks at a bounded number of submissions: where little is found, the page is short and the next one goes
    /// on from there.
    /// </summary>
    public async Task<(IReadOnlyList<Submission> Found, SearchPlace? Next)> FindAsync(SiteId site, SearchTerms terms, SearchPlace? after, int limit, CancellationToken cancellationToken)
    {
        List<Submission> all = [];
        SearchPlace? next = after;
        for (int looks = 0; looks < MostLooks && all.Count < limit; looks++)
        {
            (IReadOnlyList<Submission> found, next) = await store.FindAsync(site, terms, next, limit - all.Count, cancellationToken).ConfigureAwait(false);
            all.AddRange(terms.Query.Domain is { } domain ? found.Where(row => LinksTo(site, row, domain)) : found);
            if (next is null)
            {
                break;
            }
        }

        return (all, next);
    }

    /// <summary>Everything that is found, up to a number, with the version it is in.</summary>
    public async Task<IReadOnlyList<(SubmissionId Id, int Version)>> ListKeysAsync(SiteId site, SearchTerms terms, int limit, CancellationToken cancellationToken) =>
        (await KeysAsync(site, terms, limit, int.MaxValue, cancellationToken).ConfigureAwait(false)).Keys;

    /// <summary>How much is found, up to a number, and whether that is all: it counts no further back than a bounded number of submissions.</summary>
    public async Task<(int Count, bool IsAll)> CountAsync(SiteId site, SearchTerms terms, int limit, CancellationToken cancellationToken)
    {
        (IReadOnlyList<(SubmissionId, int)> keys, bool isAll) = await KeysAsync(site, terms, limit, MostLooks, cancellationToken).ConfigureAwait(false);
        return (keys.Count, isAll);
    }

    private async Task<(IReadOnlyList<(SubmissionId Id, int Version)> Keys, bool IsAll)> KeysAsync(SiteId site, SearchTerms terms, int limit, int looks, CancellationToken cancellationToken)
    {
        List<(SubmissionId, int)> keys = [];
        SearchPlace? next = null;
        do
        {
            if (terms.Query.Domain is { } domain)
            {
                // Whether a text links to a domain is known when it is read.
                (IReadOnlyList<Submission> found, next) = await store.FindAsync(site, terms, next, PageOfKeys, cancellationToken).ConfigureAwait(false);
                keys.AddRange(found.Where(row => LinksTo(site, row, domain)).Select(row => (row.Key.Id, row.Version)));
            }
            else
            {
                (IReadOnlyList<(SubmissionId, int)> found, next) = await store.ListKeysAsync(site, terms, next, limit - keys.Count, cancellationToken).ConfigureAwait(false);
                keys.AddRange(found);
            }
        }
        while (next is not null && keys.Count < limit && --looks > 0);
        return ([.. keys.Take(limit)], next is null);
    }

    private static bool LinksTo(SiteId site, Submission row, string domain) =>
        SeenDomains.In(site, row.Body).Any(linked => linked.Domain == domain || linked.Domain.EndsWith($".{domain}", StringComparison.Ordinal));

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>That somebody looked, not for what.</summary>
    private Task NoteAsync(SiteId site, Moderator me, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.UtcNowMicros();
        AuditEntry entry = new() { EntryId = Guid.CreateVersion7(now), Site = site, Kind = AuditKind.Disclosure, Actor = me.Actor, Decision = "address_search", At = now };
        return database.RunAsync((unit, token) => audit.AppendManyAsync(unit, [entry], token), cancellationToken);
    }
}
