using MassTransit;
using Moderation.Judging;
using Moderation.Messaging;
using Moderation.Server.Settings;

namespace Moderation.Server.Hosting;

/// <summary>The message transport: in memory on the embedded default. It keeps no promise there and needs none, because the store is the inbox.</summary>
internal static class TransportExtensions
{
    /// <summary>Hand-overs of submissions that are stored as Received.</summary>
    public const string JudgeQueue = "moderation.judge-received";

    /// <summary>Measured: larger batches are slower, and 20 ms is short enough for a reader who waits.</summary>
    private const int BatchMessages = 100;

    private static readonly TimeSpan BatchWait = TimeSpan.FromMilliseconds(20);

    public static IServiceCollection AddTransport(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<HandOver>().AddHostedService(provider => provider.GetRequiredService<HandOver>());
        services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            // Readiness says when the bus is there; the process does not wait for it to start.
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(25);
        });
        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (settings.Has(ServerRoles.Worker))
            {
                bus.AddConsumer<SubmissionsReceivedConsumer>(consumer => consumer.Options<BatchOptions>(batch => batch
                    .SetMessageLimit(BatchMessages)
                    .SetTimeLimit(BatchWait)
                    .SetConcurrencyLimit(2)));
            }

            bus.UsingInMemory((context, transport) =>
            {
                if (settings.Has(ServerRoles.Worker))
                {
                    transport.ReceiveEndpoint(JudgeQueue, endpoint => endpoint.ConfigureConsumer<SubmissionsReceivedConsumer>(context));
                }
            });
        });
    }
}
