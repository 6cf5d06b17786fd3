using System.Diagnostics;
using System.Text;
using Moderation.Telemetry;
using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>Publishes events to the topic exchange as the bytes that the outbox holds, without a header of ours or of a library, and waits for the broker's confirmations.</summary>
internal sealed class BrokerEventPublisher(BrokerConnection broker) : IEventPublisher, IAsyncDisposable
{
    private static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(30);

    private static readonly BasicProperties Properties = new() { ContentType = "application/json", Persistent = true };

    private ConfirmingChannel? channel;

    /// <inheritdoc/>
    public async Task PublishAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            if (channel is not { IsOpen: true })
            {
                await DisposeAsync().ConfigureAwait(false);
                channel = new ConfirmingChannel(await broker.ConfirmingChannelAsync(tracksReturns: false, cancellationToken).ConfigureAwait(false));
            }

            foreach (OutboxEvent one in events)
            {
                using Activity? span = Traces.BeginAnnouncing(one.TraceParent, one.Key.Site.Value, one.Key.Id.Value);
                await channel.PublishAsync(BrokerNames.ReplyDecided, one.RoutingKey, PropertiesFor(span?.Id ?? one.TraceParent), Encoding.UTF8.GetBytes(one.Payload), cancellationToken).ConfigureAwait(false);
            }

            await channel.WaitForConfirmsAsync(ConfirmTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // What of the batch was confirmed is not known any more: all of it is published again, on a new channel.
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>An event of a trace says so in the header of W3C Trace Context; any other has no header at all.</summary>
    private static BasicProperties PropertiesFor(string? traceParent) =>
        traceParent is null ? Properties : new BasicProperties { ContentType = Properties.ContentType, Persistent = true, Headers = new Dictionary<string, object?> { [Traces.Header] = traceParent } };

    public async ValueTask DisposeAsync()
    {
        if (channel is { } old)
        {
            channel = null;
            await old.DisposeAsync().ConfigureAwait(false);
        }
    }
}
