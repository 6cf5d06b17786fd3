using System.Security.Cryptography;
using System.Text;
using Moderation.Authors;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>The keys of identity tokens: made, taken in, remembered, revoked.</summary>
public abstract class IdentityKeyStoreContract(StoreFixture fixture) : IDisposable
{
    private const string Secret = "a secret of thirty-two bytes, or more";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KeyRing ring = SomeKeyRing.New();
    private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();

    private IdentityKeyStore Store => new(fixture.Database);

    private EmailSealer Sealer => new(ring, random);

    private IdentityKeyIssuer Issuer => new(fixture.Database, Sealer, random, fixture.Clock);

    private SiteIdentityKeys Memory => new(Store, Sealer, fixture.Clock);

    public void Dispose()
    {
        random.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_secret_is_sealed_and_opens_as_it_was()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        IdentityKey made = (await Issuer.AddSecretAsync(site, null, Secret, "web server", "cli", None)).Key!;
        IdentityKey stored = Assert.Single(await Store.ListAsync(site, None));

        Assert.Equal("k1", stored.Kid);
        Assert.Equal("web server", stored.Label);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(stored.SecretSealed!), StringComparison.Ordinal);
        Assert.Equal(Secret, Encoding.UTF8.GetString(Sealer.OpenSecret(IdentityKeyIssuer.SecretKind, made.IdentityKeyId, stored.SecretSealed!)));
        VerifyingKey open = Assert.Single(await Memory.CurrentAsync(site, None));
        Assert.Equal(("k1", "HS256", Secret.Length * 8), (open.Kid, open.Algorithm, open.Key.KeySize));
        Assert.Equal(43, Issuer.NewSecret().Length);
        Assert.NotEqual(Issuer.NewSecret(), Issuer.NewSecret());
    }

    [Fact]
    public async Task A_public_key_of_the_right_curve_is_taken_and_no_other()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        using ECDsa right = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa wrong = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA other = RSA.Create(2_048);

        IdentityKey key = (await fixture.Database.RunAsync((unit, token) => Issuer.AddPublicKeyAsync(unit, site, "2026-11", right.ExportSubjectPublicKeyInfoPem(), null, "cli", token), None)).Key!;
        Assert.Equal(right.ExportSubjectPublicKeyInfo(), key.PublicKey);
        Assert.Equal("ES256", Assert.Single(await Memory.CurrentAsync(site, None)).Algorithm);
        foreach (string pem in new[] { wrong.ExportSubjectPublicKeyInfoPem(), other.ExportSubjectPublicKeyInfoPem(), right.ExportPkcs8PrivateKeyPem(), right.ExportECPrivateKeyPem(), "no key", "" })
        {
            Assert.Null((await fixture.Database.RunAsync((unit, token) => Issuer.AddPublicKeyAsync(unit, site, null, pem, null, "cli", token), None)).Key);
        }

        Assert.Single(await Store.ListAsync(site, None));
    }

    [Fact]
    public async Task Names_are_unique_on_a_site_and_never_used_twice()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteId other = (await fixture.SiteAsync()).Id;
        Assert.NotNull((await Issuer.AddSecretAsync(site, "web", Secret, null, "cli", None)).Key);
        Assert.NotNull((await Issuer.AddSecretAsync(other, "web", Secret, null, "cli", None)).Key);
        Assert.True(await Issuer.RevokeAsync(site, "web", None));
        Assert.False(await Issuer.RevokeAsync(site, "web", None));
        Assert.Contains("web", (await Issuer.AddSecretAsync(site, "web", Secret, null, "cli", None)).Refusal, StringComparison.Ordinal);
        Assert.Single(await Memory.CurrentAsync(other, None));
        foreach (string kid in new[] { "", "a b", "ä", new string('k', 65) })
        {
            Assert.Null((await Issuer.AddSecretAsync(site, kid, Secret, null, "cli", None)).Key);
        }

        Assert.Null((await Issuer.AddSecretAsync(site, null, Secret[..31], null, "cli", None)).Key);
    }

    [Fact]
    public async Task A_new_key_and_a_revoked_one_are_noticed_within_two_seconds()
    {
        SiteId site = (await fixture.SiteAsync()).Id;
        SiteIdentityKeys remembering = Memory;
        Assert.Empty(await remembering.CurrentAsync(site, None));
        await Issuer.AddSecretAsync(site, "old", Secret, null, "cli", None);
        await Issuer.AddSecretAsync(site, "new", Secret, null, "cli", None);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(["new", "old"], (await remembering.CurrentAsync(site, None)).Select(key => key.Kid).Order());
        Assert.True(await Issuer.RevokeAsync(site, "old", None));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(["new"], (await remembering.CurrentAsync(site, None)).Select(key => key.Kid));
    }
}

public sealed class IdentityKeyStoreOnSqlite(SqliteFixture fixture) : IdentityKeyStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class IdentityKeyStoreOnPostgres(PostgresFixture fixture) : IdentityKeyStoreContract(fixture), IClassFixture<PostgresFixture>;
