using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using Moderation.Storage;

namespace Moderation.Inbound;

/// <summary>
/// Takes a batch of what websites publish. Nothing that one message holds can make it throw: what cannot be judged goes to the error queue, confirmed, before the
/// batch is acknowledged. While the store is away it waits in here, so that the broker keeps the messages; when the host stops meanwhile they go back to the queue.
/// </summary>
internal sealed partial class TakeInbound(InboundValidator validator, JudgeInbound judge, ErrorQueue errors, StoreWait storeWait, InboundMeter meter, ILogger<TakeInbound> log)
{
    /// <summary>Returns when everything is in the store or in the error queue. Throws only when <paramref name="cancellationToken"/> ends it; then the messages must be delivered again.</summary>
    public async Task HandleAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        try
        {
            await TakeAsync(deliveries, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            Log.BatchBroke(log, deliveries.Count, problem.GetType().Name);
        }

        if (deliveries.Count == 1)
        {
            RefusedMessage refused = new() { Body = deliveries[0].Body, Properties = deliveries[0].Properties, Code = InboundCodes.Fault };
            meter.Refused(refused.Code);
            await errors.SendAsync(BrokerNames.SubmitReplyErrors, [refused], cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (Delivery delivery in deliveries)
        {
            await HandleAsync([delivery], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        InboundMessage[] messages = [.. deliveries.Select(InboundReader.Read)];
        List<RefusedMessage> refused = [];
        List<InboundReply> replies = [];
        await storeWait.RunAsync(
            async token =>
            {
                refused.Clear();
                replies = await validator.ValidateAsync(messages, refused, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (InboundReply[] slice in replies.Chunk(JudgeInbound.MaxPerTransaction))
        {
            await storeWait.RunAsync(
                async token => refused.AddRange(await judge.HandleAsync(slice, token).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
        }

        refused.ForEach(message => meter.Refused(message.Code));
        await errors.SendAsync(BrokerNames.SubmitReplyErrors, refused, cancellationToken).ConfigureAwait(false);
    }

    private static partial class Log
    {
        [LoggerMessage(2411, LogLevel.Error, "A batch of {Count} messages of the queue broke ({Problem}); each is tried alone, and one that breaks alone goes to the error queue")]
        public static partial void BatchBroke(ILogger logger, int count, string problem);
    }
}
