using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Moderation.Submissions;
using Moderation.Telemetry;

namespace Moderation.Server.Tests.Messaging;

/// <summary>What a website began goes on: the same trace through the decision to the event, over the queue and over HTTP.</summary>
[Collection("broker")]
public sealed class FollowingATrace(QueueApp app)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private const string Parent = $"00-{TraceId}-00f067aa0ba902b7-01";

    [Fact]
    public async Task One_trace_leads_from_the_message_over_the_decision_to_the_event()
    {
        using Recorder recorder = new(Traces.Name);
        JsonObject reply = SomeMessage.Reply();
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(reply.ToJsonString()), "application/json", null, traceParent: Parent);
        HeardEvent heard = (await app.Website.EventsAsync(Guid.Parse(reply.Id()))).Single();
        Submission row = await app.DecidedAsync(Guid.Parse(reply.Id()));

        Activity judged = await recorder.FindAsync("judge reply", reply.Id());
        Activity announced = await recorder.FindAsync("announce reply", reply.Id());
        Assert.Equal(TraceId, judged.TraceId.ToHexString());
        Assert.Equal("00f067aa0ba902b7", judged.ParentSpanId.ToHexString());
        Assert.Equal(judged.SpanId, announced.ParentSpanId);
        Assert.Equal(announced.Id, Header(heard));
        Assert.Equal(row.State.ToString().ToLowerInvariant(), judged.GetTagItem("moderation.state"));
        Assert.Equal(row.ModelVersion, judged.GetTagItem("moderation.model_version"));
        string tags = string.Join('\n', judged.TagObjects.Concat(announced.TagObjects).Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.DoesNotContain(row.Body, tags, StringComparison.Ordinal);
        Assert.DoesNotContain(row.AuthorName, tags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_http_the_trace_of_the_request_goes_on()
    {
        using Recorder recorder = new(Traces.Name, "Microsoft.AspNetCore");
        JsonObject reply = SomeMessage.Reply();
        using HttpClient client = app.CreateDefaultClient();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/v1/sites/gazette/replies", UriKind.Relative)) { Content = new StringContent(reply.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", $"Bearer {app.ApiKey}");
        request.Headers.Add("traceparent", Parent);
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        HeardEvent heard = (await app.Website.EventsAsync(Guid.Parse(reply.Id()))).Single();
        Assert.Equal(TraceId, (await recorder.FindAsync("judge reply", reply.Id())).TraceId.ToHexString());
        Assert.Equal(TraceId, ActivityContext.Parse(Header(heard)!, null).TraceId.ToHexString());
    }

    [Theory]
    [InlineData("not a trace")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public async Task What_is_no_trace_context_begins_a_new_trace_and_harms_nothing(string header)
    {
        using Recorder recorder = new(Traces.Name);
        JsonObject reply = SomeMessage.Reply();
        await app.Website.PublishAsync(Encoding.UTF8.GetBytes(reply.ToJsonString()), "application/json", null, traceParent: header);
        await app.DecidedAsync(Guid.Parse(reply.Id()));
        Assert.Equal(default, (await recorder.FindAsync("judge reply", reply.Id())).ParentSpanId);
    }

    private static string? Header(HeardEvent heard) => heard.Properties.Headers?.TryGetValue("traceparent", out object? value) == true ? Encoding.ASCII.GetString((byte[])value!) : null;

    /// <summary>Listens as an exporter does.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly ConcurrentQueue<Activity> ended = new();
        private readonly ActivityListener listener;

        public Recorder(params string[] sources)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => sources.Contains(source.Name),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = ended.Enqueue,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public Task<Activity> FindAsync(string name, string id) =>
            Soon.FoundAsync($"the span {name} of {id}", () => Task.FromResult(ended.FirstOrDefault(span => span.OperationName == name && (string?)span.GetTagItem("moderation.submission_id") == id)));

        public void Dispose() => listener.Dispose();
    }
}
