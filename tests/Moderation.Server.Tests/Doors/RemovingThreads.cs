using System.Net;
using System.Text.Json;
using Moderation.Labels;
using Moderation.Review;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Doors;

/// <summary>A comment that others answered is removed: alone, so that its place stays, or with all that hangs on it.</summary>
public sealed class RemovingThreads(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Moderator = "moderator:01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_removed_comment_leaves_its_place_to_what_answers_it()
    {
        (string site, string key, string[] ids) = await ChainAsync();
        (await app.ModerateAsync(ids[0], "remove", key, site)).With(HttpStatusCode.OK);
        JsonElement thread = JsonDocument.Parse((await app.ThreadAsync(site: site)).Text).RootElement;
        JsonElement place = thread.GetProperty("comments")[0];
        Assert.Equal((ids[0], true, "", ""), (place.GetProperty("id").GetString(), place.GetProperty("removed").GetBoolean(), place.GetProperty("body").GetString(), place.GetProperty("author").GetProperty("name").GetString()));
        Assert.Equal(ids[1], place.GetProperty("replies")[0].GetProperty("id").GetString());
        Assert.False(place.GetProperty("replies")[0].TryGetProperty("removed", out _));
        Assert.Equal(2, thread.GetProperty("count").GetInt32());

        (await app.ModerateAsync(ids[1], "remove", key, site)).With(HttpStatusCode.OK);
        (await app.ModerateAsync(ids[2], "remove", key, site)).With(HttpStatusCode.OK);
        thread = JsonDocument.Parse((await app.ThreadAsync(site: site)).Text).RootElement;
        Assert.Equal((0, 0), (thread.GetProperty("count").GetInt32(), thread.GetProperty("comments").GetArrayLength()));
    }

    [Fact]
    public async Task With_its_replies_all_go_at_once_and_one_undo_brings_them_back()
    {
        (string site, string key, string[] ids) = await ChainAsync();
        SubmissionKey[] keys = [.. ids.Select(id => new SubmissionKey(SiteId.Parse(site), new SubmissionId(Guid.Parse(id))))];
        (await app.ModerateAsync(ids[2], "remove", key, site)).With(HttpStatusCode.OK);
        Assert.Equal(1, await app.Get<RemoveThread>().CountAsync((await app.StoredAsync(ids[0], site))!, Token));

        (DecisionResult result, int replies) = await app.Get<RemoveThread>().RemoveAsync(Request(keys[0], Decision.Remove, "hate"), Token);
        Assert.Equal((DecisionOutcome.Done, 1), (result.Outcome, replies));
        Assert.Equal([SubmissionState.Removed, SubmissionState.Removed, SubmissionState.Removed], await StatesAsync(site, ids));
        Assert.DoesNotContain(ids[1], (await app.ThreadAsync(site: site)).Text, StringComparison.Ordinal);
        Assert.Equal("removed", (await app.EventsAsync(ids[1], site))[^1].GetProperty("state").GetString());
        Assert.Equal((1, 0), ((await app.Get<LabelStore>().ListAsync(keys[0], Token)).Count, (await app.Get<LabelStore>().ListAsync(keys[1], Token)).Count));

        // What was removed for itself stays so.
        (result, replies) = await app.Get<RemoveThread>().ReopenAsync(Request(keys[0], Decision.Reopen, null), Token);
        Assert.Equal((DecisionOutcome.Done, 1), (result.Outcome, replies));
        Assert.Equal([SubmissionState.Approved, SubmissionState.Approved, SubmissionState.Removed], await StatesAsync(site, ids));
    }

    [Fact]
    public async Task Where_somebody_was_faster_nothing_goes()
    {
        (string site, _, string[] ids) = await ChainAsync();
        Submission first = (await app.StoredAsync(ids[0], site))!;
        (DecisionResult result, int replies) = await app.Get<RemoveThread>().RemoveAsync(Request(first.Key, Decision.Remove, "hate") with { ExpectedVersion = first.Version - 1 }, Token);
        Assert.Equal((DecisionOutcome.Stale, 0), (result.Outcome, replies));
        Assert.All(await StatesAsync(site, ids), state => Assert.Equal(SubmissionState.Approved, state));
    }

    private static DecisionRequest Request(SubmissionKey key, Decision decision, string? reason) => new() { Key = key, Decision = decision, Reason = reason, Actor = Moderator, DecidedBy = Moderator };

    private async Task<(string Site, string Key, string[] Ids)> ChainAsync()
    {
        string site = await app.AddSiteAsync();
        string key = await app.IssueKeyAsync(site);
        string first = await app.PublishAnywayAsync(SomeReply.Json(), key, site);
        string second = await app.PublishAnywayAsync(SomeReply.Json(parent: first), key, site);
        string third = await app.PublishAnywayAsync(SomeReply.Json(parent: second), key, site);
        return (site, key, [first, second, third]);
    }

    private async Task<SubmissionState[]> StatesAsync(string site, string[] ids)
    {
        List<SubmissionState> states = [];
        foreach (string id in ids)
        {
            states.Add((await app.StoredAsync(id, site))!.State);
        }

        return [.. states];
    }
}
