using System.Text;
using System.Text.Json.Nodes;
using Moderation.Submissions;

namespace Moderation.Server.Tests.Messaging;

[Collection("broker")]
public sealed class AnnouncingDecisions(QueueApp app)
{
    [Fact]
    public async Task A_verdict_is_announced_once_as_compact_json_under_site_and_state()
    {
        Submission row = await app.SubmitAsync(SomeMessage.Reply());
        HeardEvent heard = (await app.Website.EventsAsync(row.Key.Id.Value)).Single();
        Assert.Equal($"gazette.{row.State.ToString().ToLowerInvariant()}", heard.RoutingKey);
        Assert.Equal("application/json", heard.Properties.ContentType);
        Assert.Null(heard.Properties.Headers);
        Assert.True(heard.Properties.Persistent);
        string text = Encoding.UTF8.GetString(heard.Body);
        Assert.StartsWith($"{{\"eventId\":\"{heard.Member("eventId").GetGuid():D}\",\"id\":\"{row.Key.Id}\",\"version\":1,\"site\":\"gazette\",\"page\":{{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", text, StringComparison.Ordinal);
        Assert.DoesNotContain(row.Body, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_message_again_changes_nothing_and_announces_the_same_event_again()
    {
        JsonObject reply = SomeMessage.Reply();
        Submission row = await app.SubmitAsync(reply);
        await app.Website.EventsAsync(row.Key.Id.Value);
        await app.Website.PublishAsync(reply.ToJsonString());
        HeardEvent[] heard = await app.Website.EventsAsync(row.Key.Id.Value, count: 2);
        Assert.Equal(heard[0].Body, heard[1].Body);
        Assert.Equal(row, await app.FindAsync(row.Key.Id.Value), new SameRow());
    }

    [Fact]
    public async Task What_comes_over_http_is_announced_as_well()
    {
        JsonObject reply = SomeMessage.Reply();
        using HttpClient client = app.CreateDefaultClient();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {app.ApiKey}");
        using HttpResponseMessage answer = await client.PostAsync(
            new Uri("/v1/sites/gazette/replies", UriKind.Relative), new StringContent(reply.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        HeardEvent heard = (await app.Website.EventsAsync(Guid.Parse(reply.Id()))).Single();
        Assert.Equal("received", heard.Member("previousState").GetString());
    }

    private sealed class SameRow : IEqualityComparer<Submission?>
    {
        public bool Equals(Submission? one, Submission? other) => one!.Version == other!.Version && one.State == other.State && one.ReceivedAt == other.ReceivedAt && one.DecidedAt == other.DecidedAt;

        public int GetHashCode(Submission? row) => 0;
    }
}
