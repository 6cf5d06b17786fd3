using System.Net;
using System.Text.RegularExpressions;
using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Server.Tests.Doors.Compat;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.ModeratorConsole;

/// <summary>Who reviews a site sees what its programs said about texts, and says whether that is right.</summary>
public sealed partial class SettlingFeedback(ModerationApp app) : IClassFixture<ModerationApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_moderator_confirms_and_dismisses_what_the_site_said()
    {
        string site = await app.AddSiteAsync();
        string path = $"/moderate/feedback?site={site}";
        string key = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store);
        string text = $"{SomeReply.Friendly()} In {site}.";
        string id = (await app.DecideAsync(SomeReply.Json(text), await app.IssueKeyAsync(site), site)).Member("id");
        await app.AkismetAsync("submit-spam", key, ("comment_content", text));
        await app.AkismetAsync("submit-ham", key, ("comment_content", "Write to quokka@nest.example about the bridge"), ("comment_author_email", "quokka@nest.example"));
        await app.AkismetAsync("submit-spam", await app.IssueKeyAsync(site, Door.Akismet), ("comment_content", "Of this nothing is kept"));
        using ConsoleVisitor moderator = await app.ModeratorAsync("settling", site);

        Answer page = (await moderator.GetAsync(path)).With(HttpStatusCode.OK);
        Assert.Contains("The site says: spam", page.Text, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(text), page.Text, StringComparison.Ordinal);
        Assert.Contains("The site says: no spam", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("quokka", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, page.Text.Split("<article").Length - 1);

        IReadOnlyList<Statement> said = await app.Get<FeedbackStore>().ListWaitingAsync(SiteId.Parse(site), null, 10, Token);
        Statement spam = Assert.Single(said, one => one.IsViolating);
        Statement ham = Assert.Single(said, one => !one.IsViolating);
        Assert.Contains("counts like a decision", (await moderator.DoneAsync(path, "confirm", ("id", spam.StatementId.ToString("D")))).Text, StringComparison.Ordinal);
        Answer last = await moderator.DoneAsync(path, "dismiss", ("id", ham.StatementId.ToString("D")));
        Assert.Contains("nothing is learnt from it", last.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing waits", last.Text, StringComparison.Ordinal);

        SubmissionKey about = new(SiteId.Parse(site), new SubmissionId(Guid.Parse(id)));
        Assert.Equal(1, Assert.Single(await app.Get<LabelStore>().ListAsync(about, Token)).Weight);
        Assert.Equal([1.0, 0.3, 0.0], (await app.Get<FeedbackStore>().ListAsync(about.Site, null, 10, Token)).Select(one => one.Weight).OrderDescending());
        await app.ExpectTrailAsync(site, "feedback_confirmed", "spam");
        await app.ExpectTrailAsync(site, "feedback_dismissed", "spam");
        Assert.Contains("confirmed what a program of the site said, spam", (await moderator.GetAsync($"/moderate/replies/{site}/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal("approved", (await app.StatusAsync(id, await app.IssueKeyAsync(site), site)).Member("state"));
    }

    [Fact]
    public async Task More_than_a_page_is_found_on_the_next()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store);
        for (int number = 100; number < 152; number++)
        {
            await app.AkismetAsync("submit-spam", key, ("comment_content", $"Text number {number}."));
        }

        using ConsoleVisitor moderator = await app.ModeratorAsync("settling-many", site);
        string first = (await moderator.GetAsync($"/moderate/feedback?site={site}")).With(HttpStatusCode.OK).Text;
        string older = WebUtility.HtmlDecode(OlderLink().Match(first).Groups[1].Value);
        string second = (await moderator.GetAsync(older)).With(HttpStatusCode.OK).Text;
        Assert.Equal((50, 2), (first.Split("<article").Length - 1, second.Split("<article").Length - 1));
        Assert.All(Enumerable.Range(100, 52), number => Assert.Contains($"Text number {number}.", first + second, StringComparison.Ordinal));
        Assert.Equal(50, (await moderator.GetAsync($"/moderate/feedback?site={site}&before=nothing_x")).With(HttpStatusCode.OK).Text.Split("<article").Length - 1);
    }

    [GeneratedRegex("<a href=\"([^\"]*)\">Older statements")]
    private static partial Regex OlderLink();

    [Fact]
    public async Task What_was_settled_before_or_is_another_sites_stays_as_it_is()
    {
        string site = await app.AddSiteAsync();
        string other = await app.AddSiteAsync();
        await app.AkismetAsync("submit-spam", await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store), ("comment_content", "A text"));
        string id = Assert.Single(await app.Get<FeedbackStore>().ListWaitingAsync(SiteId.Parse(site), null, 10, Token)).StatementId.ToString("D");
        using ConsoleVisitor stranger = await app.ModeratorAsync("settling-elsewhere", other);
        using ConsoleVisitor moderator = await app.ModeratorAsync("settling-here", site);

        (await stranger.GetAsync($"/moderate/feedback?site={site}")).With(HttpStatusCode.NotFound);
        Assert.Contains("settled that meanwhile", (await stranger.DoneAsync($"/moderate/feedback?site={other}", "confirm", ("id", id))).Text, StringComparison.Ordinal);
        Assert.Equal(0.3, Assert.Single(await app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 10, Token)).Weight);
        await moderator.DoneAsync($"/moderate/feedback?site={site}", "dismiss", ("id", id));
        foreach (string again in new[] { id, "", "nothing" })
        {
            Assert.Contains("settled that meanwhile", (await moderator.DoneAsync($"/moderate/feedback?site={site}", "confirm", ("id", again))).Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, Assert.Single(await app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 10, Token)).Weight);
    }
}
