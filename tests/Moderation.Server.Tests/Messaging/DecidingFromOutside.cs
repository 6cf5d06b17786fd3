using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moderation.Submissions;
using RabbitMQ.Client;

namespace Moderation.Server.Tests.Messaging;

[Collection("broker")]
public sealed class DecidingFromOutside(QueueApp app)
{
    [Fact]
    public async Task A_program_on_the_queue_removes_and_restores_and_both_are_announced()
    {
        Submission row = await ApprovedAsync();
        await DecideAsync(row, "remove", "off_topic");
        await Soon.TrueAsync("it is removed", async () => (await app.FindAsync(row.Key.Id.Value))!.State == SubmissionState.Removed);
        HeardEvent removed = (await app.Website.EventsAsync(row.Key.Id.Value, count: 2))[1];
        Assert.Equal("gazette.removed", removed.RoutingKey);
        Assert.Equal(row.Version + 1, removed.Member("version").GetInt32());
        Assert.Equal("site", removed.Member("decidedBy").GetString());
        Assert.Equal("off_topic", removed.Member("reasons")[0].GetString());
        Assert.Equal(removed.Member("decidedAt").GetDateTimeOffset(), removed.Member("effectiveAt").GetDateTimeOffset());

        await DecideAsync(row, "restore", null);
        await Soon.TrueAsync("it is approved again", async () => (await app.FindAsync(row.Key.Id.Value))!.State == SubmissionState.Approved);
        HeardEvent restored = (await app.Website.EventsAsync(row.Key.Id.Value, count: 3))[2];
        Assert.Equal(TimeSpan.FromSeconds(10), restored.Member("effectiveAt").GetDateTimeOffset() - restored.Member("decidedAt").GetDateTimeOffset());

        IReadOnlyList<AuditEntry> trail = await app.Get<AuditStore>().ListAsync(row.Key, TestContext.Current.CancellationToken);
        Assert.Equal(["remove", "restore"], trail.Select(entry => entry.Decision));
        Assert.All(trail, entry => Assert.Equal("site:editor-7", entry.Actor));
    }

