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

    /// <summary>A page of what is found, and after which submission the next page begins; null when there is none.</summary>
    public async Task<(IReadOnlyList<Submission> Found, Submission? Next)> FindAsync(SiteId site, SearchTerms terms, Submission? after, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<Submission> found = await store.FindAsync(site, terms, after, limit, cancellationToken).ConfigureAwait(false);
        return (terms.Query.Domain is { } domain ? [.. found.Where(row => LinksTo(site, row, domain))] : found, found.Count == limit ? found[^1] : null);
    }

    /// <summary>Everything that is found, up to a number, with the version it is in.</summary>
    public async Task<IReadOnlyList<(SubmissionId Id, int Version)>> ListKeysAsync(SiteId site, SearchTerms terms, int limit, CancellationToken cancellationToken)
    {
        if (terms.Query.Domain is null)
        {
            return await store.ListKeysAsync(site, terms, limit, cancellationToken).ConfigureAwait(false);
        }

        // Whether a text links to a domain is known when it is read.
        List<(SubmissionId, int)> keys = [];
        Submission? next = null;
        do
        {
            (IReadOnlyList<Submission> found, next) = await FindAsync(site, terms, next, PageOfKeys, cancellationToken).ConfigureAwait(false);
            keys.AddRange(found.Select(row => (row.Key.Id, row.Version)));
        }
        while (next is not null && keys.Count < limit);
        return [.. keys.Take(limit)];
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
