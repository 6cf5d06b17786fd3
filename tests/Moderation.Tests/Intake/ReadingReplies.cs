using System.Text;
using System.Text.Json;
using Moderation.Intake;

namespace Moderation.Tests.Intake;

public sealed class ReadingReplies
{
    private const string Complete = """
        { "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "site": "gazette",
          "page": { "url": "https://gazette.example/2026/bridge", "id": "post-4711", "title": "The bridge reopens" },
          "parentId": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d11", "replacesId": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d12",
          "author": { "name": "Ana", "email": "ana@example.net", "url": "https://ana.example", "identity": "a.b.c" },
          "body": "The old bridge was closed in 2019, not 2020.",
          "submittedAt": "2026-11-23T10:15:00Z",
          "client": { "ip": "203.0.113.9", "userAgent": "Mozilla/5.0", "referrer": "https://gazette.example/" },
          "honeypot": "", "elapsedSeconds": 41.2 }
        """;

    [Fact]
    public void Every_member_is_read()
    {
        ReadReply read = Assert.Single(Read(Complete).Replies);

        Assert.Empty(read.Errors);
        Assert.Null(read.Index);
        Assert.Equal("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", read.Reply.Id);
        Assert.Equal("gazette", read.Reply.Site);
        Assert.Equal("https://gazette.example/2026/bridge", read.Reply.Page?.Url);
        Assert.Equal("post-4711", read.Reply.Page?.Id);
        Assert.Equal("The bridge reopens", read.Reply.Page?.Title);
        Assert.Equal("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d11", read.Reply.ParentId);
        Assert.Equal("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d12", read.Reply.ReplacesId);
        Assert.Equal("Ana", read.Reply.Author?.Name);
        Assert.Equal("ana@example.net", read.Reply.Author?.Email);
        Assert.Equal("https://ana.example", read.Reply.Author?.Url);
        Assert.Equal("a.b.c", read.Reply.Author?.Identity);
        Assert.Equal("The old bridge was closed in 2019, not 2020.", read.Reply.Body);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 10, 15, 0, TimeSpan.Zero), read.Reply.SubmittedAt);
        Assert.Equal("203.0.113.9", read.Reply.Client?.Ip);
        Assert.Equal("Mozilla/5.0", read.Reply.Client?.UserAgent);
        Assert.Equal("https://gazette.example/", read.Reply.Client?.Referrer);
        Assert.Equal("", read.Reply.Honeypot);
        Assert.Equal(41.2, read.Reply.ElapsedSeconds);
    }

    [Fact]
    public void An_element_of_an_envelope_is_read_like_bytes()
    {
        using JsonDocument envelope = JsonDocument.Parse($$"""{ "message": {{Complete}} }""");

        ReadReply read = Assert.Single(ReplyReader.Read(envelope.RootElement.GetProperty("message")).Replies);

        Assert.Equal("Ana", read.Reply.Author?.Name);
        Assert.Empty(read.Errors);
    }

    [Fact]
    public void An_element_that_is_not_there_is_refused() =>
        Assert.Equal(RefusalCodes.Invalid, ReplyReader.Read(default(JsonElement)).RefusedAs);

    [Fact]
    public void Unknown_members_are_ignored_wherever_they_stand()
    {
        ReadReply read = Assert.Single(Read("""
            { "extra": { "body": [1, {"a": "\u0041"}] }, "author": { "name": "Ana", "age": 7, "x": {"y": []} }, "body": "Hi", "Body": 3,
              "page": { "url": "https://a.example/", "language": ["en"] }, "client": { "port": {} } }
            """).Replies);

        Assert.Empty(read.Errors);
        Assert.Equal("Hi", read.Reply.Body);
        Assert.Equal("Ana", read.Reply.Author?.Name);
        Assert.Equal("https://a.example/", read.Reply.Page?.Url);
    }

    [Theory]
    [InlineData("""{"body": 42}""", "body", "body must be a text.")]
    [InlineData("""{"body": ["a"]}""", "body", "body must be a text.")]
    [InlineData("""{"body": {"text": "a"}}""", "body", "body must be a text.")]
    [InlineData("""{"body": true}""", "body", "body must be a text.")]
    [InlineData("""{"id": 7}""", "id", "id must be a text.")]
    [InlineData("""{"site": []}""", "site", "site must be a text.")]
    [InlineData("""{"page": "https://a.example/"}""", "page", "page must be an object.")]
    [InlineData("""{"page": {"url": 1}}""", "page.url", "page.url must be a text.")]
    [InlineData("""{"page": {"id": 4711}}""", "page.id", "page.id must be a text.")]
    [InlineData("""{"page": {"title": false}}""", "page.title", "page.title must be a text.")]
    [InlineData("""{"author": ["Ana"]}""", "author", "author must be an object.")]
    [InlineData("""{"author": {"name": {"first": "Ana"}}}""", "author.name", "author.name must be a text.")]
    [InlineData("""{"author": {"email": 1}}""", "author.email", "author.email must be a text.")]
    [InlineData("""{"client": 1}""", "client", "client must be an object.")]
    [InlineData("""{"client": {"ip": 1}}""", "client.ip", "client.ip must be a text.")]
    [InlineData("""{"submittedAt": 1700000000}""", "submittedAt", "submittedAt must be a date and time such as 2026-11-23T10:15:00Z.")]
    [InlineData("""{"submittedAt": "yesterday"}""", "submittedAt", "submittedAt must be a date and time such as 2026-11-23T10:15:00Z.")]
    [InlineData("""{"submittedAt": {"at": 1}}""", "submittedAt", "submittedAt must be a date and time such as 2026-11-23T10:15:00Z.")]
    [InlineData("""{"elapsedSeconds": "41"}""", "elapsedSeconds", "elapsedSeconds must be a number.")]
    [InlineData("""{"honeypot": 1}""", "honeypot", "honeypot must be a text.")]
    public void A_wrong_type_names_the_member_and_what_was_expected(string json, string path, string sentence)
    {
        ReadReply read = Assert.Single(Read(json).Replies);

        Assert.Equal([sentence], read.Errors[path]);
        Assert.Single(read.Errors);
        Assert.False(read.IsUnreadable);
    }

    [Fact]
    public void Every_wrong_type_is_found_at_once_and_the_rest_is_read()
    {
        ReadReply read = Assert.Single(Read("""{"body": 42, "author": {"name": [], "url": "https://ana.example"}, "id": false, "site": "gazette"}""").Replies);

        Assert.Equal(["author.name", "body", "id"], read.Errors.Keys.Order());
        Assert.Equal("gazette", read.Reply.Site);
        Assert.Equal("https://ana.example", read.Reply.Author?.Url);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{\"body\": \"a\" } trailing")]
    [InlineData("{\"body\": \"a\" }{}")]
    [InlineData("{\"body\": \"a\", }")]
    [InlineData("{'body': 'a'}")]
    [InlineData("{\"body\": \"a\nb\"}")]
    [InlineData("{\"body\": \"\\q\"}")]
    public void What_is_not_json_is_unreadable(string json)
    {
        ReadMessage message = Read(json);

        Assert.Equal(RefusalCodes.Unreadable, message.RefusedAs);
        Assert.Equal(["message"], message.Errors.Keys);
        Assert.Empty(message.Replies);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{\"body\": \"a\"}]")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    public void Json_that_is_no_object_is_refused(string json) => Assert.Equal(RefusalCodes.Invalid, Read(json).RefusedAs);

    [Fact]
    public void Bytes_that_are_not_utf8_are_unreadable()
    {
        byte[] json = [.. "{\"body\": \""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal(RefusalCodes.Unreadable, ReplyReader.Read(json).RefusedAs);
    }

    [Fact]
    public void Json_nested_too_deeply_is_unreadable() =>
        Assert.Equal(RefusalCodes.Unreadable, Read("{\"x\": " + new string('[', 100_000) + new string(']', 100_000) + "}").RefusedAs);

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("\\ude00")]
    [InlineData("\\ud83d\\ud83d")]
    [InlineData("a\\ud83d b")]
    public void Half_a_surrogate_pair_is_unreadable_and_named(string escape)
    {
        ReadReply read = Assert.Single(Read($$"""{"site": "gazette", "body": "{{escape}}"}""").Replies);

        Assert.True(read.IsUnreadable);
        Assert.Equal(["body"], read.Errors.Keys);
        Assert.Equal("gazette", read.Reply.Site);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.Equal("Hi", Assert.Single(ReplyReader.Read([0xEF, 0xBB, 0xBF, .. "{\"body\":\"Hi\"}"u8]).Replies).Reply.Body);

    [Theory]
    [InlineData("2026-11-23T10:15:00Z", "2026-11-23T10:15:00.0000000+00:00")]
    [InlineData("2026-11-23T10:15:00+02:00", "2026-11-23T08:15:00.0000000+00:00")]
    [InlineData("2026-11-23T10:15:00\\u002B02:00", "2026-11-23T08:15:00.0000000+00:00")]
    [InlineData("2026-11-23T10:15:00-05:00", "2026-11-23T15:15:00.0000000+00:00")]
    [InlineData("2026-11-23T10:15:00.123456Z", "2026-11-23T10:15:00.1234560+00:00")]
    [InlineData("2026-11-23T10:15:00", "2026-11-23T10:15:00.0000000+00:00")]
    [InlineData("2026-11-23", "2026-11-23T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.0000000+00:00")]
    public void Times_are_read_as_utc_whatever_the_time_zone_of_the_machine(string sent, string expected)
    {
        ReadReply read = Assert.Single(Read($$"""{"submittedAt": "{{sent}}"}""").Replies);

        Assert.Equal(expected, read.Reply.SubmittedAt?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static ReadMessage Read(string json) => ReplyReader.Read(Encoding.UTF8.GetBytes(json));
}
