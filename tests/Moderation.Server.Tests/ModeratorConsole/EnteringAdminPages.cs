using System.Net;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>Who gets into <c>/admin</c>, route by route.</summary>
public sealed class EnteringAdminPages(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task Every_page_lets_in_admins_and_nobody_else()
    {
        using ConsoleVisitor stranger = new(app);
        using ConsoleVisitor moderator = await app.ModeratorAsync("route-by-route", ModerationApp.Site);
        Assert.True(app.AdminRoutes().Count > 3);
        foreach ((string path, IReadOnlyList<string> policies) in app.AdminRoutes())
        {
            Assert.Contains("console-admin", policies);
            Assert.StartsWith("/moderate/sign-in", (await stranger.GetAsync(path)).With(HttpStatusCode.Redirect).Header("Location"), StringComparison.Ordinal);
            Answer refused = (await moderator.GetAsync($"{path}?site={ModerationApp.Site}")).With(HttpStatusCode.Forbidden);
            Assert.Contains("Only admins come here", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("pk_", refused.Text, StringComparison.Ordinal);
            (await moderator.PostWithoutTokenAsync(path, ("_handler", "act"), ("do", "anything"))).With(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_does_nothing()
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        IReadOnlyList<string> before = await app.TrailAsync(ModerationApp.Site);
        foreach ((string path, _) in app.AdminRoutes())
        {
            (await admin.PostWithoutTokenAsync($"{path}?site={ModerationApp.Site}", ("_handler", "act"), ("do", "origin_add"), ("origin", "https://evil.example"))).With(HttpStatusCode.BadRequest);
        }

        Assert.Equal(before, await app.TrailAsync(ModerationApp.Site));
    }

    [Fact]
    public async Task A_page_of_a_site_that_does_not_exist_is_not_there()
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        (await admin.GetAsync("/admin/keys?site=nowhere")).With(HttpStatusCode.NotFound);
        (await admin.GetAsync("/admin/site?site=%3Cscript%3E")).With(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_pages_bring_no_script_of_their_own()
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer page = (await admin.GetAsync("/admin")).With(HttpStatusCode.OK);
        Assert.Contains("script-src 'self';", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.DoesNotContain("onclick", page.Text, StringComparison.OrdinalIgnoreCase);
    }
}
