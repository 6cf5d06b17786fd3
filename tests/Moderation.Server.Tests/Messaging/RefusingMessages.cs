using System.Text;
using System.Text.Json.Nodes;
using Moderation.Submissions;
using RabbitMQ.Client;

namespace Moderation.Server.Tests.Messaging;

[Collection("broker")]
public sealed class RefusingMessages(QueueApp app)
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "{ \"marker\": \"not json\"", "unreadable", "message" },
        { "[1, 2, \"an array\"]", "invalid", "message" },
        { "\"just a text\"", "invalid", "message" },
        { "{\"marker\":\"nothing in it\"}", "invalid", "author.name, body, page.url, site" },
        { "{\"marker\":\"both\",\"items\":[],\"body\":\"x\"}", "invalid", "items" },
        { "{\"marker\":\"no items\",\"items\":[]}", "invalid", "items" },
        { "{\"marker\":\"half a character\",\"site\":\"gazette\",\"page\":{\"url\":\"https://gazette.example/\"},\"author\":{\"name\":\"A\"},\"body\":\"\\ud800\"}", "unreadable", "body" },
        { "{\"marker\":\"number for a name\",\"site\":\"gazette\",\"page\":{\"url\":\"https://gazette.example/\"},\"author\":{\"name\":7},\"body\":\"x\"}", "invalid", "author.name" },
        { "{\"marker\":\"no id at all\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"site\":\"gazette\",\"page\":{\"url\":\"https://gazette.example/\"},\"author\":{\"name\":\"A\"},\"body\":\"x\"}", "invalid", "id" },
        { "{\"marker\":\"too many\",\"items\":[" + string.Join(',', Enumerable.Repeat("{}", 51)) + "]}", "invalid", "items" },
        { "{\"marker\":\"no array\",\"items\":{}}", "invalid", "items" },
        { "{\"marker\":\"no such site\",\"site\":\"nowhere\",\"page\":{\"url\":\"https://gazette.example/\"},\"author\":{\"name\":\"A\"},\"body\":\"x\"}", "site_unknown", "site" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_judged_is_in_the_error_queue_with_its_reason_and_as_it_was_sent(string message, string code, string members)
    {
        string messageId = SomeMessage.NewId().ToString();
        await app.Website.PublishAsync(message, "application/json", messageId);
        BasicGetResult refused = await app.Website.RefusedAsync(message);
        Assert.Equal(message, Encoding.UTF8.GetString(refused.Body.Span));
        Assert.Equal(messageId, refused.BasicProperties.MessageId);
        Assert.Equal("application/json", refused.BasicProperties.ContentType);
        Assert.Equal(code, PlainClient.Header(refused, "moderation-code"));
        Assert.Equal(members, string.Join(", ", PlainClient.Header(refused, "moderation-members").Split(", ").Order(StringComparer.Ordinal)));
        Assert.NotEqual("", PlainClient.Header(refused, "moderation-at"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        byte[] noise = [0xFF, 0xFE, .. Encoding.ASCII.GetBytes("noise-marker"), 0x80];
        await app.Website.PublishAsync(noise, null, null);
        BasicGetResult refused = await app.Website.RefusedAsync("noise-marker");
        Assert.Equal("unreadable", PlainClient.Header(refused, "moderation-code"));
        Assert.Equal(noise, refused.Body.ToArray());
    }

    [Fact]
    public async Task A_message_above_four_mebibytes_is_refused()
    {
        JsonObject reply = SomeMessage.Reply();
        reply["padding"] = new string('x', 4 * 1024 * 1024);
        await app.Website.PublishAsync(reply.ToJsonString());
        Assert.Equal("too_large", PlainClient.Header(await app.Website.RefusedAsync(reply.Id()), "moderation-code"));
    }

    [Fact]
    public async Task An_envelope_of_another_type_is_refused()
    {
        const string Envelope = """{"messageType":["urn:message:Shop:OrderPlaced"],"message":{"order":4711}}""";
        await app.Website.PublishAsync(Envelope, "application/vnd.masstransit+json");
        Assert.Equal("unknown_type", PlainClient.Header(await app.Website.RefusedAsync("OrderPlaced"), "moderation-code"));
    }

    [Fact]
    public async Task An_envelope_without_a_message_is_refused_and_one_that_cannot_be_read()
    {
        await app.Website.PublishAsync("""{"messageType":["urn:message:Moderation.Contracts:SubmitReply"],"marker":"hollow"}""", "application/vnd.masstransit+json");
        Assert.Equal("invalid", PlainClient.Header(await app.Website.RefusedAsync("hollow"), "moderation-code"));
        await app.Website.PublishAsync("""{"messageType":[ "half an envelope""", "application/vnd.masstransit+json");
        Assert.Equal("unreadable", PlainClient.Header(await app.Website.RefusedAsync("half an envelope"), "moderation-code"));
    }

    [Fact]
    public async Task Of_items_only_the_bad_ones_are_refused_each_alone()
    {
        JsonObject good = SomeMessage.Reply();
        JsonObject unnamed = SomeMessage.Reply();
        unnamed["author"]!.AsObject().Remove("name");
        JsonObject lost = SomeMessage.Reply(site: "nowhere");
        JsonObject last = SomeMessage.Reply();
        await app.Website.PublishAsync(SomeMessage.Items(good, unnamed, lost, last).ToJsonString(), messageId: "batch-7");

        await app.DecidedAsync(Guid.Parse(good.Id()));
        await app.DecidedAsync(Guid.Parse(last.Id()));
        BasicGetResult refused = await app.Website.RefusedAsync(unnamed.Id());
        Assert.Equal("invalid", PlainClient.Header(refused, "moderation-code"));
        Assert.Equal("items[1].author.name", PlainClient.Header(refused, "moderation-members"));
        Assert.Equal("1", PlainClient.Header(refused, "moderation-item"));
        Assert.Equal("batch-7#1", refused.BasicProperties.MessageId);
        Assert.True(JsonNode.DeepEquals(unnamed, JsonNode.Parse(refused.Body.Span)));
        Assert.Equal("site_unknown", PlainClient.Header(await app.Website.RefusedAsync(lost.Id()), "moderation-code"));
        Assert.Null(await app.FindAsync(Guid.Parse(unnamed.Id())));
    }

    [Fact]
    public async Task Other_content_under_a_known_id_is_refused_and_changes_nothing()
    {
        JsonObject first = SomeMessage.Reply();
        Submission row = await app.SubmitAsync(first);
        JsonObject other = SomeMessage.Reply(id: row.Key.Id.Value);
        await app.Website.PublishAsync(other.ToJsonString());
        BasicGetResult refused = await app.Website.RefusedAsync(other["body"]!.GetValue<string>());
        Assert.Equal("id_taken", PlainClient.Header(refused, "moderation-code"));
        Assert.Equal(row.Body, (await app.FindAsync(row.Key.Id.Value))!.Body);

        JsonObject[] twins = [SomeMessage.Reply(), SomeMessage.Reply()];
        twins[1]["id"] = twins[0].Id();
        await app.Website.PublishAsync(SomeMessage.Items(twins).ToJsonString());
        Assert.Equal("id_taken", PlainClient.Header(await app.Website.RefusedAsync(twins[1]["body"]!.GetValue<string>()), "moderation-code"));
        Assert.Equal(twins[0]["body"]!.GetValue<string>(), (await app.DecidedAsync(Guid.Parse(twins[0].Id()))).Body);
    }

    [Fact]
    public async Task A_thousand_messages_with_one_bad_one_are_a_thousand_submissions_less_one()
    {
        JsonObject[] replies = [.. Enumerable.Range(0, 1000).Select(_ => SomeMessage.Reply())];
        replies[500]["body"] = 12;
        await Task.WhenAll(replies.Select(reply => app.Website.PublishAsync(reply.ToJsonString())));
        BasicGetResult refused = await app.Website.RefusedAsync(replies[500].Id());
        Assert.Equal("invalid", PlainClient.Header(refused, "moderation-code"));
        foreach (JsonObject reply in replies.Where(reply => reply != replies[500]))
        {
            await app.DecidedAsync(Guid.Parse(reply.Id()));
        }

        Assert.Null(await app.FindAsync(Guid.Parse(replies[500].Id())));
    }
}
