using Moderation.Scales;
using Moderation.Sites;

namespace Moderation.Tests.Storage;

/// <summary>Scales of a site's own.</summary>
public abstract class ScaleStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_site_has_the_scale_it_was_given_last_until_it_is_taken_away()
    {
        ScaleStore scales = new(fixture.Database);
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteId other = (await fixture.SiteAsync()).Id;
        Assert.Null(await scales.FindAsync(site, None));
        await scales.SetAsync(site, "{\"file\":\"one\"}", "cli", None);
        await scales.SetAsync(site, "{\"file\":\"two\"}", "cli", None);

        Assert.Equal("{\"file\":\"two\"}", await scales.FindAsync(site, None));
        Assert.Null(await scales.FindAsync(other, None));
        Assert.True(await scales.RemoveAsync(site, None));
        Assert.False(await scales.RemoveAsync(site, None));
        Assert.Null(await scales.FindAsync(site, None));
    }
}

public sealed class ScaleStoreOnSqlite(SqliteFixture fixture) : ScaleStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ScaleStoreOnPostgres(PostgresFixture fixture) : ScaleStoreContract(fixture), IClassFixture<PostgresFixture>;
