using System.Text;
using Moderation.Messaging;

namespace Moderation.Tests.Messaging;

/// <summary>What an admin may see of a message that was refused.</summary>
public sealed class OutliningPayloads
{
    [Fact]
    public void Members_are_named_and_what_somebody_typed_is_only_measured()
    {
        string outline = Of("""{ "id": "01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10", "author": { "name": "Ana Secret", "email": "ana@example.net" }, "body": "", "submittedAt": "2026-11-23T10:15:00Z", "elapsedSeconds": 41.2, "parentId": null, "test": true }""");
        Assert.Equal(
            """
            object
              id: 01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10
              author: 
                name: text of 10 characters
                email: text of 15 characters
              body: empty text
              submittedAt: 2026-11-23 10:15:00Z
              elapsedSeconds: 41.2
              parentId: null
              test: true
            """.ReplaceLineEndings("\n"),
            outline.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("ana@example.net")]
    [InlineData("{ \"ana@example.net\": 1 }")]
    [InlineData("[\"ana@example.net\"]")]
    [InlineData("{ \"items\": [ { \"x\": \"ana@example.net\" } ] }")]
    [InlineData("\"ana@example.net\"")]
    [InlineData("{ \"x\": ")]
    public void Whatever_was_sent_no_value_and_no_strange_name_is_shown(string message) => Assert.DoesNotContain("ana", Of(message), StringComparison.Ordinal);

    [Fact]
    public void A_large_or_deep_message_makes_no_large_outline()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 30)) + "1" + new string('}', 30);
        Assert.True(Of(deep).Length < 1_000);
        string wide = "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"m{(char)('a' + (i % 26))}\":1")) + "}";
        Assert.True(Of(wide).Split('\n').Length < 100);
    }

    private static string Of(string message) => PayloadOutline.Of(Encoding.UTF8.GetBytes(message));
}
