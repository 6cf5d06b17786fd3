using System.Collections.Concurrent;
using System.Text.Json;
using Moderation.Messaging;
using Moderation.Server.Samples;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Moderation.Server.Commands;

/// <summary>Publishes sample replies to RabbitMQ as a website does: bare JSON through a plain client, which declares nothing but a queue of its own for the events.</summary>
internal sealed class SampleOverQueue : SampleSender
{
    private static readonly TimeSpan VerdictDeadline = TimeSpan.FromSeconds(30);

    private static readonly BasicProperties Properties = new() { ContentType = "application/json", Persistent = true };

    private readonly IConnection connection;

    private readonly IChannel publisher;

    private readonly IChannel listener;

    private readonly string site;

    private readonly SampleTally tally;

    private readonly ConcurrentDictionary<Guid, SampleReply> waiting = new();

    private SampleOverQueue(IConnection connection, IChannel publisher, IChannel listener, string site, SampleTally tally)
    {
        this.connection = connection;
        this.publisher = publisher;
        this.listener = listener;
        this.site = site;
        this.tally = tally;
    }

    /// <summary>Connects and listens for the events of the site. Throws a sentence when there is no broker, or no worker was ever there.</summary>
    public static async Task<SampleOverQueue> ConnectAsync(Uri broker, string site, SampleTally tally, CancellationToken cancellationToken)
    {
        ConnectionFactory factory = new() { Uri = broker, ClientProvidedName = "moderation sample" };
        try
        {
            IConnection connection = await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            IChannel publisher = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken).ConfigureAwait(false);
            await publisher.ExchangeDeclarePassiveAsync(BrokerNames.SubmitReply, cancellationToken).ConfigureAwait(false);
            SampleOverQueue sender = new(connection, publisher, await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false), site, tally);
            await sender.ListenAsync(cancellationToken).ConfigureAwait(false);
            return sender;
        }
        catch (BrokerUnreachableException problem)
        {
            throw new CommandFailedException($"--broker: the broker at {broker.Host} cannot be reached ({problem.InnerException?.GetType().Name}).", problem);
        }
        catch (OperationInterruptedException problem) when (problem.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            throw new CommandFailedException(
                $"The broker user may not do what a website does ({problem.ShutdownReason.ReplyText}). It has to write to {BrokerNames.SubmitReply}, read {BrokerNames.ReplyDecided} for the topics {site}.*, "
                + $"and declare, write and read queues named site-{site}.*, as the user does that \"deploy/secrets.sh broker-user {site}\" makes.",
                problem);
        }
        catch (OperationInterruptedException problem) when (problem.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            throw new CommandFailedException($"The broker has no exchange {BrokerNames.SubmitReply}: a worker declares it when it starts.", problem);
        }
        catch (OperationInterruptedException problem)
        {
            throw new CommandFailedException($"The broker refuses: {problem.ShutdownReason?.ReplyText ?? problem.Message}.", problem);
        }
    }

    public override async Task SendAsync(IReadOnlyList<SampleReply> samples, CancellationToken cancellationToken)
    {
        object[] replies = [.. samples.Select(sample => sample.Reply with { Site = site })];
        byte[] message = replies.Length == 1 ? JsonSerializer.SerializeToUtf8Bytes(replies[0], Output.Json) : JsonSerializer.SerializeToUtf8Bytes(new { items = replies }, Output.Json);
        foreach (SampleReply sample in samples)
        {
            waiting[Guid.Parse(sample.Reply.Id!)] = sample;
        }

        try
        {
            await publisher.BasicPublishAsync(BrokerNames.SubmitReply, "", mandatory: true, Properties, message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is PublishException or AlreadyClosedException or OperationInterruptedException)
        {
            foreach (SampleReply sample in samples.Where(sample => waiting.TryRemove(Guid.Parse(sample.Reply.Id!), out _)))
            {
                tally.Count(sample, "not taken by the broker", isAnswered: false);
            }
        }
    }

    public override async Task FinishAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(VerdictDeadline);
        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(50));
        try
        {
            while (!waiting.IsEmpty)
            {
                await again.WaitForNextTickAsync(deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            foreach (SampleReply sample in waiting.Values)
            {
                tally.Count(sample, "no verdict yet", isAnswered: false);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync().ConfigureAwait(false);
        await publisher.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // A site's broker user may have queues under the name of its site and no others.
        QueueDeclareOk queue = await listener.QueueDeclareAsync($"site-{site}.sample-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await listener.QueueBindAsync(queue.QueueName, BrokerNames.ReplyDecided, $"{site}.*", cancellationToken: cancellationToken).ConfigureAwait(false);
        AsyncEventingBasicConsumer consumer = new(listener);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            using JsonDocument decided = JsonDocument.Parse(delivery.Body);
            if (waiting.TryRemove(decided.RootElement.GetProperty("id").GetGuid(), out SampleReply? sample))
            {
                tally.Count(sample, decided.RootElement.GetProperty("state").GetString()!, isAnswered: true);
            }

            return Task.CompletedTask;
        };
        await listener.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellationToken).ConfigureAwait(false);
    }
}
