using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Server.Tests.Fixtures;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Messaging;

/// <summary>A website in another language, with a library that this project has nothing to do with: Node and amqplib, installed into a folder of its own.</summary>
[Collection("broker")]
public sealed class PublishingFromNode(QueueApp app)
{
    [Fact]
    public async Task Replies_that_Node_publishes_are_judged_and_Node_hears_the_events()
    {
        JsonObject bare = SomeMessage.Reply();
        JsonObject named = SomeMessage.Reply();
        named.Remove("id");
        Guid messageId = SomeMessage.NewId();
        JsonObject untyped = SomeMessage.Reply(body: "Ça m'a plu: naïve, 日本語 and 👍 arrive as they were written in Node.");
        JsonObject[] items = [SomeMessage.Reply(), SomeMessage.Reply(), SomeMessage.Reply()];
        items[1]["author"]!.AsObject().Remove("name");
        JsonArray messages =
        [
            Message(bare, new JsonObject { ["contentType"] = "application/json", ["messageId"] = bare.Id() }),
            Message(named, new JsonObject { ["contentType"] = "application/json", ["messageId"] = messageId.ToString() }),
            Message(untyped, []),
            Message(SomeMessage.Items([.. items.Select(item => item.DeepClone())]), new JsonObject { ["contentType"] = "application/json" }),
            Message(JsonValue.Create("this is not JSON, node-marker"), []),
        ];
        JsonObject input = new() { ["broker"] = app.Broker.AbsoluteUri, ["messages"] = messages, ["submissions"] = 5 };

        string said = await NodeProgram.RunAsync("node", "website.mjs", input.ToJsonString());

        Dictionary<Guid, JsonElement> heard = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(line => line.GetProperty("event").GetProperty("id").GetGuid());
        foreach (Guid id in new[] { Guid.Parse(bare.Id()), messageId, Guid.Parse(untyped.Id()), Guid.Parse(items[0].Id()), Guid.Parse(items[2].Id()) })
        {
            Submission row = await app.DecidedAsync(id);
            Assert.Equal($"{QueueApp.Site}.{row.State.ToString().ToLowerInvariant()}", heard[id].GetProperty("routingKey").GetString());
            Assert.Equal("application/json", heard[id].GetProperty("contentType").GetString());
        }

        Assert.Equal(untyped["body"]!.GetValue<string>(), (await app.FindAsync(Guid.Parse(untyped.Id())))!.Body);
        Assert.Equal("unreadable", PlainClient.Header(await app.Website.RefusedAsync("node-marker"), "moderation-code"));
        Assert.Equal("items[1].author.name", PlainClient.Header(await app.Website.RefusedAsync(items[1].Id()), "moderation-members"));
    }

    private static JsonObject Message(JsonNode body, JsonObject options) => new() { ["body"] = body, ["options"] = options };
}
