using System.Text.Json;
using Moderation.Feedback;
using Moderation.Models;
using Moderation.Scoring;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>A real WordPress with its real Akismet plugin, led here by the plugin of <c>deploy/wordpress</c>.</summary>
public sealed class ConnectingWordPress(FailingClosed.App app) : IClassFixture<FailingClosed.App>
{
    [Fact]
    public async Task Its_spam_is_caught_and_its_corrections_arrive()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site, Door.Akismet, KeyRights.Submit);
        await using WordPressSite wordPress = await WordPressSite.StartAsync(app.Client.BaseAddress!);
        await wordPress.SignInAsync();

        Assert.Contains("The key you entered is invalid", await wordPress.SaveKeyAsync("000000000000"), StringComparison.Ordinal);
        string saved = await wordPress.SaveKeyAsync(key);
        Assert.Contains($"value=\"{key}\"", saved, StringComparison.Ordinal);
        Assert.Contains("Akismet is now protecting your site from spam", saved, StringComparison.Ordinal);

        string friendly = SomeReply.Friendly();
        string spam = SomeReply.Spam();
        await wordPress.CommentAsync("Ana", friendly);
        await wordPress.CommentAsync("Cheap pills", spam);
        await wordPress.CommentAsync("viagra-test-123", SomeReply.Friendly());
        IReadOnlyList<JsonElement> comments = await wordPress.CommentsAsync();
        Assert.Equal([("Ana", "approved", "false"), ("Cheap pills", "spam", "true"), ("viagra-test-123", "spam", "true")], comments.Skip(comments.Count - 3).Select(Of));

        await wordPress.MarkAsync(comments[^2].GetProperty("id").GetInt32(), "unspamcomment");
        await wordPress.MarkAsync(comments[^3].GetProperty("id").GetInt32(), "spamcomment");
        Assert.Equal(["spam", "unapproved"], (await wordPress.CommentsAsync()).Skip(comments.Count - 3).Take(2).Select(comment => comment.GetProperty("status").GetString()));

        IReadOnlyList<Statement> taught = await app.Get<FeedbackStore>().ListAsync(SiteId.Parse(site), null, 10, TestContext.Current.CancellationToken);
        Assert.Equal([(Category.Spam, 0.0, 0.3), (Category.Spam, 1.0, 0.3)], taught.Select(said => (said.Category, said.Value, said.Weight)));

        JsonElement counted = (await app.GetAsync($"/1.2/key-sites?api_key={key}")).Json.EnumerateObject().First().Value[0];
        Assert.Equal(("127.0.0.1", "1", "1"), (counted.GetProperty("site").GetString(), counted.GetProperty("missed_spam").GetString(), counted.GetProperty("false_positives").GetString()));

        // Without a scorer, and without a key that is known, WordPress holds what it would otherwise publish.
        app.Scorer.Problem = new ScorerUnavailableException();
        await wordPress.CommentAsync("Ana", SomeReply.Friendly());
        app.Scorer.Problem = null;
        await app.RevokeKeyAsync(key);
        await wordPress.CommentAsync("Ana", SomeReply.Friendly());
        Assert.All((await wordPress.CommentsAsync()).TakeLast(2), held =>
        {
            Assert.Equal(("unapproved", ""), (held.GetProperty("status").GetString(), held.GetProperty("akismet").GetString()));
            Assert.NotEqual("", held.GetProperty("error").GetString());
        });
        Assert.DoesNotContain(app.Logs.Lines, line => line.Contains("reader@nest.example", StringComparison.Ordinal));
    }

    private static (string?, string?, string?) Of(JsonElement comment) => (comment.GetProperty("author").GetString(), comment.GetProperty("status").GetString(), comment.GetProperty("akismet").GetString());
}
