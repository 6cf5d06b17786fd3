using Moderation.Sites;

namespace Moderation.Tests.Storage;

/// <summary>Sites, their origins and their API keys.</summary>
public abstract class SiteStoreContract(StoreFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_site_comes_back_as_it_was_added()
    {
        SiteStore sites = new(fixture.Database);
        Site site = Some.Site("as-added") with { Name = "Ümläut 📰", RequiresEmail = true, AllowedOrigins = ["https://a.example", "https://b.example"] };
        Assert.True(await sites.AddAsync(site, [9, 9, 9], None));

        Site? found = await sites.FindAsync(site.Id, None);
        Assert.NotNull(found);
        Assert.Equal(site.AllowedOrigins, found.AllowedOrigins);
        Assert.Equal(site, found with { AllowedOrigins = site.AllowedOrigins });
        Assert.Equal(site.Id, (await sites.FindByPublicKeyHashAsync([9, 9, 9], None))?.Id);
        Assert.Contains(await sites.ListAsync(None), listed => listed.Id == site.Id && listed.AllowedOrigins.Count == 2);
    }

    [Fact]
    public async Task A_site_that_is_there_already_is_not_added_and_not_changed()
    {
        SiteStore sites = new(fixture.Database);
        Site first = Some.Site("twice");
        Assert.True(await sites.AddAsync(first, [7, 7], None));
        Assert.False(await sites.AddAsync(first with { Name = "Another", AllowedOrigins = ["https://evil.example"] }, [7, 8], None));

        Site? found = await sites.FindAsync(first.Id, None);
        Assert.Equal(first.Name, found?.Name);
        Assert.Equal(["https://gazette.example"], found?.AllowedOrigins);
        Assert.Null(await sites.FindByPublicKeyHashAsync([7, 8], None));
    }

    [Fact]
    public async Task Two_sites_do_not_share_a_public_key()
    {
        SiteStore sites = new(fixture.Database);
        Assert.True(await sites.AddAsync(Some.Site("one-key"), [5, 5], None));
        Assert.False(await sites.AddAsync(Some.Site("same-key"), [5, 5], None));
        Assert.Null(await sites.FindAsync(SiteId.Parse("same-key"), None));
    }

    [Fact]
    public async Task Origins_are_added_and_removed_once()
    {
        SiteStore sites = new(fixture.Database);
        Site site = await fixture.SiteAsync();
        Assert.True(await sites.AddOriginAsync(site.Id, "https://www.gazette.example", None));
        Assert.False(await sites.AddOriginAsync(site.Id, "https://www.gazette.example", None));
        Assert.Equal(["https://gazette.example", "https://www.gazette.example"], await sites.ListOriginsAsync(site.Id, None));
        Assert.True(await sites.RemoveOriginAsync(site.Id, "https://gazette.example", None));
        Assert.False(await sites.RemoveOriginAsync(site.Id, "https://gazette.example", None));
        Assert.Equal(["https://www.gazette.example"], await sites.ListOriginsAsync(site.Id, None));
    }

    [Fact]
    public async Task An_unknown_site_is_null() => Assert.Null(await new SiteStore(fixture.Database).FindAsync(SiteId.Parse("nobody"), None));

    [Fact]
    public async Task A_key_comes_back_with_its_doors_and_rights_until_it_is_revoked()
    {
        ApiKeyStore keys = new(fixture.Database);
        Site site = await fixture.SiteAsync();
        ApiKey key = new()
        {
            KeyId = Some.Id(),
            Site = site.Id,
            Doors = Door.Native | Door.OpenAi,
            Rights = KeyRights.Submit | KeyRights.Decide,
            Options = KeyOptions.Store | KeyOptions.StrictLanguage,
            IsTest = true,
            Hint = "mk_abc",
            Label = "the CMS",
            CreatedAt = StoreFixture.Start,
            CreatedBy = "system",
        };
        Assert.True(await keys.AddAsync(key, [4, 2], None));
        Assert.False(await keys.AddAsync(key with { KeyId = Some.Id() }, [4, 2], None));
        Assert.Equal(key, await keys.FindByHashAsync([4, 2], None));

        Assert.True(await keys.RevokeAsync(key.KeyId, StoreFixture.Start.AddDays(1), None));
        Assert.False(await keys.RevokeAsync(key.KeyId, StoreFixture.Start.AddDays(2), None));
        Assert.Null(await keys.FindByHashAsync([4, 2], None));
        Assert.Equal([key with { RevokedAt = StoreFixture.Start.AddDays(1) }], await keys.ListAsync(site.Id, None));
    }
}

public sealed class SiteStoreOnSqlite(SqliteFixture fixture) : SiteStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class SiteStoreOnPostgres(PostgresFixture fixture) : SiteStoreContract(fixture), IClassFixture<PostgresFixture>;
