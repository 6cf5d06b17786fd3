using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Messaging;

/// <summary>What must exist on the broker before anything is consumed: otherwise a message that nobody can judge would have nowhere to go.</summary>
internal static class BrokerTopology
{
    /// <summary>
    /// How often a message may be delivered before the broker gives up on it. High, because a worker that is killed costs every message it had prefetched one
    /// delivery, the good ones too.
    /// </summary>
    public const int DeliveryLimit = 100;

    /// <summary>How long the error queues keep a message.</summary>
    public static readonly TimeSpan ErrorsAreKept = TimeSpan.FromDays(14);

    private const int PreconditionFailed = 406;

    /// <summary>The arguments of a queue whose undeliverable messages go to an error exchange. MassTransit declares the same queue, so that both must say the same.</summary>
    public static IReadOnlyDictionary<string, object> QueueArguments(string errorExchange) => new Dictionary<string, object>
    {
        ["x-queue-type"] = "quorum",
        ["x-dead-letter-exchange"] = errorExchange,
        ["x-delivery-limit"] = DeliveryLimit,
    };

    /// <summary>Declares everything. Safe to repeat. Throws when something of the same name exists and differs.</summary>
    public static async Task DeclareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        // Error queues first: from its first message on, a queue has somewhere to give up to.
        await DeclareErrorsAsync(connection, BrokerNames.SubmitReplyErrors, cancellationToken).ConfigureAwait(false);
        await DeclareErrorsAsync(connection, BrokerNames.DecideErrors, cancellationToken).ConfigureAwait(false);
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            await channel.ExchangeDeclareAsync(BrokerNames.ReplyDecided, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
            await DeclareAsync(channel, BrokerNames.SubmitReply, QueueArguments(BrokerNames.SubmitReplyErrors), cancellationToken).ConfigureAwait(false);
            await DeclareAsync(channel, BrokerNames.Decide, QueueArguments(BrokerNames.DecideErrors), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DeclareErrorsAsync(IConnection connection, string name, CancellationToken cancellationToken)
    {
        // Looking at an error queue (get and requeue) counts as a delivery. From version 4 on the broker sets a limit where none is asked for, and "none" has to be said;
        // older ones refuse the word. A queue that an older version made is left as it is.
        try
        {
            await DeclareErrorsAsync(connection, name, ErrorArguments(saysNoLimit: MajorVersion(connection) >= 4), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationInterruptedException problem) when (problem.ShutdownReason?.ReplyCode == PreconditionFailed && MajorVersion(connection) >= 4)
        {
            await DeclareErrorsAsync(connection, name, ErrorArguments(saysNoLimit: false), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DeclareErrorsAsync(IConnection connection, string name, Dictionary<string, object> arguments, CancellationToken cancellationToken)
    {
        // A channel of its own: a refused declaration closes it.
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            await DeclareAsync(channel, name, arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task DeclareAsync(IChannel channel, string name, IReadOnlyDictionary<string, object> arguments, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments.ToDictionary(pair => pair.Key, pair => (object?)pair.Value), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await channel.QueueBindAsync(name, name, routingKey: "", cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, object> ErrorArguments(bool saysNoLimit)
    {
        Dictionary<string, object> arguments = new()
        {
            ["x-queue-type"] = "quorum",
            ["x-message-ttl"] = (long)ErrorsAreKept.TotalMilliseconds,
        };
        if (saysNoLimit)
        {
            arguments["x-delivery-limit"] = -1;
        }

        return arguments;
    }

    private static int MajorVersion(IConnection connection)
    {
        string version = connection.ServerProperties?.TryGetValue("version", out object? value) == true && value is byte[] text ? System.Text.Encoding.UTF8.GetString(text) : "";
        return int.TryParse(version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture, out int major) ? major : 0;
    }
}
