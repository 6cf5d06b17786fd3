using System.Text;
using Moderation.Intake;

namespace Moderation.Tests.Intake;

public sealed class ReadingItems
{
    [Fact]
    public void Items_are_read_in_their_order()
    {
        ReadMessage message = Read("""{"items": [{"body": "one"}, {"body": "two"}]}""");

        Assert.True(message.HoldsItems);
        Assert.Equal(["one", "two"], message.Replies.Select(read => read.Reply.Body));
        Assert.Equal([0, 1], message.Replies.Select(read => read.Index));
    }

    [Fact]
    public void A_bad_item_does_not_spoil_the_others()
    {
        ReadMessage message = Read("""{"items": [{"body": 1}, 7, {"body": "\ud83d"}, {"body": "good"}, {"items": [], "body": "nested"}, null]}""");

        Assert.Null(message.RefusedAs);
        Assert.Equal(["items[0].body"], message.Replies[0].Errors.Keys);
        Assert.Equal(["items[1]"], message.Replies[1].Errors.Keys);
        Assert.Equal(["items[2].body"], message.Replies[2].Errors.Keys);
        Assert.True(message.Replies[2].IsUnreadable);
        Assert.Empty(message.Replies[3].Errors);
        Assert.Equal("good", message.Replies[3].Reply.Body);
        Assert.Equal(["items[4].items"], message.Replies[4].Errors.Keys);
        Assert.Equal(["items[5]"], message.Replies[5].Errors.Keys);
    }

    [Theory]
    [InlineData("""{"items": [{"body": "a"}], "body": "b"}""")]
    [InlineData("""{"body": "b", "items": [{"body": "a"}]}""")]
    [InlineData("""{"body": 3, "items": [{"body": "a"}]}""")]
    [InlineData("""{"items": []}""")]
    [InlineData("""{"items": {}}""")]
    [InlineData("""{"items": "a"}""")]
    public void A_message_has_exactly_one_of_items_and_body(string json)
    {
        ReadMessage message = Read(json);

        Assert.Equal(RefusalCodes.Invalid, message.RefusedAs);
        Assert.Equal(["items"], message.Errors.Keys);
        Assert.Empty(message.Replies);
    }

    [Theory]
    [InlineData("""{"items": null, "body": "b"}""", false)]
    [InlineData("""{"items": [{"body": "b"}], "body": null}""", true)]
    public void Null_counts_as_absent(string json, bool holdsItems)
    {
        ReadMessage message = Read(json);

        Assert.Equal(holdsItems, message.HoldsItems);
        Assert.Equal("b", Assert.Single(message.Replies).Reply.Body);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(50, true)]
    [InlineData(51, false)]
    [InlineData(5000, false)]
    public void At_most_fifty_items_fit_one_message(int count, bool isAccepted)
    {
        ReadMessage message = Read("{\"items\": [" + string.Join(',', Enumerable.Repeat("{\"body\": \"a\"}", count)) + "]}");

        Assert.Equal(isAccepted, message.RefusedAs is null);
        Assert.Equal(isAccepted ? count : 0, message.Replies.Count);
    }

    private static ReadMessage Read(string json) => ReplyReader.Read(Encoding.UTF8.GetBytes(json));
}