    [Theory]
    [InlineData("""{"marker":"d1","site":"gazette"}""", "invalid", "decision, id")]
    [InlineData("""{"marker":"d2","site":"gazette","id":"01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10","decision":"delete"}""", "invalid", "decision")]
    [InlineData("""{"marker":"d3","site":4,"id":"01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10","decision":"remove"}""", "invalid", "site")]
    [InlineData("""{"marker":"d4","site":"gazette","id":"01937f3e-8c1a-7cc2-b5a6-0f6e5b1c9d10","decision":"remove"}""", "reply_unknown", "")]
    [InlineData("marker d5", "unreadable", "message")]
    public async Task A_decision_that_cannot_be_carried_out_is_in_its_error_queue(string message, string code, string members)
    {
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(message), "application/json", null, exchange: "", routingKey: PlainClient.Decide);
        BasicGetResult refused = await app.Website.RefusedAsync(message, PlainClient.DecideErrors);
        Assert.Equal(code, PlainClient.Header(refused, "moderation-code"));
        Assert.Equal(members, string.Join(", ", PlainClient.Header(refused, "moderation-members").Split(", ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Over_http_a_decision_twice_is_once_and_an_impossible_one_is_a_conflict()
    {
        Submission row = await ApprovedAsync();
        JsonElement first = await PostAsync(row, """{"decision":"remove","reason":"off_topic"}""", HttpStatusCode.OK);
        Assert.Equal("removed", first.GetProperty("state").GetString());
        JsonElement again = await PostAsync(row, """{"decision":"remove"}""", HttpStatusCode.OK);
        Assert.Equal(first.GetProperty("version").GetInt32(), again.GetProperty("version").GetInt32());
        Assert.Equal("state_conflict", (await PostAsync(row, """{"decision":"reject"}""", HttpStatusCode.Conflict)).GetProperty("code").GetString());
        JsonElement refused = await PostAsync(row, """{"decision":"explode","reason":"Not A Code"}""", HttpStatusCode.BadRequest);
        Assert.Equal(["decision", "reason"], refused.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        await PostAsync(row, "{", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_decision_that_is_undone_in_time_is_never_announced()
    {
        Submission row = await ApprovedAsync();
        await PostAsync(row, """{"decision":"remove"}""", HttpStatusCode.OK);
        JsonElement restored = await PostAsync(row, """{"decision":"restore"}""", HttpStatusCode.OK);
        JsonElement undone = await PostAsync(row, """{"decision":"reopen"}""", HttpStatusCode.OK);
        Assert.Equal("removed", undone.GetProperty("state").GetString());
        HeardEvent[] heard = await app.Website.EventsAsync(row.Key.Id.Value, count: 3);
        Assert.DoesNotContain(restored.GetProperty("version").GetInt32(), heard.Select(one => one.Member("version").GetInt32()));
    }

    [Fact]
    public async Task The_feed_gives_every_event_in_order_and_goes_on_from_its_cursor()
    {
        Submission one = await app.SubmitAsync(SomeMessage.Reply());
        Submission two = await app.SubmitAsync(SomeMessage.Reply());
        List<JsonElement> events = [];
        string cursor = "";
        while (true)
        {
            JsonElement page = await FeedAsync(cursor);
            cursor = page.GetProperty("next").GetString()!;
            if (page.GetProperty("events").GetArrayLength() == 0)
            {
                break;
            }

            events.AddRange(page.GetProperty("events").EnumerateArray());
        }

        int first = events.FindIndex(found => found.GetProperty("id").GetGuid() == one.Key.Id.Value);
        Assert.InRange(events.FindIndex(found => found.GetProperty("id").GetGuid() == two.Key.Id.Value), first + 1, int.MaxValue);
        Assert.Equal(events.Count, events.Select(found => found.GetProperty("eventId").GetGuid()).Distinct().Count());

        Task<JsonElement> waiting = FeedAsync(cursor, "&wait=30");
        Submission three = await app.SubmitAsync(SomeMessage.Reply());
        Assert.Equal(three.Key.Id.Value, (await waiting).GetProperty("events")[0].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task The_feed_streams_events_to_who_asks_for_a_stream()
    {
        using HttpClient client = Client();
        client.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using HttpResponseMessage answer = await client.GetAsync(new Uri("/v1/sites/gazette/decisions", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Submission row = await app.SubmitAsync(SomeMessage.Reply());
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        string? line;
        do
        {
            line = await lines.ReadLineAsync(deadline.Token);
            Assert.NotNull(line);
        }
        while (!(line.StartsWith("data: {", StringComparison.Ordinal) && line.Contains(row.Key.Id.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_cursor_that_nobody_gave_and_a_missing_key_are_refused()
    {
        using HttpClient client = Client();
        using HttpResponseMessage bad = await client.GetAsync(new Uri("/v1/sites/gazette/decisions?after=nonsense!", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        client.DefaultRequestHeaders.Remove("Authorization");
        using HttpResponseMessage anonymous = await client.GetAsync(new Uri("/v1/sites/gazette/decisions", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    private async Task<Submission> ApprovedAsync()
    {
        Submission row = await app.SubmitAsync(SomeMessage.Reply());
        Assert.True(row.State == SubmissionState.Approved, $"It is {row.State}: {row.ReasonsJson}");
        await app.Website.EventsAsync(row.Key.Id.Value);
        return row;
    }

    private Task DecideAsync(Submission row, string decision, string? reason)
    {
        JsonObject message = new() { ["site"] = "gazette", ["id"] = row.Key.Id.ToString(), ["decision"] = decision, ["reason"] = reason, ["by"] = "editor-7" };
        return app.Website.PublishAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), "application/json", null, exchange: "", routingKey: PlainClient.Decide);
    }

    private HttpClient Client()
    {
        HttpClient client = app.CreateDefaultClient();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {app.ApiKey}");
        return client;
    }

    private async Task<JsonElement> PostAsync(Submission row, string body, HttpStatusCode expected)
    {
        using HttpClient client = Client();
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri($"/v1/sites/gazette/replies/{row.Key.Id}/decisions", UriKind.Relative), content, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<JsonElement> FeedAsync(string cursor, string more = "")
    {
        using HttpClient client = Client();
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"/v1/sites/gazette/decisions?after={cursor}{more}", UriKind.Relative), TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
