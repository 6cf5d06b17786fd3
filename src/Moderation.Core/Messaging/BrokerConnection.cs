using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>
/// A connection to the broker beside MassTransit's, for what must be exact: declarations, confirmed publishing, moving messages by hand. Opened when it is first
/// needed and again after it was lost. Whoever consumes also declares: then everything is declared again with every new connection, so that a broker that lost
/// its data gets its queues back.
/// </summary>
/// <param name="address">An amqp or amqps address with user and password.</param>
/// <param name="name">How the broker lists this connection.</param>
/// <param name="isDeclaring">True for a process that consumes.</param>
internal sealed class BrokerConnection(Uri address, string name, bool isDeclaring) : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim once = new(1, 1);

    private IConnection? connection;

    /// <summary>True when the connection is open and, where this process declares, everything is declared.</summary>
    public bool IsReady => connection is { IsOpen: true };

    /// <summary>The open connection. Throws when the broker cannot be reached or has other things under our names.</summary>
    public async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (connection is { IsOpen: true } open)
        {
            return open;
        }

        await once.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (connection is { IsOpen: true } meanwhile)
            {
                return meanwhile;
            }

            await CloseAsync().ConfigureAwait(false);
            IConnection fresh = await Factory().CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (isDeclaring)
                {
                    await BrokerTopology.DeclareAsync(fresh, cancellationToken).ConfigureAwait(false);
                }
            }
            catch
            {
                await fresh.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            connection = fresh;
            return fresh;
        }
        finally
        {
            once.Release();
        }
    }

    /// <summary>A new channel that asks the broker to confirm. Confirmations are matched by the client where <paramref name="tracksReturns"/>, which also fails what cannot be routed.</summary>
    public async Task<IChannel> ConfirmingChannelAsync(bool tracksReturns, CancellationToken cancellationToken)
    {
        IConnection open = await OpenAsync(cancellationToken).ConfigureAwait(false);
        CreateChannelOptions options = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: tracksReturns, outstandingPublisherConfirmationsRateLimiter: null);
        return await open.CreateChannelAsync(options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        once.Dispose();
    }

    private ConnectionFactory Factory()
    {
        // Recovery is ours: the library's would not notice a broker that came back empty before it publishes to it.
        ConnectionFactory factory = new() { Uri = address, ClientProvidedName = name, AutomaticRecoveryEnabled = false, RequestedHeartbeat = Heartbeat };
        factory.Ssl.Enabled = address.Scheme == "amqps";
        factory.Ssl.ServerName = address.Host;
        return factory;
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref connection, null) is { } old)
        {
            await old.DisposeAsync().ConfigureAwait(false);
        }
    }
}
