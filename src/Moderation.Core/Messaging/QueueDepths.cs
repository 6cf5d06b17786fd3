using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Messaging;

/// <summary>How much lies in the broker's queues.</summary>
internal sealed class QueueDepths(BrokerConnection broker)
{
    private static readonly string[] Errors = [BrokerNames.SubmitReplyErrors, BrokerNames.DecideErrors];

    /// <summary>Messages that wait to be judged, and messages that were refused; null while the broker cannot be asked.</summary>
    public async Task<(long Waiting, long Refused)?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            IChannel channel = await broker.ConfirmingChannelAsync(tracksReturns: false, cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                long waiting = (await channel.QueueDeclarePassiveAsync(BrokerNames.SubmitReply, cancellationToken).ConfigureAwait(false)).MessageCount;
                long refused = 0;
                foreach (string queue in Errors)
                {
                    refused += (await channel.QueueDeclarePassiveAsync(queue, cancellationToken).ConfigureAwait(false)).MessageCount;
                }

                return (waiting, refused);
            }
        }
        catch (Exception problem) when (problem is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException)
        {
            return null;
        }
    }
}
