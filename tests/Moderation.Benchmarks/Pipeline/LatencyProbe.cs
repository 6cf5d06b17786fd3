using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Moderation.Messaging;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Moderation.Benchmarks.Pipeline;

/// <summary>
/// Publishes replies at a fixed rate and takes the time of each until its verdict can be read in the store, and until its event has arrived. The store is looked at every
/// two milliseconds, so the first figure is up to that much too high.
/// </summary>
internal sealed class LatencyProbe(BrokerQueue queue, PipelineStore store)
{
    private const int Seconds = 10;

    private readonly ConcurrentDictionary<Guid, long> sent = new();

    private readonly ConcurrentDictionary<Guid, double> committed = new();

    private readonly ConcurrentDictionary<Guid, double> arrived = new();

    public async Task<Latency> MeasureAsync(double perSecond, SomeReplies replies, CancellationToken cancellationToken)
    {
        await using IChannel channel = await queue.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await ListenAsync(channel, cancellationToken);
        long position = await store.CountAsync("select coalesce(max(position), 0) from outbox_event", cancellationToken);
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watch = WatchAsync(position, watching.Token);
        await PublishAsync(perSecond, replies, cancellationToken);
        for (int wait = 0; (arrived.Count < sent.Count || committed.Count < sent.Count) && wait < 100; wait++)
        {
            await Task.Delay(100, cancellationToken);
        }

        await watching.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new Latency(Part(committed, 0.5), Part(committed, 0.99), Part(arrived, 0.5), Part(arrived, 0.99));
    }

    private async Task ListenAsync(IChannel channel, CancellationToken cancellationToken)
    {
        QueueDeclareOk events = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(events.QueueName, BrokerNames.ReplyDecided, "#", cancellationToken: cancellationToken);
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            using JsonDocument decided = JsonDocument.Parse(delivery.Body.ToArray());
            Reached(arrived, decided.RootElement.GetProperty("id").GetGuid());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(events.QueueName, autoAck: true, consumer, cancellationToken);
    }

    private async Task WatchAsync(long position, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await store.Source.OpenConnectionAsync(cancellationToken);
        while (true)
        {
            await using (NpgsqlCommand command = new("select position, submission_id from outbox_event where position > $1 order by position", connection) { Parameters = { new() { Value = position } } })
            await using (NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await rows.ReadAsync(cancellationToken))
                {
                    position = rows.GetInt64(0);
                    Reached(committed, rows.GetGuid(1));
                }
            }

            await Task.Delay(2, cancellationToken);
        }
    }

    private async Task PublishAsync(double perSecond, SomeReplies replies, CancellationToken cancellationToken)
    {
        await using IChannel publisher = await queue.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        while (Stopwatch.GetElapsedTime(started).TotalSeconds is var seconds && seconds < Seconds)
        {
            for (; count < seconds * perSecond; count++)
            {
                byte[] body = replies.Single();
                using JsonDocument reply = JsonDocument.Parse(body);
                sent[reply.RootElement.GetProperty("id").GetGuid()] = Stopwatch.GetTimestamp();
                await BrokerQueue.PublishAsync(publisher, body, cancellationToken);
            }

            await Task.Delay(1, cancellationToken);
        }
    }

    private void Reached(ConcurrentDictionary<Guid, double> milestone, Guid id)
    {
        if (sent.TryGetValue(id, out long at))
        {
            milestone.TryAdd(id, Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
    }

    private static double Part(ConcurrentDictionary<Guid, double> milestone, double share)
    {
        double[] ordered = [.. milestone.Values.Order()];
        return ordered.Length == 0 ? double.NaN : ordered[(int)(ordered.Length * share)];
    }
}

/// <summary>Milliseconds from handing a reply to the broker until its verdict is committed, and until its event is in hand.</summary>
internal sealed record Latency(double CommitP50, double CommitP99, double EventP50, double EventP99);
