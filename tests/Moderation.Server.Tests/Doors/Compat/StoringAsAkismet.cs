using System.Net;
using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Models;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Keys that have comments stored and reviewed.</summary>
public sealed class StoringAsAkismet(FailingClosed.App app) : IClassFixture<FailingClosed.App>
{
    private const string Page = "https://gazette.example/2026/stored";

    [Fact]
    public async Task A_comment_becomes_a_submission_that_is_never_public()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store);
        (string, string)[] comment = [("comment_content", SomeReply.Friendly()), ("comment_author", "Ana"), ("comment_author_email", "ana@nest.example"), ("permalink", Page)];

        Answer first = (await app.AkismetAsync("comment-check", key, comment)).Says("false");
        Answer again = (await app.AkismetAsync("comment-check", key, [.. comment, ("recheck_reason", "recheck")])).Says("false");

        string id = Guid.Parse(first.Header("X-akismet-guid")!).ToString();
        Assert.Equal(first.Header("X-akismet-guid"), again.Header("X-akismet-guid"));
        Submission row = (await app.StoredAsync(id, site))!;
        Assert.Equal((SubmissionState.Approved, true, "Ana"), (row.State, row.IsUnlisted, row.AuthorName));
        Assert.True(row.EmailSealed is null && row.EmailHash is null && row.AuthorKey is null);
        Assert.Equal(1, await app.CountStoredAsync(site));
        Assert.Equal(0, (await app.ThreadAsync(Page, site: site)).Json.GetProperty("count").GetInt32());
        Assert.DoesNotContain("Ana", (await app.GetAsync($"/v1/sites/{site}/comments.json")).Text, StringComparison.Ordinal);

        await app.AkismetAsync("submit-spam", key, comment);
        Assert.Equal(LabelSource.Feedback, Assert.Single(await app.Get<LabelStore>().ListAsync(row.Key, TestContext.Current.CancellationToken)).Source);
        Assert.Single(await app.Get<FeedbackStore>().ListAsync(row.Key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_waits_for_a_person_is_asked_for_again_until_somebody_decided()
    {
        string site = await app.AddSiteAsync();
        string native = await app.IssueKeyAsync(site);
        string key = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store | KeyOptions.Hold);
        foreach ((string decision, string expected) in new[] { ("reject", "true"), ("approve", "false") })
        {
            (string, string)[] comment = [("comment_content", $"You are a pathetic idiot, {decision}."), ("comment_author", "Ned"), ("permalink", Page)];
            Answer waiting = (await app.AkismetAsync("comment-check", key, comment)).Says("false");
            Assert.Equal(("120", "flag"), (waiting.Header("X-akismet-recheck-after"), waiting.Header("X-Moderation-Verdict")));
            string id = Guid.Parse(waiting.Header("X-akismet-guid")!).ToString();

            (await app.ModerateAsync(id, decision, native, site)).With(HttpStatusCode.OK);

            // An approval counts when it cannot be undone unnoticed any more.
            Answer decided = await Eventually.GetAsync($"{decision} is heard", () => app.AkismetAsync("comment-check", key, comment), answer => answer.Header("X-akismet-recheck-after") is null);
            decided.Says(expected);
        }
    }

    [Fact]
    public async Task Spam_does_not_wait_and_without_hold_nothing_does()
    {
        string site = await app.AddSiteAsync();
        string holding = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store | KeyOptions.Hold);
        (await app.AkismetAsync("comment-check", holding, ("comment_content", SomeReply.Spam()), ("permalink", Page))).Says("true");
        string storing = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store);
        (await app.AkismetAsync("comment-check", storing, ("comment_content", "You are a pathetic idiot, all of you."), ("permalink", Page))).Says("true");
    }

    [Theory]
    [InlineData(KeyOptions.Store)]
    [InlineData(KeyOptions.Store | KeyOptions.Hold)]
    internal async Task Without_a_scorer_there_is_no_answer(KeyOptions options)
    {
        string key = await app.IssueKeyAsync(await app.AddSiteAsync(), Door.Akismet, options: options);
        app.Scorer.Problem = new ScorerUnavailableException();
        Answer answer = await app.AkismetAsync("comment-check", key, ("comment_content", SomeReply.Friendly()), ("permalink", Page));
        app.Scorer.Problem = null;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.NotNull(answer.Header("Retry-After"));
    }

    [Fact]
    public async Task Tests_and_what_is_no_submission_are_only_scored()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store);
        (await app.AkismetAsync("comment-check", key, ("comment_content", SomeReply.Friendly()), ("permalink", Page), ("is_test", "1"))).Says("false");
        (await app.AkismetAsync("comment-check", key, ("comment_author", "viagra-test-123"), ("permalink", Page))).Says("true");
        (await app.AkismetFormAsync("/1.1/comment-check", [("api_key", key), ("comment_content", SomeReply.Friendly())])).Says("false");
        Assert.Equal(0, await app.CountStoredAsync(site));
        CommandRun refused = await app.RunCommandAsync("keys", "create", "--site", site, "--door", "akismet", "--option", "hold");
        Assert.Equal(2, refused.ExitCode);
    }
}
