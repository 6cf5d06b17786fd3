using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Moderation.Judging;
using Moderation.Server.Tests.Fixtures;
using Moderation.Storage;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

/// <summary>A staging server tries everything out and nobody notices.</summary>
public sealed class UsingTestKeys(ModerationApp app) : IClassFixture<ModerationApp>, IAsyncLifetime
{
    private string key = "";

    public async ValueTask InitializeAsync() => key = await app.IssueKeyAsync(isTest: true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("moderation-test-approve", "approved", "approve")]
    [InlineData("moderation-test-flag", "flagged", "flag")]
    [InlineData(" moderation-test-reject\n", "rejected", "reject")]
    public async Task A_fixed_text_gets_its_verdict_from_a_test_key_only(string body, string state, string verdict)
    {
        Answer answer = await app.DecideAsync(SomeReply.Json(body, page: $"https://gazette.example/{verdict}"), key);
        Assert.Equal(state, answer.Member("state"));
        Assert.Equal(verdict, answer.Member("verdict"));
        Assert.Contains("test_verdict", answer.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
        Assert.True(Assert.Single(await app.EventsAsync(answer.Member("id"))).GetProperty("test").GetBoolean());

        Answer real = await app.DecideAsync(SomeReply.Json(body, page: $"https://gazette.example/{verdict}"));
        Assert.DoesNotContain("test_verdict", real.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("duplicate", real.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_other_texts_are_judged_like_any()
    {
        Assert.Equal("approved", (await app.DecideAsync(SomeReply.Json(), key)).Member("state"));
        Assert.NotEqual("approved", (await app.DecideAsync(SomeReply.Json(SomeReply.Spam()), key)).Member("state"));
        Assert.NotEqual("rejected", (await app.DecideAsync(SomeReply.Json("moderation-test-reject, please"), key)).Member("state"));
    }

    [Fact]
    public async Task A_real_reply_never_hangs_on_a_test()
    {
        string parent = (await app.DecideAsync(SomeReply.Json(), key)).Member("id");
        (await app.PostReplyAsync(SomeReply.Json(parent: parent))).Invalid("parentId");
        (await app.PostReplyAsync(SomeReply.Json(parent: parent), key)).With(HttpStatusCode.Accepted);
        string real = await app.PublishAsync(SomeReply.Json());
        (await app.PostReplyAsync(SomeReply.Json(parent: real), key)).With(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_test_key_sees_and_decides_about_tests_alone()
    {
        string real = await app.PublishAsync(SomeReply.Json());
        string test = (await app.DecideAsync(SomeReply.Json("moderation-test-flag"), key)).Member("id");

        (await app.StatusAsync(real, key)).Problem(HttpStatusCode.NotFound, "reply_unknown");
        (await app.WithdrawAsync(real, key)).Problem(HttpStatusCode.NotFound, "reply_unknown");
        (await app.ModerateAsync(real, "remove", key)).Problem(HttpStatusCode.NotFound, "reply_unknown");
        Assert.Equal(SubmissionState.Approved, (await app.StoredAsync(real))!.State);

        (await app.ModerateAsync(test, "approve", key)).With(HttpStatusCode.OK);
        Assert.All(await app.EventsAsync(test), announced => Assert.True(announced.GetProperty("test").GetBoolean()));
        (await app.StatusAsync(test)).With(HttpStatusCode.OK);
        (await app.StatusAsync(test, key)).With(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_test_key_follows_tests_alone()
    {
        string site = await app.AddSiteAsync();
        string live = await app.IssueKeyAsync(site);
        string staging = await app.IssueKeyAsync(site, isTest: true);
        string real = (await app.DecideAsync(SomeReply.Json(), live, site)).Member("id");
        string test = (await app.DecideAsync(SomeReply.Json(), staging, site)).Member("id");

        Answer seen = (await app.GetAsync($"/v1/sites/{site}/decisions", staging)).With(HttpStatusCode.OK);
        Assert.Equal([test], seen.Json.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Answer all = (await app.GetAsync($"/v1/sites/{site}/decisions", live)).With(HttpStatusCode.OK);
        Assert.Equal([real, test], all.Json.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(all.Member("next"), seen.Member("next"));
    }

    [Fact]
    public async Task A_test_neither_moves_nor_renames_a_page()
    {
        const string Page = "https://gazette.example/named";
        JsonObject first = SomeReply.Json(page: Page);
        first["page"] = new JsonObject { ["url"] = Page, ["id"] = "named-1", ["title"] = "As it is" };
        await app.PublishAsync(first);
        JsonObject test = SomeReply.Json();
        test["page"] = new JsonObject { ["url"] = Page + "/staging", ["id"] = "named-1", ["title"] = "Lorem ipsum" };
        await app.DecideAsync(test, key);

        Answer thread = await app.ThreadAsync(Page);
        Assert.Equal("As it is", thread.Json.GetProperty("page").GetProperty("title").GetString());
        Assert.Equal(Page, thread.Json.GetProperty("page").GetProperty("url").GetString());
    }

    [Fact]
    public async Task A_test_is_gone_after_a_day()
    {
        string old = (await app.DecideAsync(SomeReply.Json(), key)).Member("id");
        string young = (await app.DecideAsync(SomeReply.Json(), key)).Member("id");
        string real = await app.PublishAsync(SomeReply.Json());
        DateTimeOffset yesterday = TimeProvider.System.GetUtcNow().AddHours(-24);
        foreach (string id in new[] { old, real })
        {
            await app.Get<Database>().RunAsync((unit, token) => unit.ExecuteAsync("update submission set received_at = @yesterday where id = @id", new { yesterday, id = Guid.Parse(id) }, token), TestContext.Current.CancellationToken);
        }

        await app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<TestSweep>().Single().SweepAsync(TestContext.Current.CancellationToken);

        (await app.StatusAsync(old)).Problem(HttpStatusCode.NotFound, "reply_unknown");
        (await app.StatusAsync(young)).With(HttpStatusCode.OK);
        (await app.StatusAsync(real)).With(HttpStatusCode.OK);
    }
}
