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

    private AlertDeliveries Deliveries => new(fixture.Database, new AuditStore(fixture.Database), fixture.Clock);

    [Fact]
    public async Task An_alert_is_raised_once_and_again_when_it_comes_back_or_is_a_later_one()
    {
        Site site = await fixture.SiteAsync();
        Alert alert = new() { Kind = AlertKind.Threat, Site = site.Id, Mark = "2", Text = "A threat." };
        bool[] raised = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Deliveries.RaiseAsync(alert, [], None))));
        Assert.Equal(1, raised.Count(one => one));
        Assert.True(await Deliveries.RaiseAsync(alert with { Mark = "3" }, [], None));
        Assert.False(await Deliveries.RaiseAsync(alert with { Mark = "3" }, [], None));

        // The newest was decided and an older one is left: people know of it.
        Assert.False(await Deliveries.RaiseAsync(alert with { Mark = "2" }, [], None));
        await Deliveries.ClearAsync(site.Id, AlertKind.Threat, None);
        Assert.True(await Deliveries.RaiseAsync(alert with { Mark = "2" }, [], None));
        Assert.True(await Deliveries.RaiseAsync(alert with { Site = null, Kind = AlertKind.Errors }, [], None));
        await Deliveries.ClearAsync(null, AlertKind.Errors, None);
    }

    [Fact]
    public async Task Who_was_not_reached_is_told_a_minute_later_by_one_process_until_it_is_over()
    {
        Site site = await fixture.SiteAsync();
        Alert alert = new() { Kind = AlertKind.Unscored, Site = site.Id, Mark = "", Text = "Unscored." };
        await Deliveries.RaiseAsync(alert, ["mail", "hook"], None);
        IReadOnlyList<AlertDelivery>[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Deliveries.TakeAsync(alert, None))));
        AlertDelivery[] due = [.. taken.SelectMany(one => one).OrderBy(one => one.Target)];
        Assert.Equal(["hook", "mail"], due.Select(one => one.Target));
        await Deliveries.SettleAsync(alert, due[0], "hooks.example", null, None);
        await Deliveries.SettleAsync(alert, due[1], "mail", "it is away", None);
        Assert.Empty(await Deliveries.TakeAsync(alert, None));

        // That process may be dead: another takes over.
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        AlertDelivery again = Assert.Single(await Deliveries.TakeAsync(alert, None));
        Assert.Equal(("mail", 2), (again.Target, again.Attempts));
        await Deliveries.SettleAsync(alert, again, "mail", "it is away", None);
        RaisedAlert[] open = [.. (await Deliveries.ListAsync(None)).Where(one => one.SiteId == site.Id.Value)];
        Assert.Equal([("hook", true, null), ("mail", false, "it is away")], open.Select(one => (one.Target!, one.ToldAt is not null, one.Problem)));
        Assert.Equal(
            [("alert_not_told", "mail: it is away"), ("alert_told", "hooks.example")],
            (await new AuditStore(fixture.Database).ListActsAsync(site.Id, null, 10, None)).OrderBy(entry => entry.Decision).Select(entry => (entry.Decision!, entry.Note!)));

        await Deliveries.ClearAsync(site.Id, AlertKind.Unscored, None);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await Deliveries.TakeAsync(alert, None));
    }

    [Fact]
    public async Task Who_is_told_of_one_threat_while_another_comes_is_told_of_the_other_too()
    {
        Alert alert = new() { Kind = AlertKind.Threat, Site = (await fixture.SiteAsync()).Id, Mark = "1", Text = "A threat." };
        await Deliveries.RaiseAsync(alert, ["hook"], None);
        AlertDelivery slow = Assert.Single(await Deliveries.TakeAsync(alert, None));
        Assert.True(await Deliveries.RaiseAsync(alert with { Mark = "2" }, ["hook"], None));
        await Deliveries.SettleAsync(alert, slow, "hooks.example", null, None);

        AlertDelivery other = Assert.Single(await Deliveries.TakeAsync(alert, None));
        await Deliveries.SettleAsync(alert, other, "hooks.example", null, None);
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await Deliveries.TakeAsync(alert, None));
    }

    [Fact]
    public async Task What_a_webhook_was_to_be_told_goes_with_it_even_when_it_was_raised_meanwhile()
    {
        Site site = await fixture.SiteAsync();
        Alert alert = new() { Kind = AlertKind.LateReview, Site = site.Id, Mark = "", Text = "Late." };
        await Alerts.AddAsync(new Uri($"https://{site.Id}.example/gone"), site.Id, "moderator:1", None);
        AlertTarget gone = (await Alerts.ListAsync(None)).Single(one => one.SiteId == site.Id.Value);
        await Alerts.AddAsync(new Uri($"https://{site.Id}.example/stays"), site.Id, "moderator:1", None);
        AlertTarget stays = (await Alerts.ListAsync(None)).Single(one => one.SiteId == site.Id.Value && one.TargetId != gone.TargetId);

        // Whoever raises it has read the list before the webhook was removed.
        Assert.True(await Alerts.RemoveAsync(gone, "moderator:1", None));
        await Deliveries.RaiseAsync(alert, [gone.TargetId.ToString("D"), stays.TargetId.ToString("D")], None);
        foreach (AlertDelivery due in await Deliveries.TakeAsync(alert, None))
        {
            await Deliveries.ForgetRemovedAsync(alert, due, None);
        }

        Assert.Equal([stays.TargetId.ToString("D")], (await Deliveries.ListAsync(None)).Where(one => one.SiteId == site.Id.Value).Select(one => one.Target));
        Assert.True(await Alerts.RemoveAsync(stays, "moderator:1", None));
        Assert.Null(Assert.Single(await Deliveries.ListAsync(None), one => one.SiteId == site.Id.Value).Target);
        await Deliveries.ClearAsync(site.Id, AlertKind.LateReview, None);
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
