using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moderation.Administration;
using Moderation.Labels;
using Moderation.Messaging;
using Moderation.Pages;
using Moderation.Server.Alerts;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>What happens while nobody looks: pages accept less, what waits too long is closed and never approved, and somebody is told.</summary>
public sealed partial class KeepingNights(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outside_the_hours_pages_accept_what_the_site_chose()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        string path = $"/admin/hours?site={site}";
        await app.PublishAnywayAsync(SomeReply.Json(), key, site);
        using ConsoleVisitor admin = await app.AdminAsync();

        // No day has hours, so that it is always night.
        Answer page = await admin.DoneAsync(path, "hours", ("timeZone", "Europe/Berlin"), ("outside", "closed"));
        Assert.Contains("Nobody looks now", page.Text, StringComparison.Ordinal);
        (await app.PostReplyAsync(SomeReply.Json(), key, site)).With(HttpStatusCode.Conflict);
        Assert.Equal("closed", JsonDocument.Parse((await app.ThreadAsync(site: site)).Text).RootElement.GetProperty("page").GetProperty("mode").GetString());
        await admin.DoneAsync(path, "hours", ("timeZone", "Europe/Berlin"), ("outside", "premoderated"));
        Assert.Equal("flagged", (await app.DecideAsync(SomeReply.Json(), key, site)).Member("state"));

        (string, string)[] week = [.. Enumerable.Range(0, 7).Select(day => ($"day{day}", "00:00-24:00"))];
        Assert.Contains("Somebody looks", (await admin.DoneAsync(path, "hours", [("timeZone", "UTC"), ("outside", "closed"), .. week])).Text, StringComparison.Ordinal);
        Assert.Equal("approved", (await app.DecideAsync(SomeReply.Json(), key, site)).Member("state"));
        await app.ExpectTrailAsync(site, "hours_changed", "outside closed");
    }

    [Theory]
    [InlineData("timeZone", "Mars", "A time zone by its name")]
    [InlineData("day1", "morning", "From and to")]
    [InlineData("holidays", "Christmas", "A date a line")]
    [InlineData("unreviewed", "0", "1 to 365 days")]
    public async Task What_is_wrong_with_hours_is_said(string field, string value, string sentence)
    {
        string site = await app.AddSiteAsync();
        using ConsoleVisitor admin = await app.AdminAsync();
        (string, string)[] fields = [.. new[] { ("timeZone", "UTC"), ("outside", "closed") }.Where(one => one.Item1 != field), (field, value)];
        Assert.Contains(sentence, (await admin.ActAsync($"/admin/hours?site={site}", "hours", fields)).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Null(await app.Get<ChangeHours>().FindAsync(SiteId.Parse(site), Token));
    }

    [Fact]
    public async Task What_nobody_reviewed_in_time_is_closed_with_a_neutral_reason_and_labels_nothing()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        await app.Get<ChangeHours>().SetAsync(SiteId.Parse(site), new StaffingHours { Outside = PageMode.Premoderated, ClosesUnreviewedAfterDays = 3 }, "moderator:1", Token);
        await Eventually.GetAsync("the page is pre-moderated", async () => (await app.DecideAsync(SomeReply.Json(), key, site)).Member("state"), state => state == "flagged");
        string late = (await app.DecideAsync(SomeReply.Json(), key, site)).Member("id");
        string young = (await app.DecideAsync(SomeReply.Json(), key, site)).Member("id");
        DateTimeOffset longAgo = (await app.StoredAsync(late, site))!.ReceivedAt.AddDays(-4);
        await app.Get<Database>().RunAsync((unit, token) => unit.ExecuteAsync("update submission set received_at = @longAgo where site_id = @site and id = @id", new { longAgo, site, id = Guid.Parse(late) }, token), Token);

        Assert.Equal(1, await app.Get<UnreviewedSweep>().RunAsync(Token));
        Submission closed = (await app.StoredAsync(late, site))!;
        Assert.Equal(SubmissionState.Rejected, closed.State);
        Assert.Equal(SubmissionState.Flagged, (await app.StoredAsync(young, site))!.State);
        Assert.Empty(await app.Get<LabelStore>().ListAsync(closed.Key, Token));
        Assert.Equal("not_reviewed", (await app.EventsAsync(late, site))[^1].GetProperty("reasons")[0].GetString());
        Assert.Equal(0, await app.Get<UnreviewedSweep>().RunAsync(Token));
    }

    [Fact]
    public async Task A_webhook_is_told_once_and_can_tell_that_it_is_us()
    {
        using HttpListener listener = new();
        int port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        using ConsoleVisitor admin = await app.AdminAsync();
        Answer added = (await admin.ActAsync("/admin/alerts", "add", ("url", $"http://127.0.0.1:{port}/a-path-of-its-own"), ("about", ""))).With(HttpStatusCode.OK);
        string secret = Secret().Match(added.Text).Groups[1].Value;
        Assert.DoesNotContain(secret, (await admin.GetAsync("/admin/alerts")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-path-of-its-own", (await admin.GetAsync("/admin/alerts")).Text, StringComparison.Ordinal);

        await app.Get<DeadLetterStore>().AddAsync(new DeadLetter { DeadLetterId = Guid.Parse(SomeReply.NewId()), Source = "http", Reason = "judging_failed", CreatedAt = DateTimeOffset.UnixEpoch.AddYears(50) }, Token);
        Task<(string, string, string)> taking = TakeAsync(listener);
        await Eventually.GetAsync("the error queue is told", async () => await app.Get<AlertWatch>().LookAsync(Token) >= 0 && taking.IsCompleted, told => told);
        (string body, string at, string signature) = await taking;
        Assert.Equal("errors", JsonDocument.Parse(body).RootElement.GetProperty("kind").GetString());
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}"))), signature);
        Assert.Equal(0, await app.Get<AlertWatch>().LookAsync(Token));

        AlertTarget target = Assert.Single(await app.Get<AlertStore>().ListAsync(Token));
        Task<Answer> tried = admin.DoneAsync("/admin/alerts", "try", ("id", target.TargetId.ToString("D")));
        Assert.Contains("This is a test", (await TakeAsync(listener)).Body, StringComparison.Ordinal);
        Assert.Contains("took the test", (await tried).Text, StringComparison.Ordinal);
        await admin.DoneAsync("/admin/alerts", "remove", ("id", target.TargetId.ToString("D")));
        await app.ExpectTrailAsync(null, "alert_target_added", "127.0.0.1");
        await app.ExpectTrailAsync(null, "alert_target_removed", "127.0.0.1");
    }

    [Theory]
    [InlineData("http://hooks.gazette.example/")]
    [InlineData("https://user:password@hooks.gazette.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("hooks.gazette.example")]
    public async Task A_webhook_leads_to_https(string url)
    {
        using ConsoleVisitor admin = await app.AdminAsync();
        Assert.Contains("An https address", (await admin.ActAsync("/admin/alerts", "add", ("url", url))).With(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    private static async Task<(string Body, string At, string Signature)> TakeAsync(HttpListener listener)
    {
        HttpListenerContext context = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(60), Token);
        using StreamReader reader = new(context.Request.InputStream);
        string body = await reader.ReadToEndAsync(Token);
        context.Response.StatusCode = 204;
        context.Response.Close();
        return (body, context.Request.Headers["Moderation-Timestamp"]!, context.Request.Headers["Moderation-Signature"]!);
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex("<code class=\"key\">([^<]+)</code>")]
    private static partial Regex Secret();
}
