using System.Text;
using System.Text.Json;
using Moderation.Contracts;
using Moderation.Intake;

namespace Moderation.Tests.Contracts;

/// <summary>The files beside this one are what other programs send and receive; a change that breaks a test here breaks theirs.</summary>
public sealed class ContractsOnTheWire
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly ReplyDecided Decided = new()
    {
        EventId = new Guid("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d20"),
        Id = new Guid("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10"),
        Version = 1,
        Site = "gazette",
        Page = new DecidedPage { Url = "https://gazette.example/2026/bridge?a=1&b=2", Id = "post-4711" },
        State = "flagged",
        PreviousState = "received",
        Verdict = "flag",
        Reasons = ["insult", "links"],
        DecidedBy = "policy:3",
        DecidedAt = new DateTimeOffset(2026, 11, 23, 11, 15, 1, 250, TimeSpan.FromHours(1)),
        EffectiveAt = new DateTimeOffset(2026, 11, 23, 10, 15, 1, 250, TimeSpan.Zero),
        ModelVersion = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        PolicyVersion = 3,
    };

    [Fact]
    public void A_reply_reads_as_it_is_documented()
    {
        ReadReply read = Assert.Single(ReplyReader.Read(Golden("submit-reply.json")).Replies);

        Assert.Empty(read.Errors);
        Assert.Equal(JsonSerializer.Deserialize<SubmitReply>(Golden("submit-reply.json"), Web), read.Reply);
        Assert.Equal(41.2, read.Reply.ElapsedSeconds);
    }

    [Fact]
    public void Items_read_as_they_are_documented()
    {
        ReadMessage message = ReplyReader.Read(Golden("submit-reply-items.json"));

        Assert.True(message.HoldsItems);
        Assert.Equal(
            JsonSerializer.Deserialize<SubmitReply>(Golden("submit-reply-items.json"), Web)!.Items,
            message.Replies.Select(read => read.Reply));
    }

    [Fact]
    public void What_the_contract_type_writes_is_read_back_whole()
    {
        var sent = new SubmitReply
        {
            Items =
            [
                new SubmitReply
                {
                    Id = "a", Site = "b", ParentId = "c", ReplacesId = "d", Body = "e\u0000é\"<>&\u2028😀", Honeypot = "f", ElapsedSeconds = 1.5,
                    SubmittedAt = new DateTimeOffset(2026, 11, 23, 10, 15, 0, TimeSpan.Zero),
                    Page = new PageReference { Url = "g", Id = "h", Title = "i" },
                    Author = new AuthorDetails { Name = "j", Email = "k", Url = "l", Identity = "m" },
                    Client = new ClientDetails { Ip = "n", UserAgent = "o", Referrer = "p" },
                },
            ],
        };

        ReadReply read = Assert.Single(ReplyReader.Read(JsonSerializer.SerializeToUtf8Bytes(sent, Web)).Replies);

        Assert.Empty(read.Errors);
        Assert.Equal(sent.Items[0], read.Reply);
    }

    [Fact]
    public void A_decision_reads_as_it_is_documented() => Assert.Equal(
        new DecideReply { Site = "gazette", Id = "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", Decision = "remove", Reason = "off_topic", By = "editor-7" },
        JsonSerializer.Deserialize<DecideReply>(Golden("decide-reply.json"), Web));

    [Fact]
    public void An_event_is_these_bytes() => AssertBytes("reply-decided.json", Decided);

    [Fact]
    public void An_event_of_a_test_key_says_so_and_what_is_absent_is_null() => AssertBytes("reply-decided-test.json", Decided with
    {
        EventId = new Guid("01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d21"),
        Version = 2,
        Page = new DecidedPage { Url = "https://gazette.example/" },
        State = "removed",
        PreviousState = "approved",
        Verdict = null,
        Reasons = [],
        DecidedBy = "author",
        DecidedAt = new DateTimeOffset(2026, 11, 23, 10, 16, 0, TimeSpan.Zero),
        EffectiveAt = new DateTimeOffset(2026, 11, 23, 10, 16, 0, TimeSpan.Zero).AddMicroseconds(1),
        ModelVersion = null,
        PolicyVersion = null,
        Test = true,
    });

    [Fact]
    public void Test_is_never_written_as_false() =>
        Assert.Equal(ReplyDecidedJson.Write(Decided), ReplyDecidedJson.Write(Decided with { Test = false }));

    [Fact]
    public void An_event_can_be_read_by_the_contract_type_again() => Assert.Equal(
        ReplyDecidedJson.Write(Decided),
        ReplyDecidedJson.Write(JsonSerializer.Deserialize<ReplyDecided>(Golden("reply-decided.json"), Web)!));

    [Fact]
    public void The_writer_knows_every_member_of_the_type_in_its_order()
    {
        using JsonDocument document = JsonDocument.Parse(ReplyDecidedJson.Write(Decided with { Test = true }));

        Assert.Equal(
            typeof(ReplyDecided).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
            document.RootElement.EnumerateObject().Select(member => member.Name));
    }

    private static void AssertBytes(string file, ReplyDecided decided) =>
        Assert.Equal(Encoding.UTF8.GetString(Golden(file)), Encoding.UTF8.GetString(ReplyDecidedJson.Write(decided)));

    private static byte[] Golden(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Contracts", file));
}
