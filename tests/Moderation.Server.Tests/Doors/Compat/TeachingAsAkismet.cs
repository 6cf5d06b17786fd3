using Moderation.Feedback;
using Moderation.Labels;
using Moderation.Server.Doors.Akismet;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>What clients say about comments afterwards, and what of it stays.</summary>
public sealed class TeachingAsAkismet(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task Feedback_without_a_check_is_taken_and_said_twice_counts_once()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet);
        string text = $"{SomeReply.Spam()} from {site}";
        for (int i = 0; i < 2; i++)
        {
            (await app.AkismetAsync("submit-spam", key, ("comment_content", text), ("comment_author", "Cheap pills"))).Says(SubmitFeedback.Thanks);
        }

        Statement said = Assert.Single(await ListAsync(site));
        Assert.Equal((1.0, 0.3), (said.Value, said.Weight));
        Assert.Null(said.Body);
        (await app.AkismetAsync("submit-ham", key, ("comment_content", text), ("comment_author", "Cheap pills"))).Says(SubmitFeedback.Thanks);
        Assert.Equal(0, Assert.Single(await ListAsync(site)).Value);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("false", 1)]
    [InlineData("", 1)]
    [InlineData("1", 0)]
    [InlineData("true", 0)]
    [InlineData("True", 0)]
    public async Task A_test_teaches_nothing_and_its_value_says_whether_it_is_one(string isTest, int count)
    {
        string site = await app.AddSiteAsync();
        (await app.AkismetAsync("submit-spam", await app.IssueKeyAsync(site, Door.Akismet), ("comment_content", "A text"), ("is_test", isTest))).Says(SubmitFeedback.Thanks);
        Assert.Equal(count, (await ListAsync(site)).Count);
    }

    [Fact]
    public async Task The_answer_of_the_check_finds_its_feedback()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet);
        (string, string)[] comment = [("comment_content", SomeReply.Friendly()), ("comment_author", "Ana"), ("permalink", SomeReply.Page)];
        string guid = (await app.AkismetAsync("comment-check", key, comment)).Header("X-akismet-guid")!;

        await app.AkismetAsync("submit-spam", key, comment);
        await app.AkismetAsync("submit-spam", key, ("comment_content", "It was edited since."), ("guid", guid));

        Assert.Equal(2, (await ListAsync(site)).Count);
        Assert.All(await ListAsync(site), said => Assert.Equal(guid, said.CheckId!.Value.ToString("N")));
        Assert.NotEqual(guid, (await app.AkismetAsync("comment-check", await app.IssueKeyAsync(await app.AddSiteAsync(), Door.Akismet), comment)).Header("X-akismet-guid"));
    }

    [Fact]
    public async Task A_submission_that_came_another_way_is_labelled_lightly()
    {
        string site = await app.AddSiteAsync();
        string text = $"{SomeReply.Friendly()} In {site}.";
        string id = (await app.DecideAsync(SomeReply.Json(text), await app.IssueKeyAsync(site), site)).Member("id");

        await app.AkismetAsync("submit-spam", await app.IssueKeyAsync(site, Door.Akismet), ("comment_content", text));

        Label label = Assert.Single(await app.Get<LabelStore>().ListAsync(new SubmissionKey(SiteId.Parse(site), new SubmissionId(Guid.Parse(id))), TestContext.Current.CancellationToken));
        Assert.Equal((LabelSource.Feedback, true, 0.3), (label.Source, label.IsViolating, label.Weight));
    }

    [Fact]
    public async Task Nothing_of_a_text_is_in_the_store_of_a_key_that_only_scores()
    {
        const string Marker = "zanzibarquokka";
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet);
        (string, string)[] comment = [("comment_content", $"{SomeReply.Friendly()} {Marker}"), ("comment_author", $"Ana {Marker}"), ("comment_author_url", $"https://{Marker}.example"), ("permalink", $"https://gazette.example/{Marker}"), ("user_agent", Marker)];
        await app.AkismetAsync("comment-check", key, comment);
        await app.AkismetAsync("submit-spam", key, comment);
        await app.GetAsync($"/1.2/usage-limit?api_key={key}");

        Assert.Equal(0, await app.CountStoredAsync(site));
        Assert.Single(await ListAsync(site));
        await app.Get<Database>().ReadAsync((unit, token) => unit.ExecuteAsync("pragma wal_checkpoint(truncate)", null, token), TestContext.Current.CancellationToken);
        foreach (string file in Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await ReadAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Marker)) < 0, $"{Path.GetFileName(file)} holds what a key that only scores sent.");
        }

        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains(Marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_stores_leaves_the_text_of_feedback_without_addresses()
    {
        string site = await app.AddSiteAsync();
        await app.AkismetAsync("submit-spam", await app.IssueKeyAsync(site, Door.Akismet, options: KeyOptions.Store), ("comment_content", "Write to quokka@nest.example today"), ("comment_author_email", "quokka@nest.example"));
        Assert.Equal("Write to …@… today", Assert.Single(await ListAsync(site)).Body);
    }

    private Task<IReadOnlyList<Statement>> ListAsync(string site) => app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 100, TestContext.Current.CancellationToken);

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
