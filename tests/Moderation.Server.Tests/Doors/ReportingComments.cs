using System.Net;
using System.Text.Json.Nodes;
using Moderation.Labels;
using Moderation.Review;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

/// <summary>Readers complain about comments: what a crowd can do, and what it cannot.</summary>
public sealed class ReportingComments(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_readers_hide_a_comment_until_a_person_has_looked()
    {
        (string site, string key, string id) = await CommentAsync();
        (await ReportAsync(site, key, id, "203.0.113.1")).With(HttpStatusCode.Accepted);
        (await ReportAsync(site, key, id, "198.51.100.1")).With(HttpStatusCode.Accepted);
        Assert.Equal(SubmissionState.Approved, (await app.StoredAsync(id, site))!.State);
        (await ReportAsync(site, key, id, "192.0.2.1")).With(HttpStatusCode.Accepted);

        Assert.Equal(SubmissionState.Flagged, (await app.StoredAsync(id, site))!.State);
        Assert.Contains("reported", await app.ReasonsAsync(id, site));
        Assert.DoesNotContain(id, (await app.ThreadAsync(site: site)).Text, StringComparison.Ordinal);
        Assert.Equal("flagged", (await app.EventsAsync(id, site))[^1].GetProperty("state").GetString());
        ReviewItem item = Assert.Single(await QueueAsync(site));
        Assert.Equal(3, item.Reports!.Count);
    }

    [Fact]
    public async Task One_reader_counts_once_however_often_they_report()
    {
        (string site, string key, string id) = await CommentAsync();
        for (int i = 0; i < 5; i++)
        {
            // All of one /24, which is one reader as far as anybody can tell.
            (await ReportAsync(site, key, id, $"203.0.113.{i}")).With(HttpStatusCode.Accepted);
        }

        Assert.Equal(SubmissionState.Approved, (await app.StoredAsync(id, site))!.State);
        Assert.Equal(1, Assert.Single(await QueueAsync(site)).Reports!.Count);
    }

    [Fact]
    public async Task A_crowd_cannot_hide_what_a_person_let_stand()
    {
        (string site, string key, string id) = await CommentAsync();
        await ReportAsync(site, key, id, "203.0.113.1");
        Submission row = (await app.StoredAsync(id, site))!;
        Assert.True(await app.Get<ReviewDesk>().KeepAsync(row.Key, row.Version, "moderator:1", row.DecidedAt!.Value.AddMinutes(1), Token));
        Assert.Empty(await QueueAsync(site));
        Label label = Assert.Single(await app.Get<LabelStore>().ListAsync(row.Key, Token));
        Assert.False(label.IsViolating);

        foreach (string network in new[] { "198.51.100.1", "192.0.2.1", "203.0.114.1", "203.0.115.1", "203.0.116.1" })
        {
            (await ReportAsync(site, key, id, network)).With(HttpStatusCode.Accepted);
        }

        Assert.Equal(SubmissionState.Approved, (await app.StoredAsync(id, site))!.State);
        Assert.Equal(5, Assert.Single(await QueueAsync(site)).Reports!.Count);
    }

    [Fact]
    public async Task A_network_reports_only_so_much_a_day()
    {
        (string site, string key, string first) = await CommentAsync();
        List<string> ids = [first];
        for (int i = 0; i < 10; i++)
        {
            ids.Add(await app.PublishAnywayAsync(SomeReply.Json(), key, site));
        }

        Answer[] answers = await Task.WhenAll(ids.Take(10).Select(id => ReportAsync(site, key, id, "203.0.113.7")));
        Assert.All(answers, answer => answer.With(HttpStatusCode.Accepted));
        (await ReportAsync(site, key, ids[10], "203.0.113.8")).With(HttpStatusCode.TooManyRequests);
        (await ReportAsync(site, key, ids[10], "198.51.100.8")).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_removal_confirms_the_reports_and_its_undo_opens_them_again()
    {
        (string site, string key, string id) = await CommentAsync();
        await ReportAsync(site, key, id, "203.0.113.1", "hate", "Look at <this> and write to ana@example.net");
        SubmissionKey submission = new(SiteId.Parse(site), new SubmissionId(Guid.Parse(id)));
        string note = Assert.Single((await app.Get<ReviewDesk>().FindAsync(submission, Token))!.Reports!.Notes);
        Assert.DoesNotContain("ana@example.net", note, StringComparison.Ordinal);

        await app.ModerateAsync(id, "remove", key, site);
        Assert.Empty(await QueueAsync(site));
        await app.ModerateAsync(id, "reopen", key, site);
        Assert.Equal(("hate", 1), Assert.Single(await QueueAsync(site)).Reports!.Reasons[0]);
    }

    [Fact]
    public async Task A_form_of_a_reader_leads_back_to_the_page()
    {
        (string site, string key, string id) = await CommentAsync();
        using FormUrlEncodedContent form = new([new("key", await app.PublicKeyAsync(site)), new("reason", "spam"), new("note", ""), new("page", "https://evil.example/")]);
        Answer answer = (await app.SendAsync(HttpMethod.Post, $"/v1/sites/{site}/replies/{id}/reports", form, ("Origin", app.Origin))).With(HttpStatusCode.SeeOther);
        Assert.Equal($"{SomeReply.Page}?reported=yes", answer.Header("Location"));
        Assert.Single(await QueueAsync(site));
        Assert.NotEmpty(key);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_is_not_public_is_not_there()
    {
        (string site, string key, string id) = await CommentAsync();
        (_, string otherKey, _) = await CommentAsync();
        Assert.Contains("reason", (await ReportAsync(site, key, id, "203.0.113.1", "boring")).With(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        (await ReportAsync(site, key, id, "203.0.113.1", "spam", new string('x', 501))).With(HttpStatusCode.BadRequest);
        (await ReportAsync(site, key, id, "nowhere")).With(HttpStatusCode.BadRequest);
        (await ReportAsync(site, key, "no-id", "203.0.113.1")).With(HttpStatusCode.NotFound);
        (await ReportAsync(site, key, SomeReply.NewId(), "203.0.113.1")).With(HttpStatusCode.NotFound);
        (await ReportAsync(site, otherKey, id, "203.0.113.1")).With(HttpStatusCode.Forbidden);
        (await app.PostJsonAsync($"/v1/sites/{site}/replies/{id}/reports", """{ "reason": "spam" }""")).With(HttpStatusCode.Unauthorized);
        (await app.PostJsonAsync($"/v1/sites/{site}/replies/{id}/reports", """{ "reason": "spam" }""", ("X-Site-Key", await app.PublicKeyAsync(site)), ("Origin", "https://evil.example"))).With(HttpStatusCode.Forbidden);

        await app.ModerateAsync(id, "remove", key, site);
        (await ReportAsync(site, key, id, "203.0.113.1")).With(HttpStatusCode.NotFound);
        Assert.Empty(await QueueAsync(site));
    }

    private async Task<(string Site, string Key, string Id)> CommentAsync()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        return (site, key, await app.PublishAnywayAsync(SomeReply.Json(), key, site));
    }

    private Task<Answer> ReportAsync(string site, string key, string id, string ip, string reason = "abusive", string? note = null)
    {
        JsonObject body = new() { ["reason"] = reason, ["note"] = note, ["client"] = new JsonObject { ["ip"] = ip } };
        return app.PostJsonAsync($"/v1/sites/{site}/replies/{id}/reports", body.ToJsonString(), ModerationApp.Bearer(key));
    }

    private Task<IReadOnlyList<ReviewItem>> QueueAsync(string site) => app.Get<ReviewDesk>().ListAsync(SiteId.Parse(site), ReviewQueueKind.Reported, ReviewOrder.Oldest, null, Token);
}
