using MassTransit;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Sites;
using Moderation.Storage;
using Moderation.Submissions;

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
        HashSet<SubmissionKey> keys = [];
        foreach (ReceivedSubmission named in context.Message.SelectMany(message => message.Message.Submissions))
        {
            if (SiteId.TryParse(named.Site, out SiteId site))
            {
                keys.Add(new SubmissionKey(site, new SubmissionId(named.Id)));
            }
            else
            {
                Log.NotNamed(log);
            }
        }

        foreach (SubmissionKey[] slice in keys.Chunk(HandOver.MaxSubmissions))
        {
            await storeWait.RunAsync(token => judge.HandleAsync(slice, token), context.CancellationToken).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Warning, "A hand-over names no site; it is ignored")]
        public static partial void NotNamed(ILogger logger);
    }
}
