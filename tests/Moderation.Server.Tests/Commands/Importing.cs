using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Labels;
using Moderation.Server.Tests.Fixtures;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Commands;

/// <summary>Comments of another system come in with their decisions; bad lines are named, and nothing comes twice.</summary>
public sealed class Importing(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public async Task Good_lines_are_imported_once_and_bad_ones_are_named()
    {
        const string Page = "https://gazette.example/2019/imported";
        JsonObject approved = Line("approved", Page), child = Line("approved", Page), rejected = Line("rejected", Page), nameless = Line("approved", Page), odd = Line("published", Page);
        child["parentId"] = approved["id"]!.GetValue<string>();
        approved["submittedAt"] = "2019-05-04T10:00:00Z";
        rejected["decisions"] = new JsonArray(new JsonObject { ["decision"] = "reject", ["reason"] = "spam", ["note"] = "seen before", ["at"] = "2019-05-05T10:00:00Z" });
        nameless["author"]!.AsObject().Remove("name");
        string input = string.Join('\n', new[] { approved, child, rejected, nameless, odd }.Select(line => line.ToJsonString()).Append("no json"));

        CommandRun first = (await RunAsync(input, "import", "--site", ModerationApp.Site, "--json")).With(1);

        Assert.Equal((3, 3), (first.Json.GetProperty("imported").GetInt32(), first.Json.GetProperty("bad").GetInt32()));
        Assert.Contains("Line 4: author.name:", first.Error, StringComparison.Ordinal);
        Assert.Contains("Line 5: state:", first.Error, StringComparison.Ordinal);
        Assert.Contains("Line 6:", first.Error, StringComparison.Ordinal);
        JsonElement thread = (await app.ThreadAsync(Page)).Json;
        JsonElement root = Assert.Single(thread.GetProperty("comments").EnumerateArray());
        Assert.Equal(approved["id"]!.GetValue<string>(), root.GetProperty("id").GetString());
        Assert.StartsWith("2019-05-04", root.GetProperty("submittedAt").GetString(), StringComparison.Ordinal);
        Assert.Equal(child["id"]!.GetValue<string>(), Assert.Single(root.GetProperty("replies").EnumerateArray()).GetProperty("id").GetString());

        string export = (await RunAsync(null, "export", "--site", ModerationApp.Site)).With(0).Out;
        Assert.Contains("\"note\":\"seen before\"", export, StringComparison.Ordinal);
        JsonElement again = (await RunAsync(export, "import", "--site", ModerationApp.Site, "--json")).With(0).Json;
        Assert.Equal((0, export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length), (again.GetProperty("imported").GetInt32(), again.GetProperty("known").GetInt32()));
    }

    [Fact]
    public async Task The_last_decision_about_an_imported_comment_is_a_label_and_a_state_alone_is_none()
    {
        string site = await app.AddSiteAsync();
        string page = $"https://gazette.example/{site}";
        JsonObject kept = Line("approved", page), spam = Line("rejected", page), removed = Line("removed", page), offTopic = Line("rejected", page), undone = Line("flagged", page), silent = Line("rejected", page), odd = Line("rejected", page);
        Decide(kept, ("reject", "spam"), ("approve", null));
        Decide(spam, ("reject", "spam"));
        Decide(removed, ("approve", null), ("remove", null));
        Decide(offTopic, ("reject", "irrelevant"));
        Decide(undone, ("reject", "spam"), ("reopen", null));
        Decide(odd, ("reject", "words_of_another_system"));
        string input = string.Join('\n', new[] { kept, spam, removed, offTopic, undone, silent, odd }.Select(line => line.ToJsonString()));
        (await RunAsync(input, "import", "--site", site)).With(0);

        JsonElement[] counts = [.. (await RunAsync(null, "labels", "list", "--site", site, "--json")).With(0).Json.GetProperty("labels").EnumerateArray()];
        Assert.All(counts, count => Assert.Equal("import", count.GetProperty("source").GetString()));
        Assert.Equal([(false, 1), (true, 2)], counts.Select(count => (count.GetProperty("isViolating").GetBoolean(), count.GetProperty("labels").GetInt32())).Order());
        LabelStore labels = app.Get<LabelStore>();
        SubmissionKey key = new(SiteId.Parse(site), new SubmissionId(Guid.Parse(spam["id"]!.GetValue<string>())));
        Label label = (await labels.FindAsync(key, TestContext.Current.CancellationToken))!;
        Assert.Equal((true, "spam", "import", 1.0), (label.IsViolating, label.Reason, label.Actor, label.Weight));

        // Once more: what is there stays.
        (await RunAsync(input, "import", "--site", site)).With(0);
        Assert.Equal(label, await labels.FindAsync(key, TestContext.Current.CancellationToken));
    }

    private static void Decide(JsonObject line, params (string Decision, string? Reason)[] decisions) => line["decisions"] = new JsonArray(
        [.. decisions.Select((one, index) => new JsonObject { ["decision"] = one.Decision, ["reason"] = one.Reason, ["at"] = $"2019-05-0{index + 5}T10:00:00Z" })]);

    private static JsonObject Line(string state, string page)
    {
        JsonObject reply = SomeReply.Json(page: page);
        reply["state"] = state;
        return reply;
    }

    private Task<CommandRun> RunAsync(string? input, params string[] arguments) =>
        CommandRun.OfAsync(app.DataDirectory, arguments, input, new Dictionary<string, string> { ["Moderation__DataDirectory"] = app.DataDirectory });
}
