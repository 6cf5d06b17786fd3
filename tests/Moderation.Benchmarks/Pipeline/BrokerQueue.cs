using Moderation.Messaging;
using RabbitMQ.Client;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>Fills the intake queue and empties it again.</summary>
internal sealed class BrokerQueue : IAsyncDisposable
{
    private readonly IConnection connection;

    private BrokerQueue(IConnection connection) => this.connection = connection;

    public IConnection Connection => connection;

    public static async Task<BrokerQueue> OpenAsync(Uri broker, CancellationToken cancellationToken)
    {
        ConnectionFactory factory = new() { Uri = broker };
        IConnection connection = await factory.CreateConnectionAsync(cancellationToken);
        await BrokerTopology.DeclareAsync(connection, cancellationToken);
        return new BrokerQueue(connection);
    }

    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.QueuePurgeAsync(BrokerNames.SubmitReply, cancellationToken);
        await channel.QueuePurgeAsync(BrokerNames.SubmitReplyErrors, cancellationToken);
    }

    /// <summary>Publishes persistent messages with confirms, up to 250 in flight.</summary>
    public async Task FillAsync(IEnumerable<byte[]> messages, CancellationToken cancellationToken)
    {
        await using IChannel channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, new ThrottlingRateLimiter(1_000)), cancellationToken);
        List<Task> waiting = [];
        foreach (byte[] body in messages)
        {
            waiting.Add(PublishAsync(channel, body, cancellationToken).AsTask());
            if (waiting.Count == 250)
            {
                await Task.WhenAll(waiting);
                waiting.Clear();
            }
        }

        await Task.WhenAll(waiting);
    }

    public static ValueTask PublishAsync(IChannel channel, byte[] body, CancellationToken cancellationToken) =>
        channel.BasicPublishAsync(BrokerNames.SubmitReply, "", mandatory: false, new BasicProperties { DeliveryMode = DeliveryModes.Persistent, ContentType = "application/json" }, body, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
