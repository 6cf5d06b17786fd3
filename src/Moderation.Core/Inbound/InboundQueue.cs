using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Moderation.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Moderation.Inbound;

/// <summary>
/// Consumes what websites publish, in batches, straight from the client library: MassTransit acknowledges each message alone, which cost the worker and the broker as much as
/// judging does. A batch is acknowledged when it is in the store, and never before. Where the connection or the queue is lost, everything is declared again and consumed on.
/// </summary>
/// <param name="broker">A connection of its own: what is published elsewhere never holds up an acknowledgement.</param>
/// <param name="topology">Nothing is consumed before everything is declared.</param>
/// <param name="take">What is done with a batch.</param>
/// <param name="clock">How long a batch waits for more.</param>
/// <param name="log">Where it is said that the queue is away.</param>
internal sealed partial class InboundQueue(BrokerConnection broker, BrokerTopologyKeeper topology, TakeInbound take, TimeProvider clock, ILogger<InboundQueue> log) : BackgroundService
{
    /// <summary>Measured: larger batches are slower, and 20 ms is short enough for a reader who waits.</summary>
    private const int BatchMessages = 100;

    /// <summary>Messages of many items make a batch of some hundred replies too.</summary>
    private const int BatchBytes = 512 * 1024;

    private const int BatchesAtOnce = 2;

    /// <summary>Enough that the next batches are here while these are judged.</summary>
    private const ushort Prefetch = 4 * BatchMessages;

    private static readonly TimeSpan BatchWait = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long a stopping process tries to end what it has in hand.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim slots = new(BatchesAtOnce, BatchesAtOnce);

    private readonly CancellationTokenSource givenUp = new();

    public override void Dispose()
    {
        base.Dispose();
        slots.Dispose();
        givenUp.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using (broker.ConfigureAwait(false))
        {
            await topology.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await ConsumeAsync(stoppingToken).ConfigureAwait(false);
                    Log.Lost(log, "closed");
                }
                catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.Lost(log, problem.GetType().Name);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Consumes until the channel closes or the broker takes the queue away. When the process stops, ends what is in hand first.</summary>
    private async Task ConsumeAsync(CancellationToken stoppingToken)
    {
        IConnection connection = await broker.OpenAsync(stoppingToken).ConfigureAwait(false);
        await BrokerTopology.DeclareAsync(connection, stoppingToken).ConfigureAwait(false);
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            Channel<Delivered> waiting = Channel.CreateUnbounded<Delivered>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
            AsyncEventingBasicConsumer consumer = new(channel);
            consumer.ReceivedAsync += (_, one) =>
            {
                // The bytes are the library's again when this returns. No more wait here than are prefetched.
                waiting.Writer.TryWrite(new Delivered(one.DeliveryTag, new Delivery { Body = one.Body.ToArray(), Properties = one.BasicProperties }));
                return Task.CompletedTask;
            };
            consumer.UnregisteredAsync += (_, _) => EndAsync(waiting);
            channel.ChannelShutdownAsync += (_, _) => EndAsync(waiting);
            await channel.BasicQosAsync(0, Prefetch, global: false, stoppingToken).ConfigureAwait(false);
            string tag = await channel.BasicConsumeAsync(BrokerNames.SubmitReply, autoAck: false, consumer, stoppingToken).ConfigureAwait(false);
            using InboundAcknowledger acknowledger = new(channel);
            try
            {
                while (channel.IsOpen && await TryTakeBatchAsync(waiting.Reader, acknowledger, stoppingToken).ConfigureAwait(false))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                await StopAsync(channel, tag).ConfigureAwait(false);
                throw;
            }
        }
    }

    private static Task EndAsync(Channel<Delivered> waiting)
    {
        waiting.Writer.TryComplete();
        return Task.CompletedTask;
    }

    /// <summary>Begins the next batch when fewer than <see cref="BatchesAtOnce"/> are in hand. False when no more will come.</summary>
    private async Task<bool> TryTakeBatchAsync(ChannelReader<Delivered> waiting, InboundAcknowledger acknowledger, CancellationToken stoppingToken)
    {
        await slots.WaitAsync(stoppingToken).ConfigureAwait(false);
        bool isBegun = false;
        try
        {
            if (!await waiting.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                return false;
            }

            List<Delivery> deliveries = new(BatchMessages);
            (ulong lastTag, int bytes) = (0, 0);
            if (!Fill())
            {
                await Task.Delay(BatchWait, clock, stoppingToken).ConfigureAwait(false);
                Fill();
            }

            InboundAcknowledger.Batch batch = acknowledger.Begin(lastTag);
            isBegun = true;
            _ = Task.Run(() => RunAsync(deliveries, batch, acknowledger), CancellationToken.None);
            return true;

            bool Fill()
            {
                while (deliveries.Count < BatchMessages && bytes < BatchBytes && waiting.TryRead(out Delivered one))
                {
                    deliveries.Add(one.Delivery);
                    lastTag = one.Tag;
                    bytes += one.Delivery.Body.Length;
                }

                return deliveries.Count == BatchMessages || bytes >= BatchBytes;
            }
        }
        finally
        {
            if (!isBegun)
            {
                slots.Release();
            }
        }
    }

    private async Task RunAsync(List<Delivery> deliveries, InboundAcknowledger.Batch batch, InboundAcknowledger acknowledger)
    {
        try
        {
            await take.HandleAsync(deliveries, givenUp.Token).ConfigureAwait(false);
            await acknowledger.EndAsync(batch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            // Stopped, or the channel is gone: the broker delivers the batch again, and what is stored already changes nothing.
            Log.NotAcknowledged(log, deliveries.Count, problem.GetType().Name);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Takes no more, and ends what is in hand or, after a while, gives it up: what is not acknowledged goes back to the queue.</summary>
    private async Task StopAsync(IChannel channel, string consumerTag)
    {
        try
        {
            await channel.BasicCancelAsync(consumerTag, noWait: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            Log.Lost(log, problem.GetType().Name);
        }

        givenUp.CancelAfter(StopPatience);
        for (int i = 0; i < BatchesAtOnce; i++)
        {
            await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2421, LogLevel.Warning, "The queue of replies is away ({Problem}); it is consumed on as soon as it is there")]
        public static partial void Lost(ILogger logger, string problem);

        [LoggerMessage(2422, LogLevel.Warning, "A batch of {Count} messages was not acknowledged ({Problem}); the broker delivers it again")]
        public static partial void NotAcknowledged(ILogger logger, int count, string problem);
    }

    private readonly record struct Delivered(ulong Tag, Delivery Delivery);
}
