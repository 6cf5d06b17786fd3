using MassTransit.Transports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Moderation.Messaging;

/// <summary>
/// Has everything declared before the first message is consumed, and keeps it so: where the connection is lost, it is opened and everything declared again.
/// Endpoints that depend on it do not consume before <see cref="Ready"/>.
/// </summary>
internal sealed partial class BrokerTopologyKeeper(BrokerConnection broker, TimeProvider clock, ILogger<BrokerTopologyKeeper> log) : BackgroundService, IReceiveEndpointDependency
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when everything was declared for the first time.</summary>
    public Task Ready => ready.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool wasReady = true;
        using PeriodicTimer timer = new(Interval, clock);
        do
        {
            try
            {
                await broker.OpenAsync(stoppingToken).ConfigureAwait(false);
                ready.TrySetResult();
                wasReady = true;
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
            {
                if (wasReady)
                {
                    Log.NotDeclared(log, problem.GetType().Name, (problem as RabbitMQ.Client.Exceptions.OperationInterruptedException)?.ShutdownReason?.ReplyText);
                }

                wasReady = false;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Warning, "The broker is away or refuses our queues ({Problem} {Reply}); trying again until it is there")]
        public static partial void NotDeclared(ILogger logger, string problem, string? reply);
    }
}
