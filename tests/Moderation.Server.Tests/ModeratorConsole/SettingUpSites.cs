using System.Net;
using System.Text.RegularExpressions;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>Sites, origins and keys at the admin pages, as a browser without scripts meets them.</summary>
public sealed partial class SettingUpSites(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Hostile = "<script>alert(1)</script>\" onmouseover=\"alert(2)";

    [Fact]
    public async Task A_site_is_registered_and_takes_submissions()
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = await admin.DoneAsync("/admin", "site_add", ("name", "The Courier"), ("id", "courier"), ("origin", "HTTPS://Courier.example/"));
        Assert.Contains("The site is registered", page.Text, StringComparison.Ordinal);
        Assert.Contains("https://courier.example<", page.Text, StringComparison.Ordinal);
        Assert.Contains(await app.PublicKeyAsync("courier"), page.Text, StringComparison.Ordinal);
        await app.ExpectTrailAsync("courier", "site_added", "The Courier");

        (await app.PostFromPageAsync(SomeReply.Json(), "https://courier.example", await app.PublicKeyAsync("courier"), "courier")).With(HttpStatusCode.Accepted);
        Answer again = await admin.ActAsync("/admin", "site_add", ("name", "Another"), ("id", "courier"));
        Assert.Contains("a site with this id already", again.With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Another\"", again.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ok", "", "A name has 1 to 100 characters")]
    [InlineData("ana@example.net", "ok", "", "addresses never are")]
    [InlineData("Name", "-bad", "", "An id has 1 to 63")]
    [InlineData("Name", "Üb", "", "An id has 1 to 63")]
    [InlineData("Name", "ok", "gazette.example", "An origin is a scheme and a host")]
    [InlineData("Name", "ok", "https://gazette.example/path", "An origin is a scheme and a host")]
    public async Task What_is_wrong_with_a_new_site_is_said_beside_its_field(string name, string id, string origin, string sentence)
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = (await admin.ActAsync("/admin", "site_add", ("name", name), ("id", id), ("origin", origin))).With(HttpStatusCode.OK);
        Assert.Contains(sentence, page.Text, StringComparison.Ordinal);
        Assert.Null(await app.Get<SiteStore>().FindAsync(SiteId.Parse("ok"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Settings_are_changed_and_origins_come_and_go()
    {
        string site = await app.AddSiteAsync();
        string path = $"/admin/site?site={site}";
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = await admin.DoneAsync(path, "site_set", ("name", Hostile), ("days", "14"), ("email", "on"));
        Assert.DoesNotContain("<script>alert", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onmouseover", page.Text, StringComparison.Ordinal);
        Site set = (await app.Get<SiteStore>().FindAsync(SiteId.Parse(site), TestContext.Current.CancellationToken))!;
        Assert.Equal((Hostile, 14, true), (set.Name, set.ClosesPagesAfterDays, set.RequiresEmail));
        await app.ExpectTrailAsync(site, "site_changed", "after 14 days");

        await admin.DoneAsync(path, "site_set", ("name", "Settings"), ("days", ""));
        set = (await app.Get<SiteStore>().FindAsync(SiteId.Parse(site), TestContext.Current.CancellationToken))!;
        Assert.Equal(("Settings", null, false), (set.Name, set.ClosesPagesAfterDays, set.RequiresEmail));
        foreach (string days in new[] { "0", "-1", "36501", "many" })
        {
            Assert.Contains("The age is 1 to 36500 days", (await admin.ActAsync(path, "site_set", ("name", "Settings"), ("days", days))).Text, StringComparison.Ordinal);
        }

        await admin.DoneAsync(path, "origin_add", ("origin", "https://one.example"));
        Assert.Contains("so already", (await admin.DoneAsync(path, "origin_add", ("origin", "https://one.example"))).Text, StringComparison.Ordinal);
        await app.ExpectTrailAsync(site, "origin_added", "https://one.example");
        await admin.DoneAsync(path, "origin_remove", ("id", "https://one.example"));
        await app.ExpectTrailAsync(site, "origin_removed", "https://one.example");
        Assert.Empty(await app.Get<SiteStore>().ListOriginsAsync(SiteId.Parse(site), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked()
    {
        string site = await app.AddSiteAsync();
        string path = $"/admin/keys?site={site}";
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer made = (await admin.ActAsync(path, "key_add", ("label", Hostile), ("door", "native"), ("right", "submit"), ("right", "read"), ("option", "store"))).With(HttpStatusCode.OK);
        string key = Key().Match(made.Text).Value;
        Assert.DoesNotContain("<script>alert", made.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, (await admin.GetAsync(path)).Text, StringComparison.Ordinal);
        (await app.PostReplyAsync(SomeReply.Json(), key, site)).With(HttpStatusCode.Accepted);
        ApiKey stored = (await app.Get<ApiKeyStore>().ListAsync(SiteId.Parse(site), TestContext.Current.CancellationToken)).Single();
        Assert.Equal((Door.Native, KeyRights.Submit | KeyRights.Read, KeyOptions.Store, false), (stored.Doors, stored.Rights, stored.Options, stored.IsTest));
        await app.ExpectTrailAsync(site, "key_added", stored.KeyId.ToString("D"));
        Assert.DoesNotContain(await app.TrailAsync(site), line => line.Contains(key, StringComparison.Ordinal));

        // A key of another site is not this page's to revoke.
        Assert.Contains("no such key", (await admin.DoneAsync($"/admin/keys?site={ModerationApp.Site}", "key_revoke", ("id", stored.KeyId.ToString("D")))).Text, StringComparison.Ordinal);
        (await app.PostReplyAsync(SomeReply.Json(), key, site)).With(HttpStatusCode.Accepted);
        await admin.DoneAsync(path, "key_revoke", ("id", stored.KeyId.ToString("D")));
        (await app.PostReplyAsync(SomeReply.Json(), key, site)).With(HttpStatusCode.Unauthorized);
        await app.ExpectTrailAsync(site, "key_revoked", stored.KeyId.ToString("D"));
    }

    [Fact]
    public async Task A_test_key_and_an_identity_key_are_made()
    {
        string site = await app.AddSiteAsync();
        string path = $"/admin/keys?site={site}";
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer made = (await admin.ActAsync(path, "key_add", ("door", "akismet"), ("right", "submit"), ("test", "on"))).With(HttpStatusCode.OK);
        Assert.Contains("The new test key", made.Text, StringComparison.Ordinal);
        Assert.True((await app.Get<ApiKeyStore>().ListAsync(SiteId.Parse(site), TestContext.Current.CancellationToken)).Single().IsTest);
        Assert.Contains("Choose one door", (await admin.ActAsync(path, "key_add", ("right", "submit"))).Text, StringComparison.Ordinal);
        Assert.Contains("Choose one door", (await admin.ActAsync(path, "key_add", ("door", "back"), ("right", "submit"))).Text, StringComparison.Ordinal);

        Answer identity = (await admin.ActAsync(path, "identity_add", ("kid", "k9"))).With(HttpStatusCode.OK);
        Assert.Contains("The new secret", identity.Text, StringComparison.Ordinal);
        Assert.Contains("P-256", (await admin.ActAsync(path, "identity_add", ("pem", "no key"))).Text, StringComparison.Ordinal);
        await admin.DoneAsync(path, "identity_revoke", ("id", "k9"));
        await app.ExpectTrailAsync(site, "identity_key_added", "k9");
        await app.ExpectTrailAsync(site, "identity_key_revoked", "k9");
    }

    [GeneratedRegex("mk_[A-Za-z0-9_-]{20,}")]
    private static partial Regex Key();
}
