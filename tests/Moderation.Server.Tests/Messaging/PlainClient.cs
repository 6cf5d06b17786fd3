using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Moderation.Server.Tests.Messaging;

/// <summary>A program on the broker that knows nothing of this one but the names of its exchanges and queues: what a website has.</summary>
internal sealed class PlainClient : IAsyncDisposable
{
    public const string SubmitReply = "moderation.submit-reply";

    public const string Errors = "moderation.submit-reply_error";

    public const string Decide = "moderation.decide";

    public const string DecideErrors = "moderation.decide_error";

    public const string Events = "moderation.reply-decided";

    private static readonly string[] Queues = [SubmitReply, Errors, Decide, DecideErrors, "moderation.judge-received"];

    private readonly IConnection connection;
    private readonly IChannel channel;

    private PlainClient(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        this.channel = channel;
    }

    /// <summary>Everything that was published on the topic exchange since <see cref="ListenAsync"/>, in order.</summary>
    public ConcurrentQueue<HeardEvent> Heard { get; } = new();

    public static async Task<PlainClient> ConnectAsync(Uri address)
    {
        IConnection connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync();
        return new PlainClient(connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary>Takes away whatever an earlier test left: the names are the same for all.</summary>
    public async Task CleanAsync()
    {
        foreach (string queue in Queues)
        {
            await channel.QueueDeleteAsync(queue);
            await channel.ExchangeDeleteAsync(queue);
        }

        await channel.ExchangeDeleteAsync(Events);
    }

    public Task PublishAsync(string json, string? contentType = "application/json", string? messageId = null) => PublishAsync(Encoding.UTF8.GetBytes(json), contentType, messageId);

    /// <summary>Publishes to the exchange of submissions as any website can; returns when the broker has it.</summary>
    public async Task PublishAsync(byte[] body, string? contentType, string? messageId, string exchange = SubmitReply, string routingKey = "", string? traceParent = null)
    {
        BasicProperties properties = new() { Persistent = true };
        if (contentType is not null)
        {
            properties.ContentType = contentType;
        }

        if (messageId is not null)
        {
            properties.MessageId = messageId;
        }

        if (traceParent is not null)
        {
            properties.Headers = new Dictionary<string, object?> { ["traceparent"] = traceParent };
        }

        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, TestContext.Current.CancellationToken);
    }

    public async Task<uint> CountAsync(string queue) => (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;

    /// <summary>How many consumers a queue has.</summary>
    public async Task<uint> ConsumersAsync(string queue) => (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount;

    /// <summary>One message of a queue, which stays in it; null when it is empty.</summary>
    public async Task<BasicGetResult?> LookAsync(string queue)
    {
        BasicGetResult? found = await channel.BasicGetAsync(queue, autoAck: false);
        if (found is not null)
        {
            await channel.BasicNackAsync(found.DeliveryTag, multiple: false, requeue: true);
        }

        return found;
    }

    /// <summary>Takes every message out of a queue.</summary>
    public async Task<List<BasicGetResult>> TakeAllAsync(string queue)
    {
        List<BasicGetResult> taken = [];
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
        {
            taken.Add(message);
        }

        return taken;
    }

    /// <summary>Waits until the error queue has a message whose body holds <paramref name="text"/>, and takes it out.</summary>
    public async Task<BasicGetResult> RefusedAsync(string text, string queue = Errors)
    {
        Dictionary<ulong, BasicGetResult> others = [];
        BasicGetResult found = await Soon.FoundAsync($"'{text}' is in {queue}", async () =>
        {
            while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
            {
                if (Encoding.UTF8.GetString(message.Body.Span).Contains(text, StringComparison.Ordinal))
                {
                    await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
                    return message;
                }

                others.Add(message.DeliveryTag, message);
            }

            return null;
        });
        foreach (ulong other in others.Keys)
        {
            await channel.BasicNackAsync(other, multiple: false, requeue: true);
        }

        return found;
    }

    /// <summary>Begins to listen to every event of every site.</summary>
    public async Task ListenAsync()
    {
        QueueDeclareOk queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(queue.QueueName, Events, "#");
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            Heard.Enqueue(new HeardEvent(delivery.RoutingKey, delivery.Body.ToArray(), new BasicProperties(delivery.BasicProperties)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }

    /// <summary>The events of one submission, once there are at least <paramref name="count"/>.</summary>
    public Task<HeardEvent[]> EventsAsync(Guid id, int count = 1) => Soon.FoundAsync($"{count} events of {id}", () =>
    {
        HeardEvent[] heard = [.. Heard.Where(one => one.Member("id").GetGuid() == id)];
        return Task.FromResult(heard.Length >= count ? heard : null);
    });

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>The text of a header.</summary>
    public static string Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers!.TryGetValue(name, out object? value) ? value is byte[] text ? Encoding.UTF8.GetString(text) : $"{value}" : "";
}

/// <summary>An event as it arrived.</summary>
internal sealed record HeardEvent(string RoutingKey, byte[] Body, BasicProperties Properties)
{
    public JsonElement Member(string name) => JsonDocument.Parse(Body).RootElement.GetProperty(name);
}
