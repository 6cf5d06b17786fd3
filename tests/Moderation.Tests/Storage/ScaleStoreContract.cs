using Moderation.Administration;
using Moderation.Models;
using Moderation.Scales;
using Moderation.Scoring.Scales;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Storage;

/// <summary>Scales of a site's own.</summary>
public abstract class ScaleStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_site_has_the_scale_it_was_given_last_until_it_is_taken_away()
    {
        ScaleStore scales = new(fixture.Database);
        ChangeScale change = new(fixture.Database, scales, new ModelStore(fixture.Database), new AuditStore(fixture.Database), fixture.Clock);
        ScoreScale one = ScoreScale.Shipped with { File = "one.csv" };
        ScoreScale two = ScoreScale.Shipped with { File = "two.csv", Attributes = [ScoreScale.Shipped.Attributes[0]] };
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteId other = (await fixture.SiteAsync()).Id;
        Assert.Null(await scales.FindAsync(site, None));
        await change.SetAsync(site, one, "cli", None);
        await change.SetAsync(site, two, "moderator:1", None);

        Assert.Equal(two.ToJson(), await scales.FindAsync(site, None));
        OwnScale own = (await scales.FindOwnAsync(site, None))!;
        Assert.Equal((two.ToJson(), StoreFixture.Start, "moderator:1"), (own.Document, own.CreatedAt, own.CreatedBy));
        Assert.Null(await scales.FindAsync(other, None));
        Assert.True(await change.ResetAsync(site, "cli", None));
        Assert.False(await change.ResetAsync(site, "cli", None));
        Assert.Null(await scales.FindAsync(site, None));
        List<string> trail = await fixture.Database.ReadAsync(
            (unit, token) => unit.QueryAsync<string>("select actor || ' ' || decision || ' ' || coalesce(note, '') from audit_entry where site_id = @site order by actor || ' ' || decision || ' ' || coalesce(note, '')", new { site = site.Value }, token), None);
        Assert.Equal(3, trail.Count);
        Assert.Equal("cli scale_reset ", trail[0]);
        Assert.StartsWith("cli scale_set one.csv (", trail[1], StringComparison.Ordinal);
        Assert.StartsWith("moderator:1 scale_set two.csv (", trail[2], StringComparison.Ordinal);
    }
}

public sealed class ScaleStoreOnSqlite(SqliteFixture fixture) : ScaleStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class ScaleStoreOnPostgres(PostgresFixture fixture) : ScaleStoreContract(fixture), IClassFixture<PostgresFixture>;
