using MassTransit;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;
using Moderation.Telemetry;

namespace Moderation.Judging;

/// <summary>
/// Takes hand-overs in batches and judges them. While the store is away it waits here, inside Consume, so that the transport keeps the messages.
/// It never throws for one message: what it cannot judge stays Received in the store.
/// </summary>
internal sealed partial class SubmissionsReceivedConsumer(
    JudgeReceived judge, StoreWait storeWait, ILogger<SubmissionsReceivedConsumer> log) : IConsumer<Batch<SubmissionsReceived>>
{
    public async Task Consume(ConsumeContext<Batch<SubmissionsReceived>> context)
    {
        Dictionary<SubmissionKey, string?> traces = [];
        foreach (ReceivedSubmission named in context.Message.SelectMany(message => message.Message.Submissions))
        {
            if (SiteId.TryParse(named.Site, out SiteId site))
            {
                traces[new SubmissionKey(site, new SubmissionId(named.Id))] = Traces.Read(named.TraceParent);
            }
            else
            {
                Log.NotNamed(log);
            }
        }

        foreach (SubmissionKey[] slice in traces.Keys.Chunk(HandOver.MaxSubmissions))
        {
            await storeWait.RunAsync(token => judge.HandleAsync(slice, token, traces), context.CancellationToken).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Warning, "A hand-over names no site; it is ignored")]
        public static partial void NotNamed(ILogger logger);
    }
}
