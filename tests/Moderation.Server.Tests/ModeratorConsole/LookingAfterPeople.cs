using System.Net;
using System.Text.RegularExpressions;
using Moderation.Accounts;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>Accounts at the admin pages.</summary>
public sealed partial class LookingAfterPeople(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string NewPassword = "eleven minutes by boat";

    [Fact]
    public async Task Somebody_is_added_signs_in_and_is_disabled()
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer made = (await admin.ActAsync("/admin/people", "person_add", ("name", "Nadia"), ("display", "Nadia <b>Nights</b>"), ("role", "moderator"), ("sites", "demo"))).With(HttpStatusCode.OK);
        Assert.DoesNotContain("<b>Nights", made.Text, StringComparison.Ordinal);
        string password = Secret().Match(made.Text).Groups[1].Value;
        Assert.DoesNotContain(password, (await admin.GetAsync("/admin/people")).Text, StringComparison.Ordinal);

        using ConsoleVisitor nadia = new(app);
        Assert.Equal("/moderate/account", (await nadia.SignInAsync("nadia", password)).Header("Location"));
        await nadia.PostAsync("/moderate/account/password", ("current", password), ("password", NewPassword), ("again", NewPassword));
        (await nadia.GetAsync("/moderate/pages?site=demo")).With(HttpStatusCode.OK);
        (await nadia.GetAsync("/admin/people")).With(HttpStatusCode.Forbidden);

        string page = $"/admin/people/{(await FindAsync("nadia")).ModeratorId:D}";
        await admin.DoneAsync(page, "disable");
        (await nadia.GetAsync("/moderate/pages?site=demo")).With(HttpStatusCode.Redirect);
        await admin.DoneAsync(page, "enable");
        Assert.Equal("/moderate", (await nadia.SignInAsync("nadia", NewPassword)).Header("Location"));

        Answer reset = (await admin.ActAsync(page, "reset")).With(HttpStatusCode.OK);
        (await nadia.GetAsync("/moderate/pages?site=demo")).With(HttpStatusCode.Redirect);
        Assert.Equal("/moderate/account", (await nadia.SignInAsync("nadia", Secret().Match(reset.Text).Groups[1].Value)).Header("Location"));
        await app.ExpectTrailAsync(null, "account_added");
        await app.ExpectTrailAsync(null, "account_disabled");
        await app.ExpectTrailAsync(null, "account_enabled");
        await app.ExpectTrailAsync(null, "password_reset");
    }

    [Fact]
    public async Task Role_and_sites_are_changed_and_the_last_admin_stays()
    {
        string other = await app.AddSiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        using ConsoleVisitor moderator = await app.ModeratorAsync("mover", ModerationApp.Site);
        string page = $"/admin/people/{(await FindAsync("mover")).ModeratorId:D}";
        (await moderator.GetAsync($"/moderate/pages?site={other}")).With(HttpStatusCode.NotFound);
        await admin.DoneAsync(page, "standing", ("role", "moderator"), ("sites", other));
        (await moderator.GetAsync($"/moderate/pages?site={other}")).With(HttpStatusCode.OK);
        (await moderator.GetAsync("/moderate/pages?site=demo")).With(HttpStatusCode.NotFound);
        await app.ExpectTrailAsync(null, "account_changed");

        Assert.Contains("at least one site", (await admin.ActAsync(page, "standing", ("role", "moderator"))).Text, StringComparison.Ordinal);
        string own = $"/admin/people/{(await FindAsync("admin")).ModeratorId:D}";
        Assert.Contains("the last admin", (await admin.ActAsync(own, "disable")).Text, StringComparison.Ordinal);
        Assert.Contains("the last admin", (await admin.ActAsync(own, "standing", ("role", "moderator"), ("sites", "demo"))).Text, StringComparison.Ordinal);
        (await admin.GetAsync("/admin/people/00000000-0000-0000-0000-000000000001")).With(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("a@b.example", "", "demo", "not an e-mail address")]
    [InlineData("x", "", "demo", "2 to 64")]
    [InlineData("fine", "ana@example.net", "demo", "addresses never are")]
    [InlineData("fine", "", "nowhere", "at least one site")]
    [InlineData("admin", "", "demo", "an account with this name")]
    public async Task What_is_wrong_with_a_new_account_is_said(string name, string display, string site, string sentence)
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        Assert.Contains(sentence, (await admin.ActAsync("/admin/people", "person_add", ("name", name), ("display", display), ("role", "moderator"), ("sites", site))).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    private async Task<Moderator> FindAsync(string name) => (await app.Get<ModeratorStore>().FindByNameAsync(name, TestContext.Current.CancellationToken))!.Moderator;

    [GeneratedRegex("<code class=\"key\">([^<]+)</code>")]
    private static partial Regex Secret();
}
