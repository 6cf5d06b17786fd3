using System.Net.Security;
using System.Security.Authentication;
using MassTransit;
using Moderation.Inbound;
using Moderation.Judging;
using Moderation.Messaging;
using Moderation.Server.Health;
using Moderation.Server.Settings;
using Moderation.Training;

namespace Moderation.Server.Hosting;

/// <summary>
/// The message transport: RabbitMQ where a connection string is given, else in memory. In memory it keeps no promise and needs none, because the store is the inbox.
/// </summary>
internal static class TransportExtensions
{
    /// <summary>Measured: larger batches are slower, and 20 ms is short enough for a reader who waits.</summary>
    private const int BatchMessages = 100;

    private const int BatchesAtOnce = 2;

    private const string Amqps = "amqps";

    private const int AmqpsPort = 5671;

    private static readonly TimeSpan BatchWait = TimeSpan.FromMilliseconds(20);

    public static IServiceCollection AddTransport(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<HandOver>().AddHostedService(provider => provider.GetRequiredService<HandOver>());
        services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            // Readiness says when the bus is there; the process does not wait for it to start.
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(25);
            options.ConsumerStopTimeout = TimeSpan.FromSeconds(15);
        });
        bool isWorker = settings.Has(ServerRoles.Worker);
        bool isTrainer = settings.Has(ServerRoles.Trainer);
        if (settings.RabbitMq is { } address)
        {
            services.AddBroker(address, isWorker);
        }
        else
        {
            services.AddSingleton<IEventPublisher, NoBroker>();
        }

        if (isWorker)
        {
            services.AddHostedService<OutboxDispatcher>();
        }

        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (isWorker)
            {
                bus.AddConsumer<SubmissionsReceivedConsumer>(consumer => consumer.Options<BatchOptions>(SetBatch));
            }

            if (isTrainer)
            {
                bus.AddConsumer<TrainModelConsumer>();
            }

            if (settings.RabbitMq is null)
            {
                bus.UsingInMemory((context, transport) =>
                {
                    if (isWorker)
                    {
                        transport.ReceiveEndpoint(BrokerNames.JudgeReceived, endpoint => endpoint.ConfigureConsumer<SubmissionsReceivedConsumer>(context));
                    }

                    if (isTrainer)
                    {
                        transport.ReceiveEndpoint(BrokerNames.Train, endpoint => endpoint.ConfigureConsumer<TrainModelConsumer>(context));
                    }
                });
                return;
            }

            if (isWorker)
            {
                bus.AddConsumer<DecideConsumer>();
            }

            bus.UsingRabbitMq((context, transport) => Configure(context, transport, settings.RabbitMq, isWorker, isTrainer));
        });
    }

    private static void AddBroker(this IServiceCollection services, Uri address, bool isWorker)
    {
        services
            .AddSingleton(_ => new BrokerConnection(address, isWorker ? "moderation worker, by hand" : "moderation, by hand", isDeclaring: isWorker))
            .AddSingleton<ErrorQueue>()
            .AddSingleton<ErrorRedrive>()
            .AddSingleton<QueueDepths>()
            .AddSingleton<IEventPublisher, BrokerEventPublisher>();
        if (!isWorker)
        {
            return;
        }

        services
            .AddSingleton<BrokerTopologyKeeper>()
            .AddHostedService(provider => provider.GetRequiredService<BrokerTopologyKeeper>())
            .AddSingleton<InboundMeter>()
            .AddSingleton<KnownSites>()
            .AddSingleton<KnownPages>()
            .AddSingleton<InboundValidator>()
            .AddSingleton<JudgeInbound>()
            .AddSingleton<TakeInbound>()
            .AddHostedService(provider => ActivatorUtilities.CreateInstance<InboundQueue>(provider, new BrokerConnection(address, "moderation worker, replies", isDeclaring: false)));
        services.AddHealthChecks().AddCheck<BrokerHealth>("broker", tags: ["ready"]);
    }

    private static void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator transport, Uri address, bool isWorker, bool isTrainer)
    {
        transport.Host(WithPort(address), host =>
        {
            host.ConnectionName(isWorker ? "moderation worker" : "moderation");
            if (address.Scheme == Amqps)
            {
                // The library knows TLS by the port alone, and lets some certificates pass that nobody vouches for.
                host.UseSsl(ssl =>
                {
                    ssl.ServerName = address.Host;
                    ssl.Protocol = SslProtocols.None;
                    ssl.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable);
                });
            }
        });
        transport.MessageTopology.SetEntityNameFormatter(new ExchangeNames());
        if (isTrainer)
        {
            transport.ReceiveEndpoint(BrokerNames.Train, endpoint =>
            {
                DropWhatFails(endpoint);
                endpoint.ConfigureConsumer<TrainModelConsumer>(context);
            });
        }

        if (!isWorker)
        {
            return;
        }

        transport.ReceiveEndpoint(BrokerNames.JudgeReceived, endpoint =>
        {
            DropWhatFails(endpoint);
            endpoint.ConfigureConsumer<SubmissionsReceivedConsumer>(context);
        });
        transport.ReceiveEndpoint(BrokerNames.Decide, endpoint =>
        {
            ReadDeliveries(endpoint, context, BrokerNames.DecideErrors);

            // One at a time: two decisions about one submission keep their order.
            endpoint.PrefetchCount = 16;
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.ConfigureConsumer<DecideConsumer>(context);
        });
    }

    /// <summary>
    /// What is dropped here stays in the store, as a received submission or a run that waits: an error queue would only keep names of what is done long since.
    /// </summary>
    private static void DropWhatFails(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.SetQuorumQueue();
        endpoint.PublishFaults = false;
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
    }

    /// <summary>The library takes the port without TLS where none is given.</summary>
    private static Uri WithPort(Uri address) => address.Scheme == Amqps && address.IsDefaultPort ? new UriBuilder(address) { Port = AmqpsPort }.Uri : address;

    /// <summary>A queue that any program may write to: bytes in, everything that fails confirmed into the error queue, nothing consumed before that queue exists.</summary>
    private static void ReadDeliveries(IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, string errorExchange)
    {
        foreach ((string name, object value) in BrokerTopology.QueueArguments(errorExchange))
        {
            endpoint.SetQueueArgument(name, value);
        }

        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.ClearSerialization();
        endpoint.AddSerializer(new MassTransit.Configuration.SystemTextJsonMessageSerializerFactory());
        endpoint.AddDeserializer(new DeliveryDeserializer(), isDefault: true);
        endpoint.AddDependency(context.GetRequiredService<BrokerTopologyKeeper>());
        FaultToErrorQueue faults = new(context.GetRequiredService<ErrorQueue>(), errorExchange);
        endpoint.ConfigureError(pipe => pipe.UseFilter(faults));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(faults));
    }

    private static void SetBatch(BatchOptions batch) => batch.SetMessageLimit(BatchMessages).SetTimeLimit(BatchWait).SetConcurrencyLimit(BatchesAtOnce);
}
