using System.Globalization;
using Microsoft.Extensions.Logging;
using Moderation.Time;
using RabbitMQ.Client;

namespace Moderation.Messaging;

/// <summary>Sends what cannot be judged to an error exchange and waits for the broker to confirm it: only then may the original be acknowledged.</summary>
internal sealed partial class ErrorQueue(BrokerConnection broker, TimeProvider clock, ILogger<ErrorQueue> log) : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1, 1);

    private IChannel? channel;

    /// <summary>Returns when all are confirmed in a queue. While the broker is away it waits and tries again, until <paramref name="cancellationToken"/> ends it; a message may then arrive twice.</summary>
    public async Task SendAsync(string exchange, IReadOnlyCollection<RefusedMessage> refused, CancellationToken cancellationToken)
    {
        TimeSpan pause = First;
        foreach (RefusedMessage message in refused)
        {
            while (!await TrySendAsync(exchange, message, cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 > Longest ? Longest : pause * 2;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropChannelAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    private async Task<bool> TrySendAsync(string exchange, RefusedMessage message, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (channel is not { IsOpen: true })
            {
                await DropChannelAsync().ConfigureAwait(false);
                channel = await broker.ConfirmingChannelAsync(tracksReturns: true, cancellationToken).ConfigureAwait(false);
            }

            // Mandatory: a queue that somebody deleted must not swallow the message.
            await channel.BasicPublishAsync(exchange, routingKey: "", mandatory: true, Properties(message), message.Body, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotSent(log, exchange, problem.GetType().Name);
            await DropChannelAsync().ConfigureAwait(false);
            await TryDeclareAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The queue may be gone although the connection stands.</summary>
    private async Task TryDeclareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BrokerTopology.DeclareAsync(await broker.OpenAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotDeclared(log, problem.GetType().Name);
        }
    }

    private BasicProperties Properties(RefusedMessage message)
    {
        BasicProperties properties = new(message.Properties) { Persistent = true, Expiration = null };
        properties.ClearExpiration();
        if (message.MessageId is not null)
        {
            properties.MessageId = message.MessageId;
        }

        // A user id is only accepted from that user's own connection.
        properties.ClearUserId();
        properties.Headers = new Dictionary<string, object?>(message.Properties.Headers ?? new Dictionary<string, object?>())
        {
            [ErrorHeaders.Code] = message.Code,
            [ErrorHeaders.At] = clock.UtcNowMicros().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (message.Members.Count > 0)
        {
            properties.Headers[ErrorHeaders.Members] = string.Join(", ", message.Members);
        }

        if (message.Detail is not null)
        {
            properties.Headers[ErrorHeaders.Detail] = message.Detail;
        }

        if (message.Item is { } item)
        {
            properties.Headers[ErrorHeaders.Item] = item;
        }

        return properties;
    }

    private async Task DropChannelAsync()
    {
        if (channel is { } old)
        {
            channel = null;
            await old.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Warning, "A message could not be put into {Exchange} ({Problem}); trying again")]
        public static partial void NotSent(ILogger logger, string exchange, string problem);

        [LoggerMessage(4202, LogLevel.Warning, "The queues could not be declared ({Problem})")]
        public static partial void NotDeclared(ILogger logger, string problem);
    }
}
