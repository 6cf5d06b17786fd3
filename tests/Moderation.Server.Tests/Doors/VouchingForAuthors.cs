using System.Net;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;
using Moderation.TestSupport;

namespace Moderation.Server.Tests.Doors;

/// <summary>A website vouches for its authors, each test on a site of its own.</summary>
public sealed class VouchingForAuthors(ModerationApp app) : IClassFixture<ModerationApp>, IAsyncLifetime
{
    private string site = "";
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        site = await app.AddSiteAsync([app.Origin]);
        key = await app.IssueKeyAsync(site);
        await app.AddIdentityKeyAsync(site);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_verified_author_is_known_by_the_token_and_shown_by_its_name()
    {
        JsonObject reply = Signed("reader-77", name: "Ana of the Gazette");
        reply["author"]!["email"] = SomeReply.Address();
        Answer answer = await app.DecideAsync(reply, key, site);
        Submission row = (await app.StoredAsync(answer.Member("id"), site))!;

        Assert.True(row.IsAuthorVerified);
        Assert.Equal("Ana of the Gazette", row.AuthorName);
        Submission again = (await app.StoredAsync((await app.DecideAsync(Signed("reader-77"), key, site)).Member("id"), site))!;
        Submission other = (await app.StoredAsync((await app.DecideAsync(Signed("reader-78"), key, site)).Member("id"), site))!;
        Assert.Equal(row.AuthorKey, again.AuthorKey);
        Assert.NotEqual(row.AuthorKey, other.AuthorKey);
        Assert.Equal("Ana", again.AuthorName);
        Assert.DoesNotContain("reader-77", (await app.StatusAsync(answer.Member("id"), key, site)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_may_pass_the_token_on()
    {
        string publicKey = await app.PublicKeyAsync(site);
        JsonObject reply = Signed("reader-1");
        Answer answer = (await app.PostFromPageAsync(reply, app.Origin, publicKey, site)).With(HttpStatusCode.Accepted);
        Assert.True((await app.DecidedAsync(answer.Member("id"), site)).IsAuthorVerified);

        Dictionary<string, string> form = SomeReply.Form(publicKey);
        form["identity"] = Token("reader-2");
        (await app.PostFormAsync(form, app.Origin, "text/html", site)).With(HttpStatusCode.SeeOther);
        form["identity"] = "no token";
        form["body"] = SomeReply.Friendly();
        Answer refused = (await app.PostFormAsync(form, app.Origin, "text/html", site)).With(HttpStatusCode.BadRequest);
        Assert.Contains("sign in", refused.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_bad_token_is_named_at_every_door()
    {
        JsonObject expired = SomeToken.Claims(site, SomeReply.Page, TimeProvider.System.GetUtcNow().AddHours(-1));
        JsonObject otherPage = SomeToken.Claims(site, "https://gazette.example/other", TimeProvider.System.GetUtcNow());
        JsonObject otherSite = SomeToken.Claims("demo", SomeReply.Page, TimeProvider.System.GetUtcNow());
        foreach (string token in new[]
        {
            "no token", SomeToken.Hs256(expired), SomeToken.Hs256(otherPage), SomeToken.Hs256(otherSite), SomeToken.Hs256(SomeToken.Claims(site, SomeReply.Page, TimeProvider.System.GetUtcNow()), secret: new string('x', 40)),
            SomeToken.Sign(SomeToken.Claims(site, SomeReply.Page, TimeProvider.System.GetUtcNow()), "k1", "none", _ => []),
        })
        {
            JsonObject reply = SomeReply.Json();
            reply["author"]!["identity"] = token;
            (await app.PostReplyAsync(reply, key, site)).Invalid("author.identity");
            (await app.PostFromPageAsync(reply, app.Origin, await app.PublicKeyAsync(site), site)).Invalid("author.identity");
        }

        Assert.Equal(0, await app.CountStoredAsync(site));
    }

    [Fact]
    public async Task A_site_without_keys_vouches_for_nobody()
    {
        string without = await app.AddSiteAsync();
        JsonObject reply = SomeReply.Json();
        reply["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(without, SomeReply.Page, TimeProvider.System.GetUtcNow()));
        (await app.PostReplyAsync(reply, await app.IssueKeyAsync(without), without)).Invalid("author.identity");
    }

    [Fact]
    public async Task A_browser_names_a_page_with_an_id_by_it()
    {
        JsonObject reply = SomeReply.Json();
        reply["page"]!["id"] = "post-12";
        reply["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(site, SomeReply.Page, TimeProvider.System.GetUtcNow()));
        (await app.PostFromPageAsync(reply, app.Origin, await app.PublicKeyAsync(site), site)).Invalid("author.identity");
        (await app.PostReplyAsync(reply, key, site)).With(HttpStatusCode.Accepted);
        reply["id"] = SomeReply.NewId();
        reply["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(site, "post-12", TimeProvider.System.GetUtcNow()));
        (await app.PostFromPageAsync(reply, app.Origin, await app.PublicKeyAsync(site), site)).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_token_counts_at_the_time_the_website_says_and_a_browser_says_nothing()
    {
        DateTimeOffset yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        JsonObject reply = SomeReply.Json();
        reply["submittedAt"] = yesterday.ToString("O");
        reply["author"]!["identity"] = SomeToken.Hs256(SomeToken.Claims(site, SomeReply.Page, yesterday));
        (await app.PostFromPageAsync(reply, app.Origin, await app.PublicKeyAsync(site), site)).Invalid("author.identity");
        (await app.PostReplyAsync(reply, key, site)).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Trust_is_earned_by_three_approved_and_lost_by_one_rejected()
    {
        string[] ids = [await PostAsync("reader-3"), await PostAsync("reader-3"), await PostAsync("reader-3")];
        Assert.Contains("links", await app.ReasonsAsync(await PostAsync("reader-3", Links()), site));
        foreach (string id in ids)
        {
            (await app.ModerateAsync(id, "approve", key, site)).With(HttpStatusCode.OK);
        }

        Assert.DoesNotContain("links", await app.ReasonsAsync(await PostAsync("reader-3", Links()), site));
        Assert.Contains("links", await app.ReasonsAsync((await app.DecideAsync(SomeReply.Json(Links()), key, site)).Member("id"), site));

        string rejected = await PostAsync("reader-3", SomeReply.Spam());
        if ((await app.StoredAsync(rejected, site))!.State != SubmissionState.Rejected)
        {
            (await app.ModerateAsync(rejected, "reject", key, site)).With(HttpStatusCode.OK);
        }

        Assert.Contains("links", await app.ReasonsAsync(await PostAsync("reader-3", Links()), site));
    }

    [Fact]
    public async Task The_first_text_of_a_verified_author_is_looked_at_twice()
    {
        const string Rude = "You are an idiot and everybody knows it.";
        Assert.Contains("author_new", await app.ReasonsAsync(await PostAsync("reader-4", Rude), site));
        Assert.DoesNotContain("author_new", await app.ReasonsAsync((await app.DecideAsync(SomeReply.Json(Rude), key, site)).Member("id"), site));

        (await app.ModerateAsync(await PostAsync("reader-4"), "approve", key, site)).With(HttpStatusCode.OK);
        Assert.DoesNotContain("author_new", await app.ReasonsAsync(await PostAsync("reader-4", Rude), site));
    }

    [Fact]
    public async Task Who_is_often_rejected_is_flagged()
    {
        foreach (int i in Enumerable.Range(0, 5))
        {
            string id = await PostAsync("reader-5");
            Assert.DoesNotContain("author_rejections", await app.ReasonsAsync(id, site));
            SubmissionState state = (await app.StoredAsync(id, site))!.State;
            string decision = i < 2 ? (state == SubmissionState.Approved ? "remove" : "reject") : "approve";
            (await app.ModerateAsync(id, decision, key, site)).With(HttpStatusCode.OK);
        }

        Assert.Contains("author_rejections", await app.ReasonsAsync(await PostAsync("reader-5"), site));
    }

    [Fact]
    public async Task What_was_only_typed_has_no_past()
    {
        string address = SomeReply.Address();
        foreach (int _ in Enumerable.Range(0, 3))
        {
            string id = (await app.DecideAsync(SomeReply.Json(email: address), key, site)).Member("id");
            (await app.ModerateAsync(id, "approve", key, site)).With(HttpStatusCode.OK);
        }

        Assert.Contains("links", await app.ReasonsAsync((await app.DecideAsync(SomeReply.Json(Links(), email: address), key, site)).Member("id"), site));
        foreach (int _ in Enumerable.Range(0, 6))
        {
            string id = (await app.DecideAsync(SomeReply.Json(email: address), key, site)).Member("id");
            SubmissionState state = (await app.StoredAsync(id, site))!.State;
            (await app.ModerateAsync(id, state == SubmissionState.Approved ? "remove" : "reject", key, site)).With(HttpStatusCode.OK);
        }

        Assert.DoesNotContain("author_rejections", await app.ReasonsAsync((await app.DecideAsync(SomeReply.Json(email: address), key, site)).Member("id"), site));
    }

    private static string Links() => $"{SomeReply.Friendly()} See https://one.example/a and https://two.example/b for more.";

    private string Token(string subject, string? name = null)
    {
        JsonObject claims = SomeToken.Claims(site, SomeReply.Page, TimeProvider.System.GetUtcNow(), subject);
        claims["name"] = name;
        return SomeToken.Hs256(claims);
    }

    private JsonObject Signed(string subject, string? body = null, string? name = null)
    {
        JsonObject reply = SomeReply.Json(body);
        reply["author"]!["identity"] = Token(subject, name);
        return reply;
    }

    private async Task<string> PostAsync(string subject, string? body = null) => (await app.DecideAsync(Signed(subject, body), key, site)).Member("id");
}
