using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>What every client of Akismet relies on, call by call.</summary>
public sealed class AskingAsAkismet(ModerationApp app) : IClassFixture<ModerationApp>
{
    private Task<string> KeyAsync(KeyOptions options = KeyOptions.None, bool isTest = false, string site = ModerationApp.Site) =>
        app.IssueKeyAsync(site, Door.Akismet, KeyRights.Submit, isTest, options);

    [Fact]
    public async Task A_key_has_twelve_lower_case_hex_digits_and_is_verified_wherever_it_stands()
    {
        string key = await KeyAsync();
        Assert.Matches("^[0-9a-f]{12}$", key);
        foreach (string prefix in new[] { "", "/akismet" })
        {
            string path = $"{prefix}/1.1/verify-key";
            foreach (string name in new[] { "key", "api_key" })
            {
                (await app.AkismetFormAsync(path, [(name, key), ("blog", "https://gazette.example")])).Says("valid");
                (await app.AkismetFormAsync($"{path}?{name}={key}", [("blog", "https://gazette.example")])).Says("valid");
            }

            (await app.AkismetFormAsync(path, [("blog", "https://gazette.example")], ("Host", $"{key}.moderation.test"))).Says("valid");
            (await app.PostJsonAsync(path, $$"""{ "api_key": "{{key}}", "blog": "https://gazette.example" }""")).Says("valid");
        }
    }

    [Fact]
    public async Task A_wrong_key_is_invalid_and_no_more_is_said()
    {
        foreach (string call in new[] { "verify-key", "comment-check", "submit-spam", "submit-ham", "get-subscription", "get-stats", "deactivate" })
        {
            Assert.Null((await app.AkismetAsync(call, "000000000000", ("comment_content", "Good morning"))).Says("invalid").Header("X-akismet-debug-help"));
        }

        string native = await app.IssueKeyAsync(doors: Door.Native);
        (await app.AkismetAsync("verify-key", native)).Says("invalid");
        string readOnly = await app.IssueKeyAsync(doors: Door.Akismet, rights: KeyRights.Read);
        (await app.AkismetAsync("comment-check", readOnly)).Says("invalid");
        string revoked = await KeyAsync();
        (await app.AkismetAsync("verify-key", revoked)).Says("valid");
        await app.RevokeKeyAsync(revoked);
        (await app.AkismetAsync("verify-key", revoked)).Says("invalid");
        foreach (string call in new[] { "verify-wpcom-key", "token" })
        {
            (await app.AkismetAsync(call, await KeyAsync())).Says("invalid");
        }
    }

    [Fact]
    public async Task What_is_missing_or_unreadable_is_named()
    {
        string key = await KeyAsync();
        Assert.Equal("Empty \"blog\" value", (await app.AkismetFormAsync("/1.1/verify-key", [("key", key)])).Says("invalid").Header("X-akismet-debug-help"));
        Assert.Equal("We were unable to parse your blog URI", (await app.AkismetFormAsync("/1.1/verify-key", [("key", key), ("blog", "not an address")])).Says("invalid").Header("X-akismet-debug-help"));
        Assert.Equal("Empty \"api_key\" value", (await app.AkismetFormAsync("/1.1/verify-key", [("blog", "https://gazette.example")])).Says("invalid").Header("X-akismet-debug-help"));
        Assert.Equal("Empty \"api_key\" value", (await app.AkismetFormAsync("/1.1/comment-check", [])).Says("invalid").Header("X-akismet-debug-help"));
    }

    [Fact]
    public async Task Fixed_values_have_fixed_answers()
    {
        string key = await KeyAsync();
        (await app.AkismetAsync("comment-check", key, ("comment_author", "viagra-test-123"), ("comment_content", SomeReply.Friendly()))).Says("true");
        (await app.AkismetAsync("comment-check", key, ("comment_author", "akismet-guaranteed-spam"))).Says("true");
        (await app.AkismetAsync("comment-check", key, ("comment_author_email", "akismet-guaranteed-spam@example.com"))).Says("true");
        (await app.AkismetAsync("comment-check", key, ("user_role", "administrator"), ("comment_content", SomeReply.Spam()))).Says("false");
        (await app.AkismetAsync("comment-check", key, ("user_role", "administrator"), ("comment_author", "viagra-test-123"))).Says("false");
        Answer blatant = (await app.AkismetAsync("comment-check", key, ("comment_author", "viagra-test-123"), ("test_discard", "1"))).Says("true");
        Assert.Equal("discard", blatant.Header("X-akismet-pro-tip"));
        Assert.Null((await app.AkismetAsync("comment-check", key, ("test_discard", "1"), ("comment_content", SomeReply.Friendly()))).Says("false").Header("X-akismet-pro-tip"));
    }

