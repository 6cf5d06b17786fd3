using RabbitMQ.Client;

namespace Moderation.Inbound;

/// <summary>
/// Acknowledges the batches of one channel, each with all its messages at once. An acknowledgement of many covers everything delivered before, so that a batch which ends
/// before an earlier one waits for it.
/// </summary>
internal sealed class InboundAcknowledger(IChannel channel) : IDisposable
{
    private readonly Queue<Batch> inHand = new();

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Begins a batch, in the order of delivery.</summary>
    /// <param name="lastTag">The delivery tag of its last message.</param>
    public Batch Begin(ulong lastTag)
    {
        Batch batch = new(lastTag);
        lock (inHand)
        {
            inHand.Enqueue(batch);
        }

        return batch;
    }

    /// <summary>The batch is done with. Throws when the channel is closed; the broker then delivers again what was not acknowledged.</summary>
    public async Task EndAsync(Batch batch, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (TakeEnded(batch) is { } last)
            {
                await channel.BasicAckAsync(last, multiple: true, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>The last delivery up to which every batch has ended; null when an earlier one is still in hand.</summary>
    private ulong? TakeEnded(Batch batch)
    {
        ulong? last = null;
        lock (inHand)
        {
            batch.IsEnded = true;
            while (inHand.TryPeek(out Batch? first) && first.IsEnded)
            {
                last = inHand.Dequeue().LastTag;
            }
        }

        return last;
    }

    /// <summary>Some deliveries that came one after another.</summary>
    internal sealed class Batch(ulong lastTag)
    {
        public ulong LastTag { get; } = lastTag;

        public bool IsEnded { get; set; }
    }
}
