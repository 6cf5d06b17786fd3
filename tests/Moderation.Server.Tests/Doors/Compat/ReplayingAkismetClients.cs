using System.Net;
using System.Text.Json;
using Moderation.Feedback;
using Moderation.Server.Doors.Akismet;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Requests of clients that cannot be installed here, written out as their programs send them.</summary>
public sealed class ReplayingAkismetClients(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Blog = "https://gazette.example";

    private static readonly (string, string)[] SpamAuthor = [("comment_author", "viagra-test-123")];

    [Fact]
    public async Task Of_Python()
    {
        // The key is called key when it is verified and api_key afterwards; for the sites of a key it is forgotten, so that only the host has it.
        (string site, string key) = await KeyAsync();
        (string, string) agent = ("User-Agent", "akismet.py/24.5.0 | Python/3.13");
        (await PostAsync("/1.1/verify-key", [("key", key), ("blog", Blog)], agent)).Says("valid");
        (await PostAsync("/1.1/verify-key", [("key", "0a1b2c3d4e5f"), ("blog", Blog)], agent)).Says("invalid");
        (string, string)[] comment = [("api_key", key), ("blog", Blog), ("user_ip", "203.0.113.9"), ("user_agent", "Mozilla/5.0"), ("comment_type", "comment"), ("is_test", "1")];
        (await PostAsync("/1.1/comment-check", [.. comment, .. SpamAuthor], agent)).Says("true");
        (await PostAsync("/1.1/comment-check", [.. comment, ("comment_content", SomeReply.Friendly())], agent)).Says("false");
        (await PostAsync("/1.1/submit-ham", [("api_key", key), ("blog", Blog), ("user_ip", "203.0.113.9"), ("comment_content", "A fine text")], agent)).Says(SubmitFeedback.Thanks);
        Assert.True((await app.SendAsync(HttpMethod.Get, "/1.2/key-sites?month=2026-11&format=json", null, agent, ("Host", $"{key}.moderation.test"))).With(HttpStatusCode.OK).Json.TryGetProperty("2026-11", out _));
        Assert.Equal(4, (await app.SendAsync(HttpMethod.Get, $"/1.2/usage-limit?api_key={key}", null, agent)).With(HttpStatusCode.OK).Json.EnumerateObject().Count());
        Assert.Single(await SaidAsync(site));
    }

    [Fact]
    public async Task Of_PHP()
    {
        // Both names of the key in every call, and all four members of the limit, of which the first must be a whole number.
        (string site, string key) = await KeyAsync();
        (string, string)[] both = [("api_key", key), ("key", key), ("blog", Blog)];
        (string, string) agent = ("User-Agent", "Akismet PHP SDK/1.0");
        (await PostAsync("/1.1/verify-key", both, agent)).Says("valid");
        (string, string)[] comment = [.. both, ("user_ip", "203.0.113.9"), ("comment_context[0]", "bridges"), ("comment_context[1]", "ferries"), ("comment_date_gmt", "2026-11-23T10:15:00Z"), ("classify", "1")];
        Answer spam = (await PostAsync("/1.1/comment-check", [.. comment, .. SpamAuthor], agent)).Says("true");
        (await PostAsync("/1.1/submit-spam", [.. comment, .. SpamAuthor, ("comment_content", "Pills"), ("guid", spam.Header("X-akismet-guid")!), ("comment_check_response", "true"), ("reporter", "ana")], agent)).Says(SubmitFeedback.Thanks);
        JsonElement limit = (await PostAsync("/1.2/usage-limit", both, agent)).With(HttpStatusCode.OK).Json;
        Assert.True(limit.GetProperty("limit").TryGetInt64(out _) && limit.GetProperty("usage").TryGetInt64(out _));
        Assert.Equal((JsonValueKind.String, JsonValueKind.False), (limit.GetProperty("percentage").ValueKind, limit.GetProperty("throttled").ValueKind));
        Assert.Equal(spam.Header("X-akismet-guid"), Assert.Single(await SaidAsync(site)).CheckId!.Value.ToString("N"));
    }

    [Theory]
    [InlineData("is_test=0&HTTP_ACCEPT=*%2F*&HTTP_HOST=gazette.example&REMOTE_ADDR=203.0.113.9&REQUEST_URI=%2F", "rakismet")]
    [InlineData("comment_context=bridges%2C+ferries&blog_charset=UTF-8&env%5BHTTP_ACCEPT%5D=x", "akismet for Ruby")]
    [InlineData("content_type=forum-post&comment_post_modfied_gmt=2026-11-23T10%3A15%3A00Z", "Discourse")]
    [InlineData("", "PEAR")]
    public async Task That_put_the_key_in_front_of_the_host(string more, string client)
    {
        // At the root the key is verified; then it is the first label of the host, and the body has none.
        (string site, string key) = await KeyAsync();
        (await PostAsync("/1.1/verify-key", [("key", key), ("blog", Blog)], ("User-Agent", client))).Says("valid");
        foreach ((string call, string fields, string said) in new[]
        {
            ("comment-check", "comment_author=viagra-test-123", "true"), ("comment-check", $"comment_content={Uri.EscapeDataString(SomeReply.Friendly())}", "false"), ("submit-spam", "comment_content=Pills", SubmitFeedback.Thanks),
        })
        {
            string body = $"blog={Uri.EscapeDataString(Blog)}&user_ip=203.0.113.9&user_agent=Mozilla%2F5.0&{fields}&{more}";
            Answer answer = (await app.PostBytesAsync($"/1.1/{call}", System.Text.Encoding.ASCII.GetBytes(body), "application/x-www-form-urlencoded", ("Host", $"{key}.rest.moderation.test"))).Says(said);
            Assert.Null(answer.Header("X-akismet-error"));
        }

        (await PostAsync("/1.1/comment-check", [("blog", Blog), ("user_ip", "203.0.113.9")], ("Host", "0a1b2c3d4e5f.rest.moderation.test"))).Says("invalid");
        Assert.Single(await SaidAsync(site));
    }

    [Fact]
    public async Task Of_Coral()
    {
        // The check is a form; what a moderator decided is flat JSON without a blog, and with an empty address where it does not use them.
        (string site, string key) = await KeyAsync();
        (string, string) host = ("Host", $"{key}.moderation.test");
        (await PostAsync("/1.1/comment-check", [("blog", Blog), ("user_ip", ""), ("referrer", "https://gazette.example/"), ("user_agent", "Mozilla/5.0"), ("comment_type", "comment"), ("is_test", "false"), .. SpamAuthor], host)).Says("true");
        string body = JsonSerializer.Serialize(new { user_ip = "", referrer = "https://gazette.example/", user_agent = "Mozilla/5.0", comment_content = "Pills", comment_author = "Ned", permalink = $"{Blog}/1", comment_type = "comment", is_test = false });
        (await app.PostJsonAsync("/1.1/submit-spam", body, host)).Says(SubmitFeedback.Thanks);
        Assert.Equal(1, Assert.Single(await SaidAsync(site)).Value);
    }

    private async Task<(string Site, string Key)> KeyAsync()
    {
        string site = await app.AddSiteAsync();
        return (site, await app.IssueKeyAsync(site, Door.Akismet, KeyRights.Submit));
    }

    private Task<Answer> PostAsync(string path, (string, string)[] fields, params (string, string)[] headers) => app.AkismetFormAsync(path, fields, headers);

    private Task<IReadOnlyList<Statement>> SaidAsync(string site) => app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 100, TestContext.Current.CancellationToken);
}
