using System.Net;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

/// <summary>The public site key, with which scripts on a site's pages post.</summary>
public sealed class PostingFromPages(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Gazette = "https://gazette.example";

    [Fact]
    public async Task The_public_key_posts_from_the_sites_own_pages()
    {
        string site = await app.AddSiteAsync([Gazette, "https://www.gazette.example:8443"]);
        string key = await app.PublicKeyAsync(site);

        Answer answer = (await app.PostFromPageAsync(SomeReply.Json(), Gazette, key, site)).With(HttpStatusCode.Accepted);
        Assert.Equal(Gazette, answer.Header("Access-Control-Allow-Origin"));
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        (await app.PostFromPageAsync(SomeReply.Json(), "https://www.gazette.example:8443", key, site)).With(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://gazette.example")]
    [InlineData("https://gazette.example:8443")]
    [InlineData("https://gazette.example.evil.example")]
    [InlineData("null")]
    public async Task Foreign_origins_are_refused_and_get_no_cors_headers(string origin)
    {
        string site = await app.AddSiteAsync([Gazette]);
        Answer answer = (await app.PostFromPageAsync(SomeReply.Json(), origin, await app.PublicKeyAsync(site), site)).Problem(HttpStatusCode.Forbidden, "origin_not_allowed");

        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(0, await app.CountStoredAsync(site));
    }

    [Fact]
    public async Task A_page_that_hides_its_origin_may_be_named_by_its_referrer()
    {
        string site = await app.AddSiteAsync([Gazette]);
        string key = await app.PublicKeyAsync(site);

        (await app.PostFromPageAsync(SomeReply.Json(), "null", key, site, ("Referer", "https://gazette.example/2026/bridge"))).With(HttpStatusCode.Accepted);
        (await app.PostFromPageAsync(SomeReply.Json(), "null", key, site, ("Referer", "https://evil.example/"))).Problem(HttpStatusCode.Forbidden, "origin_not_allowed");
        (await app.PostFromPageAsync(SomeReply.Json(), "https://evil.example", key, site, ("Referer", "https://gazette.example/"))).Problem(HttpStatusCode.Forbidden, "origin_not_allowed");
    }

    [Fact]
    public async Task The_services_own_pages_may_post_and_so_may_a_program_that_names_no_origin()
    {
        (await app.PostFromPageAsync(SomeReply.Json(), app.Origin)).With(HttpStatusCode.Accepted);
        (await app.PostFromPageAsync(SomeReply.Json(), origin: null)).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Another_sites_public_key_is_forbidden_and_an_unknown_one_unauthorized()
    {
        string site = await app.AddSiteAsync();

        (await app.PostFromPageAsync(SomeReply.Json(), null, app.PublicKey, site)).Problem(HttpStatusCode.Forbidden, "key_other_site");
        (await app.PostFromPageAsync(SomeReply.Json(), null, "pk_unknown")).Problem(HttpStatusCode.Unauthorized, "key_unknown");
    }

    [Fact]
    public async Task A_browsers_word_about_time_and_network_is_not_taken()
    {
        System.Text.Json.Nodes.JsonObject reply = SomeReply.Json();
        reply["submittedAt"] = "2021-05-05T05:05:05Z";
        reply["client"] = new System.Text.Json.Nodes.JsonObject { ["ip"] = "203.0.113.9" };
        string id = (await app.PostFromPageAsync(reply, null)).With(HttpStatusCode.Accepted).Member("id");
        Submissions.Submission fromPage = (await app.StoredAsync(id))!;
        string another = (await app.PostFromPageAsync(SomeReply.Json(), null)).With(HttpStatusCode.Accepted).Member("id");

        Assert.Equal(fromPage.ReceivedAt, fromPage.SubmittedAt);
        Assert.Equal((await app.StoredAsync(another))!.NetworkHash, fromPage.NetworkHash);
    }

    [Fact]
    public async Task A_preflight_is_answered_for_the_sites_pages_only()
    {
        string site = await app.AddSiteAsync([Gazette]);

        Answer allowed = await PreflightAsync(site, Gazette, "POST");
        Assert.Equal(Gazette, allowed.Header("Access-Control-Allow-Origin"));
        Assert.Contains("POST", allowed.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("X-Site-Key", allowed.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(allowed.Header("Access-Control-Allow-Credentials"));

        Assert.Null((await PreflightAsync(site, "https://evil.example", "POST")).Header("Access-Control-Allow-Origin"));
        Assert.Null((await PreflightAsync("nowhere", Gazette, "POST")).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Every_page_may_read_comments()
    {
        Answer answer = await app.ThreadAsync(headers: ("Origin", "https://anywhere.example"));

        Assert.Equal("*", answer.With(HttpStatusCode.OK).Header("Access-Control-Allow-Origin"));
    }

    private Task<Answer> PreflightAsync(string site, string origin, string method) => app.SendAsync(
        HttpMethod.Options, $"/v1/sites/{site}/replies", null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "content-type,x-site-key"));

    [Fact]
    public async Task A_browser_neither_renames_nor_moves_a_page_that_is_known()
    {
        const string Known = "https://gazette.example/2026/known";
        System.Text.Json.Nodes.JsonObject first = SomeReply.Json(page: Known);
        first["page"]!["id"] = "known-1";
        await app.PublishAsync(first);

        System.Text.Json.Nodes.JsonObject other = SomeReply.Json(page: "https://evil.example/elsewhere");
        other["page"]!["id"] = "known-1";
        other["page"]!["title"] = "Another headline";
        (await app.PostFromPageAsync(other, app.Origin)).With(System.Net.HttpStatusCode.Accepted);
        await app.DecidedAsync(other["id"]!.GetValue<string>());

        Answer thread = await app.ThreadAsync(Known);
        Assert.Contains("The bridge reopens", thread.Text, StringComparison.Ordinal);
        Assert.Contains("\"url\":\"" + Known, thread.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", thread.Text, StringComparison.Ordinal);
    }
}
