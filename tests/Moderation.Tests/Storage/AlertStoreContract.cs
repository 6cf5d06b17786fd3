using System.Security.Cryptography;
using Moderation.Administration;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;
using Moderation.Tests.Privacy;

namespace Moderation.Tests.Storage;

/// <summary>What was told, once for all processes.</summary>
public abstract class AlertStoreContract(StoreFixture fixture) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KeyRing ring = SomeKeyRing.New();
    private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();

    private AlertStore Alerts => new(fixture.Database, new AuditStore(fixture.Database), new EmailSealer(ring, random), random, fixture.Clock);

    public void Dispose()
    {
        random.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_alert_is_raised_once_and_again_when_it_comes_back_or_is_another()
    {
        Site site = await fixture.SiteAsync();
        Alert alert = new() { Kind = AlertKind.Threat, Site = site.Id, Mark = "1", Text = "A threat." };
        bool[] raised = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Alerts.RaiseAsync(alert, None))));
        Assert.Equal(1, raised.Count(one => one));
        Assert.True(await Alerts.RaiseAsync(alert with { Mark = "2" }, None));
        Assert.False(await Alerts.RaiseAsync(alert with { Mark = "2" }, None));
        await Alerts.ClearAsync(site.Id, AlertKind.Threat, None);
        Assert.True(await Alerts.RaiseAsync(alert with { Mark = "2" }, None));
        Assert.True(await Alerts.RaiseAsync(alert with { Site = null, Kind = AlertKind.Errors }, None));
    }

    [Fact]
    public async Task A_webhook_is_kept_sealed_and_opened_to_be_sent_to()
    {
        Site site = await fixture.SiteAsync();
        string secret = await Alerts.AddAsync(new Uri($"https://{site.Id}.example/secret-path"), site.Id, "moderator:1", None);
        AlertTarget target = (await Alerts.ListAsync(None)).Single(one => one.SiteId == site.Id.Value);
        Assert.Equal($"{site.Id}.example", target.Shown);
        Assert.Equal((new Uri($"https://{site.Id}.example/secret-path"), secret), Alerts.Open(target));
        Assert.DoesNotContain("secret-path", System.Text.Encoding.UTF8.GetString(target.UrlSealed), StringComparison.Ordinal);
        Assert.True(await Alerts.RemoveAsync(target, "moderator:1", None));
        Assert.False(await Alerts.RemoveAsync(target, "moderator:1", None));
    }
}

public sealed class AlertStoreOnSqlite(SqliteFixture fixture) : AlertStoreContract(fixture), IClassFixture<SqliteFixture>;

public sealed class AlertStoreOnPostgres(PostgresFixture fixture) : AlertStoreContract(fixture), IClassFixture<PostgresFixture>;