    [Fact]
    public async Task A_comment_is_judged_and_the_answer_says_why()
    {
        string site = await app.AddSiteAsync();
        string key = await KeyAsync(site: site);
        Answer friendly = (await app.AkismetAsync("comment-check", key, ("comment_author", "Ana"), ("comment_content", SomeReply.Friendly()), ("permalink", SomeReply.Page))).Says("false");
        Assert.Equal("approve", friendly.Header("X-Moderation-Verdict"));
        Answer spam = (await app.AkismetAsync("comment-check", key, ("comment_author", "Cheap pills"), ("comment_content", SomeReply.Spam()), ("permalink", SomeReply.Page))).Says("true");
        Assert.Contains("spam", spam.Header("X-Moderation-Reasons"), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", spam.Header("X-Moderation-Model")!);
        Answer abuse = (await app.AkismetAsync("comment-check", key, ("comment_content", "You are a pathetic idiot."))).Says("true");
        Assert.Equal("flag", abuse.Header("X-Moderation-Verdict"));
        Assert.Contains("insult", abuse.Header("X-Moderation-Reasons"), StringComparison.Ordinal);
        Assert.Equal(0, await app.CountStoredAsync(site));
    }

    [Fact]
    public async Task A_trap_that_is_filled_is_spam_and_an_empty_one_is_not()
    {
        string key = await KeyAsync();
        string text = SomeReply.Friendly();
        Assert.Equal("honeypot", (await app.AkismetAsync("comment-check", key, ("comment_content", text), ("honeypot_field_name", "hp"), ("hp", "foo"))).Says("true").Header("X-Moderation-Reasons"));
        (await app.AkismetAsync("comment-check", key, ("comment_content", text), ("honeypot_field_name", "hp"), ("hp", ""))).Says("false");
        (await app.AkismetAsync("comment-check", key, ("comment_content", text), ("hp", "foo"))).Says("false");
    }

    [Theory]
    [InlineData("comment_context[]=bridges&comment_context[]=ferries")]
    [InlineData("comment_context[0]=bridges&comment_context[1]=ferries")]
    [InlineData("comment_context%5B%5D=bridges&comment_context%5B%5D=ferries")]
    [InlineData("comment_context=bridges&comment_context=ferries")]
    [InlineData("comment_context=bridges%2C+ferries")]
    [InlineData("HTTP_USER_AGENT=x&POST_ak_bib=1&%00=%FF&=&&is_multicall&comment_post_ID=5&content_type=forum-post&callback=https%3A%2F%2Fa.example&classify=1&reporter=ana")]
    public async Task Whatever_else_is_sent_is_taken_in_any_writing(string more)
    {
        string key = await KeyAsync();
        byte[] body = Encoding.UTF8.GetBytes($"api_key={key}&blog=https%3A%2F%2Fgazette.example&user_ip=&comment_content={Uri.EscapeDataString(SomeReply.Friendly())}&{more}");
        (await app.PostBytesAsync("/1.1/comment-check", body, "application/x-www-form-urlencoded; charset=UTF-8")).Says("false");
        (await app.PostBytesAsync("/1.1/comment-check", body, null)).Says("false");
        (await app.PostBytesAsync("/1.1/comment-check", body, "text/plain")).Says("false");
    }

    [Fact]
    public async Task A_flat_JSON_object_is_as_good_as_a_form()
    {
        string key = await KeyAsync();
        string body = JsonSerializer.Serialize(new { key, comment_content = SomeReply.Friendly(), is_test = false, comment_context = new[] { "bridges", "ferries" }, nothing = (string?)null, nested = new { a = 1 }, number = 5 });
        (await app.PostJsonAsync("/1.1/comment-check", body)).Says("false");
        (await app.PostJsonAsync("/1.1/submit-spam", body)).Says("Thanks for making the web a better place.");
        (await app.PostJsonAsync("/1.1/comment-check", $$"""{ "api_key": "{{key}}", "comment_author": "viagra-test-123" }""")).Says("true");
    }

    [Fact]
    public async Task What_cannot_be_read_is_an_error_and_no_answer()
    {
        string key = await KeyAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostJsonAsync("/1.1/comment-check", "{ \"api_key\": ")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostJsonAsync("/1.1/comment-check", $$"""{ "api_key": "{{key}}", "comment_content": "\ud800" }""")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await app.PostBytesAsync("/1.1/comment-check", "--x--"u8.ToArray(), "multipart/form-data; boundary=x")).Status);
        byte[] large = Encoding.ASCII.GetBytes($"api_key={key}&comment_content={new string('a', 256 * 1024)}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.PostBytesAsync("/1.1/comment-check", large, "application/x-www-form-urlencoded")).Status);
        byte[] long_ = Encoding.ASCII.GetBytes($"api_key={key}&comment_content={string.Join('+', Enumerable.Repeat("the+old+bridge", 5_000))}");
        Assert.Contains((await app.PostBytesAsync("/1.1/comment-check", long_, "application/x-www-form-urlencoded")).Text, new[] { "true", "false" });
    }

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/1.1")]
    public async Task Old_clients_get_exact_bytes_and_their_number(string version)
    {
        string key = await KeyAsync();
        foreach ((string call, string fields, string expected) in new[]
        {
            ("comment-check", "comment_author=viagra-test-123", "true"),
            ("comment-check", "user_role=administrator", "false"),
            ("submit-spam", "comment_content=A+text&is_test=1", "Thanks for making the web a better place."),
        })
        {
            string body = $"api_key={key}&blog=https%3A%2F%2Fgazette.example&{fields}";
            string answer = await RawAsync($"POST /1.1/{call} {version}\r\nHost: moderation.test\r\nConnection: close\r\nExpect: {(version == "HTTP/1.1" ? "100-continue" : "")}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            string[] parts = answer.Replace("HTTP/1.1 100 Continue\r\n\r\n", "", StringComparison.Ordinal).Split("\r\n\r\n", 2);
            Assert.StartsWith("HTTP/1.1 200 OK", parts[0], StringComparison.Ordinal);
            Assert.Contains($"Content-Length: {expected.Length}\r\n", parts[0] + "\r\n", StringComparison.Ordinal);
            Assert.DoesNotContain("Transfer-Encoding", parts[0], StringComparison.OrdinalIgnoreCase);
            Assert.Equal(expected, parts[1]);
            Assert.Contains(expected.Length, new[] { 4, 5, 41 });
        }
    }

    [Fact]
    public async Task Calls_about_the_key_answer_as_WordPress_expects()
    {
        string key = await KeyAsync(site: await app.AddSiteAsync());
        (await app.GetAsync("/1.1/test")).Says("connected");
        (await app.GetAsync("/akismet/1.1/test")).Says("connected");
        (await app.AkismetAsync("deactivate", key)).Says("deactivated");
        (await app.AkismetAsync("verify-key", key)).Says("valid");
        JsonElement subscription = (await app.AkismetAsync("get-subscription", key)).With(HttpStatusCode.OK).Json;
        Assert.Equal(("active", "self-hosted", JsonValueKind.False), (subscription.GetProperty("status").GetString(), subscription.GetProperty("account_type").GetString(), subscription.GetProperty("next_billing_date").ValueKind));

        await app.AkismetAsync("comment-check", key, ("comment_author", "viagra-test-123"));
        await app.AkismetAsync("comment-check", key, ("comment_content", SomeReply.Friendly()));
        await app.AkismetAsync("comment-check", key, ("comment_content", SomeReply.Friendly()), ("is_test", "1"));
        await app.AkismetAsync("comment-check", key, ("comment_content", SomeReply.Friendly()), ("is_test", "false"));
        await app.AkismetAsync("submit-ham", key, ("comment_content", "It was fine after all."));
        foreach (string from in new[] { "6-months", "all" })
        {
            JsonElement stats = (await app.AkismetAsync("get-stats", key, ("from", from))).With(HttpStatusCode.OK).Json;
            Assert.Equal((1, 2, 0, 1), (stats.GetProperty("spam").GetInt32(), stats.GetProperty("ham").GetInt32(), stats.GetProperty("missed_spam").GetInt32(), stats.GetProperty("false_positives").GetInt32()));
            Assert.Equal(66.67, stats.GetProperty("accuracy").GetDouble());
        }
    }

    [Fact]
    public async Task Usage_is_told_by_site_and_in_whole()
    {
        string key = await KeyAsync(site: await app.AddSiteAsync());
        foreach (string blog in new[] { "https://gazette.example/", "https://gazette.example/news", "http://Herald.example", "nonsense" })
        {
            await app.AkismetFormAsync("/1.1/comment-check", [("api_key", key), ("blog", blog), ("comment_author", "viagra-test-123")]);
        }

        JsonElement usage = (await app.GetAsync($"/1.2/usage-limit?api_key={key}")).With(HttpStatusCode.OK).Json;
        Assert.Equal((1_000_000_000, 4, "0.00", false), (usage.GetProperty("limit").GetInt64(), usage.GetProperty("usage").GetInt64(), usage.GetProperty("percentage").GetString(), usage.GetProperty("throttled").GetBoolean()));
        Assert.False(usage.TryGetProperty("upgrade", out _));
        Assert.Equal(JsonValueKind.False, (await app.AkismetFormAsync("/akismet/1.2/usage-limit", [("api_key", key), ("extended", "true")])).Json.GetProperty("upgrade").ValueKind);

        string month = TimeProvider.System.GetUtcNow().ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        JsonElement sites = (await app.GetAsync($"/1.2/key-sites?api_key={key}&filter=example&limit=1")).With(HttpStatusCode.OK).Json;
        JsonElement first = Assert.Single(sites.GetProperty(month).EnumerateArray());
        Assert.Equal(("gazette.example", "2", "2", "0", false), (first.GetProperty("site").GetString(), first.GetProperty("api_calls").GetString(), first.GetProperty("spam").GetString(), first.GetProperty("missed_spam").GetString(), first.GetProperty("is_revoked").GetBoolean()));
        Assert.Equal((1, 0, 2), (sites.GetProperty("limit").GetInt32(), sites.GetProperty("offset").GetInt32(), sites.GetProperty("total").GetInt32()));
        string[] csv = (await app.GetAsync($"/1.2/key-sites?api_key={key}&format=csv")).With(HttpStatusCode.OK).Text.Split('\n');
        Assert.StartsWith($"Active sites for {key[..3]}… during {month} (limit:500, offset: 0, total: 3)", csv[0], StringComparison.Ordinal);
        Assert.Equal("Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked", csv[1]);
        Assert.Contains("herald.example,1,1,0,0,0,false", csv);
        Assert.DoesNotContain(csv, line => line.Contains(key, StringComparison.Ordinal));

        (await app.GetAsync("/1.2/key-sites?api_key=000000000000")).Says("invalid");
        (await app.GetAsync("/1.2/usage-limit?api_key=000000000000")).Says("invalid");
        Assert.Equal(HttpStatusCode.BadRequest, (await app.GetAsync($"/1.2/key-sites?api_key={key}&month=November")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.GetAsync($"/1.2/key-sites?api_key={key}&limit=-1")).Status);
        Assert.Empty((await app.GetAsync($"/1.2/key-sites?api_key={key}&month=2001-01")).Json.GetProperty("2001-01").EnumerateArray());
    }

    [Fact]
    public async Task A_test_key_forces_verdicts_and_leaves_no_count()
    {
        string key = await KeyAsync(isTest: true);
        (await app.AkismetAsync("comment-check", key, ("comment_content", "moderation-test-approve"))).Says("false");
        (await app.AkismetAsync("comment-check", key, ("comment_content", "moderation-test-flag"))).Says("true");
        (await app.AkismetAsync("comment-check", key, ("comment_content", "moderation-test-reject"))).Says("true");
        Assert.Equal(0, (await app.GetAsync($"/1.2/usage-limit?api_key={key}")).Json.GetProperty("usage").GetInt64());
    }

    [Fact]
    public async Task A_key_bound_to_its_site_is_refused_to_others()
    {
        string site = await app.AddSiteAsync(["https://gazette.example"]);
        string key = await KeyAsync(KeyOptions.OwnHosts, site: site);
        (await app.AkismetFormAsync("/1.1/verify-key", [("key", key), ("blog", "https://gazette.example/news")])).Says("valid");
        (await app.AkismetFormAsync("/1.1/verify-key", [("key", key), ("blog", "https://elsewhere.example")])).Says("invalid");
        (await app.AkismetFormAsync("/1.1/comment-check", [("key", key), ("comment_content", SomeReply.Friendly())])).Says("false");
    }

    private async Task<string> RawAsync(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(app.Client.BaseAddress!.Host, app.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("Expect: \r\n", "", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
