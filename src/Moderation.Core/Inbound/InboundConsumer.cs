using MassTransit;
using Moderation.Messaging;
using Moderation.Storage;

namespace Moderation.Inbound;

/// <summary>
/// Consumes what websites publish, in batches. Nothing that one message holds can make it throw: what cannot be judged goes to the error queue, confirmed, before the
/// batch is acknowledged. While the store is away it waits in here, so that the broker keeps the messages; when the host stops meanwhile they go back to the queue.
/// </summary>
internal sealed class InboundConsumer(InboundValidator validator, JudgeInbound judge, ErrorQueue errors, StoreWait storeWait, InboundMeter meter) : IConsumer<Batch<Delivery>>
{
    public async Task Consume(ConsumeContext<Batch<Delivery>> context)
    {
        InboundMessage[] messages = [.. context.Message.Select(message => InboundReader.Read(message.Message))];
        List<RefusedMessage> refused = [];
        List<InboundReply> replies = [];
        await storeWait.RunAsync(
            async token =>
            {
                refused.Clear();
                replies = await validator.ValidateAsync(messages, refused, token).ConfigureAwait(false);
            },
            context.CancellationToken).ConfigureAwait(false);
        foreach (InboundReply[] slice in replies.Chunk(JudgeInbound.MaxPerTransaction))
        {
            await storeWait.RunAsync(
                async token => refused.AddRange(await judge.HandleAsync(slice, token).ConfigureAwait(false)),
                context.CancellationToken).ConfigureAwait(false);
        }

        refused.ForEach(message => meter.Refused(message.Code));
        await errors.SendAsync(BrokerNames.SubmitReplyErrors, refused, context.CancellationToken).ConfigureAwait(false);
    }
}
