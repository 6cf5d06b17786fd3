using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Moderation.Messaging;

/// <summary>
/// A channel whose publishes are confirmed together. The client library can match confirmations itself, but then writes a header of its own into every message and
/// waits for each one.
/// </summary>
internal sealed class ConfirmingChannel : IAsyncDisposable
{
    private readonly IChannel channel;
    private readonly Lock gate = new();
    private readonly HashSet<ulong> early = [];
    private ulong published;
    private ulong confirmed;
    private bool isRefused;
    private TaskCompletionSource? waiting;

    public ConfirmingChannel(IChannel channel)
    {
        this.channel = channel;
        channel.BasicAcksAsync += ConfirmAsync;
        channel.BasicNacksAsync += RefuseAsync;
        channel.ChannelShutdownAsync += CloseAsync;
    }

    public bool IsOpen => channel.IsOpen;

    /// <summary>Publishes without waiting for the confirmation. One publisher at a time.</summary>
    public async ValueTask PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            published++;
        }

        await channel.BasicPublishAsync(exchange, routingKey, mandatory: false, properties, body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns when everything published is confirmed. Throws when the broker refuses something, goes away or says nothing.</summary>
    public async Task WaitForConfirmsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task all;
        lock (gate)
        {
            waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            all = waiting.Task;
            Settle();
        }

        await all.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private Task ConfirmAsync(object sender, BasicAckEventArgs arguments)
    {
        lock (gate)
        {
            Confirm(arguments.DeliveryTag, arguments.Multiple);
            Settle();
        }

        return Task.CompletedTask;
    }

    private Task RefuseAsync(object sender, BasicNackEventArgs arguments)
    {
        lock (gate)
        {
            isRefused = true;
            Settle();
        }

        return Task.CompletedTask;
    }

    private Task CloseAsync(object sender, ShutdownEventArgs arguments)
    {
        lock (gate)
        {
            isRefused = true;
            Settle();
        }

        return Task.CompletedTask;
    }

    /// <summary>Confirmations may overtake each other; those that are ahead wait in a set until the gap before them is closed.</summary>
    private void Confirm(ulong number, bool isMultiple)
    {
        if (isMultiple)
        {
            confirmed = Math.Max(confirmed, number);
            early.RemoveWhere(one => one <= confirmed);
        }
        else
        {
            early.Add(number);
        }

        while (early.Remove(confirmed + 1))
        {
            confirmed++;
        }
    }

    private void Settle()
    {
        if (isRefused)
        {
            waiting?.TrySetException(new IOException("The broker did not confirm what was published."));
        }
        else if (confirmed == published)
        {
            waiting?.TrySetResult();
        }
    }
}
