using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Moderation.Telemetry;
using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>
/// Asks the broker every quarter of a minute how many messages wait in each queue. While the broker is away the gauge is silent: an old number would look like a good one.
/// </summary>
internal sealed class QueueMeter : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly string[] Queues = [BrokerNames.SubmitReply, BrokerNames.SubmitReplyErrors, BrokerNames.Decide];

    private readonly BrokerConnection broker;
    private readonly TimeProvider clock;
    private volatile IReadOnlyList<Measurement<long>> seen = [];

    public QueueMeter(BrokerConnection broker, TimeProvider clock, IMeterFactory meters)
    {
        (this.broker, this.clock) = (broker, clock);
        meters.Create(ModerationMeter.Name).CreateObservableGauge("moderation.queue.messages", () => seen, "{message}", "Messages that wait in a queue of the broker, those being worked on left out");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                IConnection connection = await broker.OpenAsync(stoppingToken).ConfigureAwait(false);
                await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken).ConfigureAwait(false);
                List<Measurement<long>> now = [];
                foreach (string queue in Queues)
                {
                    now.Add(new Measurement<long>(await channel.MessageCountAsync(queue, stoppingToken).ConfigureAwait(false), new KeyValuePair<string, object?>("queue", queue)));
                }

                seen = now;
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whoever keeps the queues says that the broker is away.
                seen = [];
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
