using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;

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

    private static JsonObject Line(string state, string page)
    {
        JsonObject reply = SomeReply.Json(page: page);
        reply["state"] = state;
        return reply;
    }

    private Task<CommandRun> RunAsync(string? input, params string[] arguments) =>
        CommandRun.OfAsync(app.DataDirectory, arguments, input, new Dictionary<string, string> { ["Moderation__DataDirectory"] = app.DataDirectory });
}
