using Moderation.Policies;
using Moderation.Sites;

namespace Moderation.Tests.Storage;

/// <summary>The domains that approved comments link to.</summary>
public abstract class SeenDomainsContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_domain_is_seen_on_the_site_where_it_was_noted()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteId other = (await fixture.SiteAsync()).Id;
        SeenDomains domains = new(fixture.Database);
        Assert.Empty(await domains.FindAsync([new SiteDomain(site, "a.example")], None));

        await fixture.Database.RunAsync((unit, token) => domains.NoteAsync(unit, [.. SeenDomains.In(site, "see https://a.example/x and www.b.example, https://a.example")], token), None);
        await fixture.Database.RunAsync((unit, token) => domains.NoteAsync(unit, [new SiteDomain(site, "a.example"), new SiteDomain(site, "c.example")], token), None);

        Assert.Equal(
            [new SiteDomain(site, "a.example"), new SiteDomain(site, "b.example"), new SiteDomain(site, "c.example")],
            (await new SeenDomains(fixture.Database).FindAsync([.. "abcd".Select(letter => new SiteDomain(site, $"{letter}.example"))], None)).OrderBy(domain => domain.Domain));
        Assert.Empty(await domains.FindAsync([new SiteDomain(other, "a.example")], None));
        Assert.Single(await domains.FindAsync([new SiteDomain(site, "a.example")], None));
        Assert.Single(await domains.FindAsync([new SiteDomain(site, "a.example")], None));
    }
}

public sealed class SeenDomainsOnSqlite(SqliteFixture fixture) : SeenDomainsContract(fixture), IClassFixture<SqliteFixture>;

public sealed class SeenDomainsOnPostgres(PostgresFixture fixture) : SeenDomainsContract(fixture), IClassFixture<PostgresFixture>;
