using System.Collections.Concurrent;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Time;

namespace Moderation.Policies;

/// <summary>
/// The domains that approved comments of a site have linked to. A domain is noted when its comment is approved and not before, or spam would make its own domain known.
/// What was seen stays seen, so that it is remembered here and asked for once.
/// </summary>
internal sealed class SeenDomains(Database database)
{
    private const int MaxRemembered = 100_000;

    private static readonly RowSet<SiteDomain> Domains = new RowSet<SiteDomain>("linked")
        .Text("of_site", row => row.Site.Value).Text("to_domain", row => row.Domain);

    private static readonly RowSet<(SiteDomain Domain, DateTimeOffset At)> NewDomains = new RowSet<(SiteDomain Domain, DateTimeOffset At)>("fresh")
        .Text("site_id", row => row.Domain.Site.Value).Text("domain", row => row.Domain.Domain).Time("first_seen_at", row => row.At);

    private readonly ConcurrentDictionary<SiteDomain, bool> remembered = new();

    /// <summary>The domains that a text on a site links to; one may come twice.</summary>
    public static IEnumerable<SiteDomain> In(SiteId site, string text) => TextLinks.Read(text, DomainSet.Empty, pageUrl: null).DomainsOf(site);

    private string FindSql => $"""
        select seen_domain.site_id, seen_domain.domain
        from {database.Dialect.Rows(Domains)}
        join seen_domain on seen_domain.site_id = linked.of_site and seen_domain.domain = linked.to_domain
        """;

    /// <summary>Those of the domains that were seen. One statement for a whole batch, and none when there is nothing to ask.</summary>
    public async Task<IReadOnlySet<SiteDomain>> FindAsync(IReadOnlyCollection<SiteDomain> wanted, CancellationToken cancellationToken)
    {
        HashSet<SiteDomain> seen = [];
        List<SiteDomain> unknown = [];
        foreach (SiteDomain domain in wanted.Distinct())
        {
            if (remembered.ContainsKey(domain))
            {
                seen.Add(domain);
            }
            else
            {
                unknown.Add(domain);
            }
        }

        if (unknown.Count > 0)
        {
            foreach (Row row in await database.ReadAsync((unit, token) => unit.QueryManyAsync<SiteDomain, Row>(FindSql, Domains, unknown, token), cancellationToken).ConfigureAwait(false))
            {
                SiteDomain domain = new(SiteId.Parse(row.SiteId), row.Domain);
                seen.Add(domain);
                Remember(domain);
            }
        }

        return seen;
    }

    private string NoteSql => $"""
        insert into seen_domain ({NewDomains.ColumnNames})
        select {NewDomains.ColumnNames}
        from {database.Dialect.Rows(NewDomains)}
        where true
        on conflict do nothing
        """;

    /// <summary>Notes the domains of comments that are approved in the same transaction. Those that are known cost nothing.</summary>
    public async Task NoteAsync(Unit unit, IEnumerable<SiteDomain> domains, CancellationToken cancellationToken)
    {
        // In their order, so that two processes with the same domains do not wait for each other crosswise.
        DateTimeOffset now = database.Clock.UtcNowMicros();
        (SiteDomain, DateTimeOffset)[] fresh =
        [
            .. domains.Where(domain => !remembered.ContainsKey(domain)).Distinct().OrderBy(domain => domain.Site.Value, StringComparer.Ordinal)
                .ThenBy(domain => domain.Domain, StringComparer.Ordinal).Select(domain => (domain, now)),
        ];
        await unit.ExecuteManyAsync(NoteSql, NewDomains, fresh, cancellationToken).ConfigureAwait(false);
    }

    private void Remember(SiteDomain domain)
    {
        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        remembered[domain] = true;
    }

    private sealed record Row
    {
        public required string SiteId { get; init; }

        public required string Domain { get; init; }
    }
}

/// <summary>A domain that is linked to on a site, in the form of <see cref="LinkHost"/>.</summary>
internal readonly record struct SiteDomain(SiteId Site, string Domain);
